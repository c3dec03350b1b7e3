// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// The list of promises that moved, kept beside the facts that tell of them.
let dueMovesSchema = Migration(
  "2026-11-22-1-desk-due-moves",
  [
    """
    CREATE TABLE due_moves (
      ticket_id TEXT NOT NULL REFERENCES tickets (id), sequence BIGINT NOT NULL,
      clock TEXT NOT NULL, cycle BIGINT NOT NULL, was_due_at BIGINT NOT NULL,
      due_at BIGINT NOT NULL, cause TEXT NOT NULL, cause_id TEXT NOT NULL,
      moved_at BIGINT NOT NULL, PRIMARY KEY (ticket_id, sequence))
    """,
    "CREATE INDEX due_moves_moved ON due_moves (moved_at, ticket_id, sequence)",
    "CREATE INDEX due_moves_cause ON due_moves (cause, moved_at, ticket_id, sequence)",
  ])

extension DueMove {
  /// Which of a ticket's clocks, in which of its runs.
  struct Key: Hashable {
    let clock: ClockKind
    let cycle: Int

    init(_ clock: ClockKind, _ cycle: Int) {
      self.clock = clock
      self.cycle = cycle
    }
  }

  /// When the running clocks of a ticket were due as they were last written down.
  static func stored(of ticket: ID<Ticket>, in db: Connection) throws -> [Key: Instant] {
    let rows: [(Key, Instant)] = try db.all(
      """
      SELECT clock, cycle, due_at FROM clock_cycles
      WHERE ticket_id = \(ticket) AND state = \(ClockCycle.State.running) AND due_at IS NOT NULL
      """
    ) { (Key(try $0[0], try $0[1]), try $0[2]) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// `sequence` is the place of its fact in the ticket's story.
  func insert(of ticket: ID<Ticket>, at sequence: Int, _ now: Instant, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO due_moves (ticket_id, sequence, clock, cycle, was_due_at, due_at, cause,
        cause_id, moved_at)
      VALUES (\(ticket), \(sequence), \(clock), \(cycle), \(from), \(to), \(because), \(of), \(now))
      """)
  }
}

extension DueMove.Cause: Storable {}

/// A promise that moved, as a list shows it.
struct DueMoveRow: Sendable {
  let ticket: ID<Ticket>
  let sequence: Int
  let number: Int
  let subject: String
  let client: String
  let move: DueMove
  /// Of the calendar or the agreement; nil for time-zone data.
  let causeName: String?
  let movedAt: Instant

  /// The last to move first, after the given place.
  static func list(
    because: DueMove.Cause?, before place: Place?, limit: Int, for scope: Scope,
    in db: Connection
  ) throws -> [DueMoveRow] {
    let cause: SQL = because.map { "AND m.cause = \($0)" } ?? ""
    let rest: SQL =
      place.map {
        "AND (m.moved_at, m.ticket_id, m.sequence) < (\($0.movedAt), \($0.ticket), \($0.sequence))"
      } ?? ""
    return try db.all(
      """
      SELECT m.ticket_id, m.sequence, t.number, t.subject, c.name, m.clock, m.cycle, m.was_due_at,
        m.due_at, m.cause, m.cause_id, COALESCE(k.name, a.name), m.moved_at
      FROM due_moves m JOIN tickets t ON t.id = m.ticket_id JOIN clients c ON c.id = t.client_id
      LEFT JOIN calendars k ON k.id = m.cause_id LEFT JOIN agreements a ON a.id = m.cause_id
      WHERE \(scope, client: "t.client_id", contact: "t.contact_id") \(cause) \(rest)
      ORDER BY m.moved_at DESC, m.ticket_id DESC, m.sequence DESC LIMIT \(limit)
      """, DueMoveRow.init(row:))
  }

  typealias Place = (movedAt: Instant, ticket: ID<Ticket>, sequence: Int)

  private init(row: Row) throws {
    ticket = try row[0]
    sequence = try row[1]
    number = try row[2]
    subject = try row[3]
    client = try row[4]
    move = DueMove(
      try row[5], cycle: try row[6], from: try row[7], to: try row[8], because: try row[9],
      of: try row[10])
    causeName = try row[11]
    movedAt = try row[12]
  }
}

/// What new time-zone data did to promises that still run.
package struct ZoneDataNews: Sendable {
  /// Of the data.
  package let version: String
  /// Open tickets with a promise that is due at another moment.
  package let tickets: Int

  /// Beyond a thousand nobody counts: a page must not cost more.
  package var isCounted: Bool { tickets <= 1000 }
  package var path: String { "\(DueMovePages.path)?because=\(DueMove.Cause.zoneData.rawValue)" }

  /// The last news since then; nil when nothing moved.
  package static func since(
    _ moment: Instant, for scope: Scope, in db: Connection
  ) throws -> ZoneDataNews? {
    try db.first(
      """
      SELECT version, COUNT(*) FROM (
        SELECT DISTINCT m.cause_id AS version, m.ticket_id
        FROM due_moves m JOIN tickets t ON t.id = m.ticket_id
        WHERE m.cause = \(DueMove.Cause.zoneData) AND m.moved_at >= \(moment) AND t.live = 1
          AND \(scope, client: "t.client_id", contact: "t.contact_id") LIMIT 1001) AS capped
      GROUP BY version ORDER BY version DESC LIMIT 1
      """
    ) { ZoneDataNews(version: try $0[0], tickets: try $0[1]) }
  }
}
