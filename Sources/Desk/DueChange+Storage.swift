// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// The list of changed dues, kept beside the facts that tell of them.
let dueChangesSchema = Migration(
  "2026-11-22-1-desk-due-changes",
  [
    """
    CREATE TABLE due_changes (
      ticket_id TEXT NOT NULL REFERENCES tickets (id), sequence BIGINT NOT NULL,
      clock TEXT NOT NULL, cycle BIGINT NOT NULL, was_due_at BIGINT NOT NULL,
      due_at BIGINT NOT NULL, cause TEXT NOT NULL, cause_id TEXT NOT NULL,
      noticed_at BIGINT NOT NULL, PRIMARY KEY (ticket_id, sequence))
    """,
    "CREATE INDEX due_changes_noticed ON due_changes (noticed_at, ticket_id, sequence)",
    "CREATE INDEX due_changes_cause ON due_changes (cause, noticed_at, ticket_id, sequence)",
    "CREATE INDEX clock_cycles_zone_data ON clock_cycles (zone_data)",
  ])

extension DueChange {
  /// `sequence` is the place of its fact in the ticket's story.
  func insert(of ticket: ID<Ticket>, at sequence: Int, _ now: Instant, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO due_changes (ticket_id, sequence, clock, cycle, was_due_at, due_at, cause,
        cause_id, noticed_at)
      VALUES (\(ticket), \(sequence), \(clock), \(cycle), \(from), \(to), \(because), \(of), \(now))
      """)
  }
}

extension DueChange.Cause: Storable {}

/// A promise that is due at another moment, as a list shows it.
struct DueChangeRow: Sendable {
  let ticket: ID<Ticket>
  let sequence: Int
  let number: Int
  let subject: String
  let client: String
  let change: DueChange
  /// Of the calendar or the agreement; nil for time-zone data.
  let causeName: String?
  let noticedAt: Instant

  /// The last to change first, after the given place.
  static func list(
    because: DueChange.Cause?, before place: Place?, limit: Int, for scope: Scope,
    in db: Connection
  ) throws -> [DueChangeRow] {
    let cause: SQL = because.map { "AND m.cause = \($0)" } ?? ""
    let rest: SQL =
      place.map {
        "AND (m.noticed_at, m.ticket_id, m.sequence) < (\($0.noticedAt), \($0.ticket), \($0.sequence))"
      } ?? ""
    return try db.all(
      """
      SELECT m.ticket_id, m.sequence, t.number, t.subject, c.name, m.clock, m.cycle, m.was_due_at,
        m.due_at, m.cause, m.cause_id, COALESCE(k.name, a.name), m.noticed_at
      FROM due_changes m JOIN tickets t ON t.id = m.ticket_id JOIN clients c ON c.id = t.client_id
      LEFT JOIN calendars k ON k.id = m.cause_id LEFT JOIN agreements a ON a.id = m.cause_id
      WHERE \(scope, client: "t.client_id", contact: "t.contact_id") \(cause) \(rest)
      ORDER BY m.noticed_at DESC, m.ticket_id DESC, m.sequence DESC LIMIT \(limit)
      """, DueChangeRow.init(row:))
  }

  typealias Place = (noticedAt: Instant, ticket: ID<Ticket>, sequence: Int)

  private init(row: Row) throws {
    ticket = try row[0]
    sequence = try row[1]
    number = try row[2]
    subject = try row[3]
    client = try row[4]
    change = DueChange(
      try row[5], cycle: try row[6], from: try row[7], to: try row[8], because: try row[9],
      of: try row[10])
    causeName = try row[11]
    noticedAt = try row[12]
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
  package var path: String { "\(DueChangePages.path)?because=\(DueChange.Cause.zoneData.rawValue)" }

  /// The last news since then; nil when nothing moved.
  package static func since(
    _ moment: Instant, for scope: Scope, in db: Connection
  ) throws -> ZoneDataNews? {
    let zoneData = DueChange.Cause.zoneData
    return try db.first(
      """
      SELECT newest, COUNT(*) FROM (
        SELECT DISTINCT m.cause_id AS newest, m.ticket_id
        FROM due_changes m JOIN tickets t ON t.id = m.ticket_id
        WHERE m.cause = \(zoneData) AND m.noticed_at >= \(moment) AND t.live = 1
          AND \(scope, client: "t.client_id", contact: "t.contact_id")
          AND m.cause_id = (SELECT MAX(n.cause_id) FROM due_changes n
            WHERE n.cause = \(zoneData) AND n.noticed_at >= \(moment))
        LIMIT 1001) AS capped
      GROUP BY newest
      """
    ) { ZoneDataNews(version: try $0[0], tickets: try $0[1]) }
  }
}
