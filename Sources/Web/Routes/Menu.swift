// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One entry of the frame around every page, shown to those who hold its permission.
package struct Menu: Sendable {
  /// Where in the frame the entry stands.
  package enum Place: Sendable {
    /// Among the rooms.
    case rooms
    /// Behind the member's own initials: profile, settings.
    case mine
    /// There too, but a thing to do: sign out.
    case act
    /// The button that makes something new here.
    case create
    /// Where the search box leads.
    case search
  }

  package let title: Phrase
  package let path: String
  package let order: Int
  package let permission: Permission?
  package let place: Place
  /// Stands over the title where the rooms are at a thumb's reach.
  package let sign: Icon.Sign?

  package init(
    _ title: Phrase, path: String, order: Int, may permission: Permission? = nil,
    place: Place = .rooms, sign: Icon.Sign? = nil
  ) {
    self.title = title
    self.path = path
    self.order = order
    self.permission = permission
    self.place = place
    self.sign = sign
  }

  /// The key that leads there: `g`, then the first letter of its English name.
  var key: String? { title.pattern.first.map { "g \($0.lowercased())" } }
}
