// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Platform
import Rules
import Storage
import Web

/// A ticket with everything that happened to it: what a change is decided on and what a page tells.
package struct TicketStory: Sendable {
  package let ticket: Ticket
  package let history: [RecordedTicketEvent]

  /// The ticket a member of ours split this one off from.
  package var splitFrom: Int? {
    guard let first = history.first, case .opened(let opening) = first.event,
      case .member = first.actor
    else { return nil }
    return opening.origin
  }

  /// The member who wrote a request down for the client; nil when the words came as they are.
  package func takenDown(_ letter: Letter) -> ID<Member>? {
    guard let first = history.first, case .opened(let opening) = first.event,
      case .member(let member) = first.actor, opening.letter == letter.id, letter.channel != .mail
    else { return nil }
    return member
  }

  init(ticket: Ticket, history: [RecordedTicketEvent]) {
    self.ticket = ticket
    self.history = history
  }

  package static func find(
    number: Int, for scope: Scope, in db: Connection
  ) throws -> TicketStory {
    let facts = try db.facts(
      aboutSelected: """
        SELECT 'ticket/' || t.id FROM tickets t
        WHERE t.number = \(number) AND \(scope, client: "t.client_id", contact: "t.contact_id")
        """)
    guard let first = facts.first else { throw Absent() }
    return try TicketStory(ID(first.fact.subject.id), number, facts)
  }

  package static func find(
    _ id: ID<Ticket>, for scope: Scope, in db: Connection
  ) throws -> TicketStory {
    let number = try db.first(
      """
      SELECT t.number FROM tickets t
      WHERE t.id = \(id) AND \(scope, client: "t.client_id", contact: "t.contact_id")
      """
    ) { try $0[0] as Int }
    guard let number else { throw Absent() }
    return try TicketStory(id, number, db.facts(about: Subject("ticket", id.text)))
  }

  /// As it stands for those who are going to change it: nobody else can until they have (on an
  /// engine where several write at once).
  package static func forChange(
    number: Int, for scope: Scope, in db: Connection
  ) throws -> TicketStory {
    try forChange(where: "t.number = \(number)", for: scope, in: db)
  }

  package static func forChange(
    _ id: ID<Ticket>, for scope: Scope, in db: Connection
  ) throws -> TicketStory {
    try forChange(where: "t.id = \(id)", for: scope, in: db)
  }

  private static func forChange(
    where this: SQL, for scope: Scope, in db: Connection
  ) throws -> TicketStory {
    let key = try db.first(
      """
      SELECT t.id, t.number FROM tickets t
      WHERE \(this) AND \(scope, client: "t.client_id", contact: "t.contact_id")
      \(db.lockedForUpdate)
      """
    ) { (id: try $0[0] as ID<Ticket>, number: try $0[1] as Int) }
    guard let key else { throw Absent() }
    return try TicketStory(key.id, key.number, db.facts(about: Subject("ticket", key.id.text)))
  }

  private init(_ id: ID<Ticket>, _ number: Int, _ facts: [Recorded]) throws {
    history = facts.compactMap { RecordedTicketEvent($0) }
    guard let ticket = Ticket(id: id, number: number, history: history) else { throw Absent() }
    self.ticket = ticket
  }

  /// Many stories at once; those outside the scope are left out.
  package static func all(
    _ ids: [ID<Ticket>], for scope: Scope, in db: Connection
  ) throws -> [TicketStory] {
    var stories: [TicketStory] = []
    for start in stride(from: 0, to: ids.count, by: 500) {
      let some = Array(ids[start..<min(start + 500, ids.count)])
      let keys = try db.all(
        """
        SELECT t.id, t.number FROM tickets t WHERE t.id IN \(list: some)
          AND \(scope, client: "t.client_id", contact: "t.contact_id")
        """
      ) { (id: try $0[0] as ID<Ticket>, number: try $0[1] as Int) }
      let facts = try db.facts(about: keys.map { Subject("ticket", $0.id.text) })
      stories += try keys.map {
        try TicketStory($0.id, $0.number, facts[Subject("ticket", $0.id.text), default: []])
      }
    }
    return stories
  }

  /// The stories of tickets whose numbers are known, in one question: `ids` names them once more.
  static func all(
    _ numbers: [ID<Ticket>: Int], among ids: SQL, in db: Connection
  ) throws -> [TicketStory] {
    let facts = try db.facts(
      aboutAll: "SELECT 'ticket/' || chosen.ticket_id FROM (\(ids)) AS chosen")
    return try numbers.sorted { $0.value < $1.value }.compactMap { id, number in
      try facts[Subject("ticket", id.text)].map { try TicketStory(id, number, $0) }
    }
  }

  /// The next number people will say aloud.
  package static func nextNumber(in db: Connection) throws -> Int {
    let number = try db.first(
      "UPDATE ticket_numbers SET last = last + 1 WHERE id = 1 RETURNING last"
    ) { try $0[0] as Int }
    return number ?? 1
  }
}

extension Call<Staff> {
  /// Throws when somebody has done something on the ticket since this page was drawn. What the house
  /// wrote by itself meanwhile, a receipt or a mark, changes nothing a person decides on.
  func expect(_ story: TicketStory) throws {
    let seen = expectedVersion ?? story.ticket.version
    let since = story.history.drop { $0.sequence <= seen }
    guard seen <= story.ticket.version, since.allSatisfy(\.isHouseTalk) else {
      return try expect(version: story.ticket.version)
    }
  }
}

extension RecordedTicketEvent {
  fileprivate var isHouseTalk: Bool {
    switch event {
    case .wroteAutomatically, .receiptWithheld, .marked, .dueChanged: actor == .system
    default: false
    }
  }
}

extension RecordedTicketEvent {
  init?(_ recorded: Recorded) {
    guard let event = TicketEvent(recorded.fact) else { return nil }
    self.init(
      sequence: recorded.sequence, act: recorded.fact.act, event: event,
      occurredAt: recorded.fact.occurredAt,
      recordedAt: recorded.recordedAt, actor: recorded.actor)
  }
}
