// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

extension TimeEntry {
  package func insert(in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO time_entries (id, member_id, client_id, ticket_id, minutes, words, worked_at)
      VALUES (\(id), \(member), \(client), \(ticket), \(minutes), \(words), \(workedAt))
      """)
  }

  /// Taken back: kept, and counted nowhere from now on.
  package static func void(_ id: ID<TimeEntry>, at now: Instant, in db: Connection) throws {
    try db.execute(
      "UPDATE time_entries SET voided_at = \(now) WHERE id = \(id) AND voided_at IS NULL")
  }

  /// The work on a ticket that counts, in order.
  package static func all(
    of ticket: ID<Ticket>, for scope: Scope, in db: Connection
  ) throws -> [TimeEntry] {
    try db.all(
      """
      SELECT id, member_id, client_id, ticket_id, minutes, words, worked_at FROM time_entries
      WHERE ticket_id = \(ticket) AND voided_at IS NULL AND \(scope, client: "client_id")
      ORDER BY worked_at, id
      """
    ) {
      TimeEntry(
        id: try $0[0], member: try $0[1], client: try $0[2], ticket: try $0[3],
        minutes: try $0[4], words: try $0[5], workedAt: try $0[6])
    }
  }
}
