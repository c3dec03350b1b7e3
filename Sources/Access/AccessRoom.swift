// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// The door of the house: the provider, its members, and how they prove who they are.
package enum AccessRoom {
  package static func room(_ house: House) -> Room {
    Room(
      "Access", migrations: [accessSchema, providerSettingsSchema, accessChoices],
      routes: SignInRoutes(house: house).routes + SetUpRoutes(house: house).routes
        + MemberRoutes(house: house).routes + ProfileRoutes(house: house).routes
        + SettingsRoutes(house: house).routes,
      menu: [
        Menu("Members", path: "/members", order: 80, may: .membersRead, place: .mine),
        Menu("About you", path: "/me", order: 82, place: .mine),
        Menu("Settings", path: "/settings", order: 83, may: .settingsEdit, place: .mine),
        Menu("Sign out", path: "/sign-out", order: 84, place: .act),
      ])
  }
}

/// Who stands behind a cookie or a token.
package struct Keys: Sendable {
  let house: House

  package init(_ house: House) { self.house = house }

  package func member(_ key: String, at now: Instant) async throws -> Staff? {
    try await house.db.read { db in
      try Session.member(key, at: now, in: db).map { member, zone in
        try member.staff(house, on: zone)
      }
    }
  }

  package func token(_ secret: String, at now: Instant) async throws -> Staff? {
    let found = try await house.db.read { db -> (APIToken, Staff)? in
      guard let token = try APIToken.find(secret: secret, in: db) else { return nil }
      let member = try Member.find(token.member, in: db)
      guard member.active else { return nil }
      return (token, try member.staff(house, narrowedTo: token.permissions, in: db))
    }
    guard let (token, staff) = found else { return nil }
    if token.isDueForTouch(at: now) {
      try await house.db.write { try APIToken.touch(token, at: now, in: $0) }
    }
    return staff
  }

  /// How a page is written for somebody we don't know: their language, the provider's clock.
  package func guest(_ preferred: [Language]) async throws -> Reader {
    try await house.db.read { db in
      let provider = try Provider.find(in: db)
      return Reader(
        language: preferred.first ?? provider?.language ?? house.config.language,
        zone: try house.zones.zone(named: provider?.zone ?? house.config.zone))
    }
  }
}

extension Member {
  /// The member as they act: in their language, on their own clock.
  package func staff(
    _ house: House, narrowedTo permissions: Set<Permission>? = nil, in db: Connection
  ) throws -> Staff {
    try staff(house, narrowedTo: permissions, on: Provider.find(in: db)?.zone)
  }

  /// `provider` is the provider's zone, for those who have none of their own.
  func staff(
    _ house: House, narrowedTo permissions: Set<Permission>? = nil, on provider: String?
  ) throws -> Staff {
    let own = role.permissions
    let zone = hours.zone.isEmpty ? provider ?? house.config.zone : hours.zone
    return Staff(
      member: id, name: name, role: role,
      permissions: permissions.map { own.intersection($0) } ?? own, scope: scope,
      reader: Reader(
        language: language, zone: try house.zones.zone(named: zone), look: Look(theme: theme)))
  }
}
