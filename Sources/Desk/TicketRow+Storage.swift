// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// A ticket as a list shows it: whose it is, where it stands, which promise breaks next.
package struct TicketRow: Sendable {
  package let id: ID<Ticket>
  package let number: Int
  package let subject: String
  package let client: ID<Client>
  package let clientName: String
  package let state: Ticket.State
  package let move: Ticket.Move
  package let priority: Priority
  package let holder: ID<Member>?
  package let holderName: String?
  package let openedAt: Instant
  package let lastWordAt: Instant
  package let wroteAgain: Bool
  package let next: NextPromise?
  package let rank: Int
  /// Where that promise stands now; said by `counted`.
  package internal(set) var standing: PromiseStanding?

  /// The promise that breaks next, as it was when the ticket last changed: a running clock's due
  /// moment stays true until then, a paused one's remaining time too.
  package struct NextPromise: Sendable {
    package let clock: ClockKind
    package let state: ClockCycle.State
    package let dueAt: Instant?
    package let remaining: Int?
    let target: Int?
    /// Whose hours count it.
    let calendar: ID<Calendar>?
  }
}

/// Which tickets a list holds and in which order.
package struct TicketList: Sendable {
  package var live: Bool?
  package var state: Ticket.State?
  /// Nil for everybody's; a name that is only begun may mean several.
  package var clients: [ID<Client>]?
  package var holder: Holding?
  package var priority: Priority?
  /// Whether an agreement covers them.
  package var isCovered: Bool?
  package var words = ""
  package var order = Order.due

  package enum Holding: Sendable, Equatable {
    case member(ID<Member>)
    case nobody
    /// Somebody, but not this one.
    case others(than: ID<Member>)
  }

  package enum Order: String, CaseIterable, Sendable {
    /// The next promise at risk first.
    case due
    /// The newest first.
    case number
  }

  package init() {}
}

extension TicketRow {
  /// One page, after the given place: rank and number of the last row shown.
  package static func list(
    _ list: TicketList, after: (rank: Int, number: Int)? = nil, limit: Int, for scope: Scope,
    in db: Connection
  ) throws -> [TicketRow] {
    try db.all(select(list, after: after, limit: limit, for: scope, in: db), read)
  }

  /// The first rows of several lists, each in its order, for the price of one.
  package static func lists(
    _ lists: [(list: TicketList, limit: Int)], for scope: Scope, in db: Connection
  ) throws -> [TicketRow] {
    let selects: [SQL] = try lists.map { list, limit in
      "SELECT * FROM (\(try select(list, limit: limit, for: scope, in: db))) AS few"
    }
    return try db.all("\(selects, separator: " UNION ALL ")", read)
  }

  private static func select(
    _ list: TicketList, after: (rank: Int, number: Int)? = nil, limit: Int, for scope: Scope,
    in db: Connection
  ) throws -> SQL {
    """
    SELECT t.id, t.number, t.subject, t.client_id, c.name, t.state, t.move, t.priority,
      t.holder_id, m.name AS holder, t.opened_at, t.last_word_at, t.wrote_again, t.next_clock,
      t.next_state, t.next_due_at, t.next_remaining, t.due_rank,
      t.next_target, t.next_calendar
    FROM tickets t JOIN clients c ON c.id = t.client_id
    LEFT JOIN members m ON m.id = t.holder_id
    WHERE \(scope, client: "t.client_id", contact: "t.contact_id")
    \(try list.conditions(in: db)) \(list.place(after))
    \(list.ordering) LIMIT \(limit)
    """
  }

  /// How many there are, exact up to a thousand; beyond that a page must not cost more.
  package static func count(
    _ list: TicketList, for scope: Scope, in db: Connection
  ) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM (SELECT t.id FROM tickets t
        WHERE \(scope, client: "t.client_id", contact: "t.contact_id")
        \(try list.conditions(in: db)) LIMIT 1001) AS capped
      """
    ) { try $0[0] } ?? 0
  }

  private static func read(_ row: Row) throws -> TicketRow {
    let clock: ClockKind? = try row[13]
    let state: ClockCycle.State? = try row[14]
    let due: Instant? = try row[15]
    let remaining: Int? = try row[16]
    let target: Int? = try row[18]
    let calendar: ID<Calendar>? = try row[19]
    return TicketRow(
      id: try row[0], number: try row[1], subject: try row[2], client: try row[3],
      clientName: try row[4], state: try row[5], move: try row[6],
      priority: Priority(try row[7]), holder: try row[8], holderName: try row[9],
      openedAt: try row[10], lastWordAt: try row[11], wroteAgain: try row[12],
      next: clock.flatMap { clock in
        state.map {
          NextPromise(
            clock: clock, state: $0, dueAt: due, remaining: remaining, target: target,
            calendar: calendar)
        }
      }, rank: try row[17])
  }
}

extension TicketList {
  fileprivate func conditions(in db: Connection) throws -> SQL {
    var all: [SQL] = []
    if let live { all.append("AND t.live = \(live)") }
    if let state { all.append("AND t.state = \(state)") }
    if let clients { all.append("AND t.client_id IN \(list: clients)") }
    if let priority { all.append("AND t.priority = \(priority.name)") }
    switch isCovered {
    case true?: all.append("AND t.agreement_id IS NOT NULL")
    case false?: all.append("AND t.agreement_id IS NULL")
    case nil: break
    }
    switch holder {
    case .member(let member): all.append("AND t.holder_id = \(member)")
    case .nobody: all.append("AND t.holder_id IS NULL")
    case .others(let member):
      all.append("AND t.holder_id IS NOT NULL AND t.holder_id <> \(member)")
    case nil: break
    }
    if !words.isEmpty { all.append("AND \(ticketWords.match(words, id: "t.id", in: db))") }
    return "\(all, separator: " ")"
  }

  fileprivate func place(_ after: (rank: Int, number: Int)?) -> SQL {
    guard let after else { return "" }
    return switch order {
    case .due: "AND (t.due_rank, t.number) > (\(after.rank), \(after.number))"
    case .number: "AND t.number < \(after.number)"
    }
  }

  fileprivate var ordering: SQL {
    switch order {
    case .due: "ORDER BY t.due_rank, t.number"
    case .number: "ORDER BY t.number DESC"
    }
  }
}
