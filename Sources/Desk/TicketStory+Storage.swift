// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Platform
import Rules
import Storage

/// A ticket with everything that happened to it: what a change is decided on and what a page tells.
package struct TicketStory: Sendable {
  package let ticket: Ticket
  package let history: [RecordedTicketEvent]

  package static func find(
    number: Int, for scope: Scope, in db: Connection
  ) throws -> TicketStory {
    try find("t.number = \(number)", for: scope, in: db)
  }

  package static func find(
    _ id: ID<Ticket>, for scope: Scope, in db: Connection
  ) throws -> TicketStory {
    try find("t.id = \(id)", for: scope, in: db)
  }

  private static func find(
    _ condition: SQL, for scope: Scope, in db: Connection
  ) throws -> TicketStory {
    let key = try db.first(
      """
      SELECT t.id, t.number FROM tickets t
      WHERE \(condition) AND \(scope, client: "t.client_id", contact: "t.contact_id")
      """
    ) { (id: try $0[0] as ID<Ticket>, number: try $0[1] as Int) }
    guard let key else { throw Absent() }
    let history = try db.facts(about: Subject("ticket", key.id.text)).compactMap {
      RecordedTicketEvent($0)
    }
    guard let ticket = Ticket(id: key.id, number: key.number, history: history) else {
      throw Absent()
    }
    return TicketStory(ticket: ticket, history: history)
  }

  /// The next number people will say aloud.
  package static func nextNumber(in db: Connection) throws -> Int {
    let number = try db.first(
      "UPDATE ticket_numbers SET last = last + 1 WHERE id = 1 RETURNING last"
    ) { try $0[0] as Int }
    return number ?? 1
  }
}

extension RecordedTicketEvent {
  init?(_ recorded: Recorded) {
    guard let event = TicketEvent(recorded.fact) else { return nil }
    self.init(
      sequence: recorded.sequence, event: event, occurredAt: recorded.fact.occurredAt,
      recordedAt: recorded.recordedAt, actor: recorded.actor)
  }
}
