// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One entry of the frame around every page, shown to those who hold its permission.
package struct Menu: Sendable {
  /// The rooms of the staff's side, in the order of the head and of a phone's foot. A room shows
  /// when one of its entries does, and leads to the first of them.
  package enum Room: CaseIterable, Sendable {
    case today, desk, clients, plan, money, learn
  }

  /// Where in the frame the entry stands.
  package enum Place: Sendable, Equatable {
    case room(Room)
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
  /// What a search says besides its words.
  package let asking: [String: String]

  package init(
    _ title: Phrase, path: String, order: Int, may permission: Permission? = nil, place: Place,
    asking: [String: String] = [:]
  ) {
    self.title = title
    self.path = path
    self.order = order
    self.permission = permission
    self.place = place
    self.asking = asking
  }

  /// The key that leads there from within its room.
  var key: String? { title.key }
}

extension Menu.Room {
  var title: Phrase {
    switch self {
    case .today: "Today"
    case .desk: "Desk"
    case .clients: "Clients"
    case .plan: "Plan"
    case .money: "Money"
    case .learn: "Learn"
    }
  }

  /// Stands over the title where the rooms are at a thumb's reach.
  var sign: Icon.Sign {
    switch self {
    case .today: .today
    case .desk: .desk
    case .clients: .clients
    case .plan: .plan
    case .money: .money
    case .learn: .learn
    }
  }

  /// The key that leads there from everywhere.
  var key: String? { title.key }
}

extension Phrase {
  /// `g`, then the first letter of the English words.
  fileprivate var key: String? { pattern.first.map { "g \($0.lowercased())" } }
}
