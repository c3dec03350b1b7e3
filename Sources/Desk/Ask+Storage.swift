// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// An ask as its page and the lists show it: the sentence, and what became of it.
package struct AskRecord: Sendable, Equatable {
  package let ask: Ask
  package let ticket: ID<Ticket>
  package let number: Int
  package let subject: String
  package let client: ID<Client>
  package let askedAt: Instant
  package let settledAt: Instant?
  package let how: AskSettlement?
  package let words: String
}

extension AskRecord {
  private static let columns: SQL =
    """
    a.id, a.sentence, a.contact_id, a.due_at, a.way, a.choices, a.ticket_id, t.number, t.subject,
    a.client_id, a.asked_at, a.settled_at, a.how, a.words
    """

  /// Also for whoever stands in for the one who was asked: the reminder of a late ask goes to them.
  package static func find(_ id: ID<Ask>, for scope: Scope, in db: Connection) throws -> AskRecord {
    let found = try db.first(
      """
      SELECT \(columns) FROM asks a JOIN tickets t ON t.id = a.ticket_id
      JOIN contacts p ON p.id = a.contact_id
      WHERE a.id = \(id) AND (\(scope, client: "a.client_id", contact: "a.contact_id")
        OR \(scope, client: "a.client_id", contact: "COALESCE(p.stand_in_id, '')"))
      """, read)
    guard let found else { throw Absent() }
    return found
  }

  /// What a contact is waited on for, the soonest due first.
  package static func open(
    for contact: ID<Contact>, in db: Connection
  ) throws -> [AskRecord] {
    try db.all(
      """
      SELECT \(columns) FROM asks a JOIN tickets t ON t.id = a.ticket_id
      WHERE a.contact_id = \(contact) AND a.settled_at IS NULL
      ORDER BY a.due_at, a.id LIMIT 200
      """, read)
  }

  package static func all(of ticket: ID<Ticket>, in db: Connection) throws -> [AskRecord] {
    try db.all(
      """
      SELECT \(columns) FROM asks a JOIN tickets t ON t.id = a.ticket_id
      WHERE a.ticket_id = \(ticket) ORDER BY a.asked_at, a.id
      """, read)
  }

  /// The number of the ticket its request goes on in, merges followed; nil when these eyes may not
  /// see that one.
  package func goesOn(for scope: Scope, in db: Connection) throws -> Int? {
    try TicketStory.goesOn(from: number, for: scope, in: db)
  }

  private static func read(_ row: Row) throws -> AskRecord {
    let choices: String = try row[5]
    return AskRecord(
      ask: Ask(
        id: try row[0], sentence: try row[1], contact: try row[2], dueAt: try row[3],
        way: try row[4], choices: choices.split(separator: "\n").map(String.init)),
      ticket: try row[6], number: try row[7], subject: try row[8], client: try row[9],
      askedAt: try row[10], settledAt: try row[11], how: try row[12],
      words: try row[13] as String? ?? "")
  }
}

extension TicketStory {
  /// The asks of the history as rows: what is open, and how the others ended.
  func saveAsks(in db: Connection) throws {
    let rows = askRows
    guard !history.isEmpty else { return }
    try db.execute("DELETE FROM asks WHERE ticket_id = \(ticket.id)")
    for (ask, client, askedAt, end) in rows.values.sorted(by: { $0.ask.id < $1.ask.id }) {
      try db.execute(
        """
        INSERT INTO asks (id, ticket_id, client_id, contact_id, sentence, way, choices, asked_at,
          due_at, settled_at, how, words)
        VALUES (\(ask.id), \(ticket.id), \(client), \(ask.contact),
          \(ask.sentence), \(ask.way), \(ask.choices.joined(separator: "\n")), \(askedAt),
          \(ask.dueAt), \(end?.0), \(end?.1), \(end?.2))
        """)
    }
  }

  private typealias AskRow = (
    ask: Ask, client: ID<Client>, askedAt: Instant, end: (Instant, AskSettlement, String)?
  )

  /// Each ask with the client it was put to, who stays the same when the ticket moves on.
  private var askRows: [ID<Ask>: AskRow] {
    var rows: [ID<Ask>: AskRow] = [:]
    var client = ticket.placement.client
    for recorded in history.withoutVoided {
      switch recorded.event {
      case .opened(let opening): client = opening.placement.client
      case .moved(let placement, _): client = placement.client
      case .asked(let ask): rows[ask.id] = (ask, client, recorded.occurredAt, nil)
      case .askSettled(let id, let how, let words):
        if rows[id]?.end == nil { rows[id]?.end = (recorded.occurredAt, how, words) }
      default: break
      }
    }
    return rows
  }
}
