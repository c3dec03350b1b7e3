// SPDX-License-Identifier: AGPL-3.0-or-later

import HTTPTypes
import Hummingbird
import Logging
import Rules

/// The house as the web sees it: its routes, its menu and what it needs to answer. Requests come in
/// here and nowhere else.
package struct Website: Sendable {
  package let routes: [Route]
  let settings: WebsiteSettings
  let sessions: Sessions
  let now: @Sendable () -> Instant
  let log: Logger
  private let menu: [Menu]
  private let messages: Messages
  private let stored: Assets

  package init(
    routes: [Route], menu: [Menu] = [], settings: WebsiteSettings, sessions: Sessions,
    messages: Messages = .english, log: Logger = Logger(label: "web"),
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
    self.now = now
    stored = settings.publicFolder.map(Assets.load) ?? .none
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
