// SPDX-License-Identifier: AGPL-3.0-or-later

import HTTPTypes
import Hummingbird
import Platform
import Rules

/// The house as the web sees it: its routes, its menu and what it needs to answer. Requests come in
/// here and nowhere else.
package struct Website: Sendable {
  package let routes: [Route]
  let settings: WebsiteSettings
  let sessions: Sessions
  let now: @Sendable () -> Instant
  let log: Log
  let limits: Limits
  private let menu: [Menu]
  private let messages: Messages
  private let stored: Assets

  package init(
    routes: [Route], menu: [Menu] = [], settings: WebsiteSettings, sessions: Sessions,
    messages: Messages = .english, limits: Limits = .none, log: Log = .process,
    now: @escaping @Sendable () -> Instant
  ) {
    let described = OpenAPI(routes, server: settings.baseURL).document
    self.routes =
      routes + [
        .read(.open, "openapi.json", summary: "This description.") { _ in Answer(described) }
      ]
    self.menu = menu.sorted { $0.order < $1.order }
    self.settings = settings
    self.sessions = sessions
    self.messages = messages
    self.log = log
    self.limits = limits
    self.now = now
    stored = settings.publicFolder.map(Assets.load) ?? .none
  }

  /// The website of a house with these rooms.
  package init(
    _ house: House, rooms: [Room], sessions: Sessions, messages: Messages,
    limits: Limits = .usual(), isDevelopment: Bool = false
  ) {
    self.init(
      routes: rooms.flatMap(\.routes), menu: rooms.flatMap(\.menu),
      settings: WebsiteSettings(house, isDevelopment: isDevelopment), sessions: sessions,
      messages: messages, limits: limits, log: house.log, now: house.clock.now)
  }

  func assets() -> Assets {
    guard settings.isDevelopment, let folder = settings.publicFolder else { return stored }
    return Assets.load(from: folder)
  }

  func wording(for reader: Reader) -> Wording { Wording(messages, for: reader) }

  /// The rooms somebody may enter; none for those who are no members.
  func menu(for staff: Staff?) -> [Menu] {
    guard let staff else { return [] }
    return menu.filter { $0.permission.map(staff.may) ?? true }
  }
}
