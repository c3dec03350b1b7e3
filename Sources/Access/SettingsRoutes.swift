// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// What the provider sets for the whole house.
struct SettingsRoutes: Sendable {
  let house: House

  private static let shape = Shape(
    .int(
      "closeDays", label: "Days until a resolved ticket closes by itself",
      Provider.possibleCloseDays
    ).help(
      "Counted from the fix, as long as nobody writes again. What the client writes after that opens a new ticket linked to it."
    ))

  var routes: [Route] { [page, reading, change] }

  private var page: Route {
    .page(.staff, "settings", may: .settingsEdit, summary: "What holds for the whole house.") {
      try await draw($0)
    }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let provider = try await house.db.read { try Provider.known(in: $0) }
    let typed = call.typed.over(["closeDays": "\(provider.closeDays)"])
    let form = Form(post: "/settings", SettingsRoutes.shape, typed, send: "Save")
    return Page("Settings", menu: "/settings", "\(Head("Settings"))\(form)")
  }

  private var reading: Route {
    .read(.staff, "settings", may: .settingsEdit, summary: "What holds for the whole house.") { _ in
      Answer(try await house.db.read { try Provider.known(in: $0) }.settings)
    }
  }

  private var change: Route {
    .act(
      .staff, "settings", may: .settingsEdit, input: SettingsRoutes.shape,
      audit: "provider.changed", summary: "Changes what holds for the whole house.", redraw: draw
    ) { call in
      try await call.write(house.db) { db in
        var provider = try Provider.known(in: db)
        provider.closeDays = call.input.int("closeDays")
        try provider.save(at: call.now, in: db)
        try db.append(
          [
            Fact(
              "provider.changed", about: Subject("provider", "provider"), at: call.now,
              ["closeDays": .number(provider.closeDays)])
          ], by: .member(call.who.member), at: call.now)
        return Outcome(
          see: "/settings", json: provider.settings,
          flash: "Saved. It holds for the tickets that are resolved now, too.")
      }
    }
  }
}

extension Provider {
  /// Whoever may change settings has been set up before.
  fileprivate static func known(in db: Connection) throws -> Provider {
    guard let provider = try find(in: db) else { throw Absent() }
    return provider
  }

  fileprivate var settings: JSON { ["closeDays": .number(closeDays)] }
}
