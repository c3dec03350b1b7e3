// SPDX-License-Identifier: AGPL-3.0-or-later

/// One message between us and a client, whichever way it travelled: the words, who to whom, and
/// what became of it.
package struct Letter: Sendable, Equatable {
  package let id: ID<Letter>
  package let direction: Direction
  package let kind: Kind

  package enum Direction: String, CaseIterable, Sendable {
    case inbound, outbound
  }

  package enum Kind: String, CaseIterable, Sendable {
    /// The client's first words, or any later ones.
    case request, message
    /// Ours: a receipt, a person's reply, an ask, its reminder, an alarm to one of ours.
    case acknowledgement, reply, ask, reminder, alarm
  }

  package init(id: ID<Letter>, direction: Direction, kind: Kind) {
    self.id = id
    self.direction = direction
    self.kind = kind
  }
}
