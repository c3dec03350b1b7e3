// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Testing
import Web

/// One ticket that can't be read must not silence the alarms of all the others.
struct ClockWatchTests {
  /// A row whose story is gone, the first in line to be looked at.
  private static let ghost: SQL = """
    INSERT INTO tickets (id, number, client_id, subject, channel, state, move, priority, live,
      opened_at, last_word_at, wrote_again, logged_minutes, version, due_rank, look_at)
    SELECT 'ghost', 9999, client_id, subject, channel, state, move, priority, live, opened_at,
      last_word_at, wrote_again, logged_minutes, version, due_rank, 1
    FROM tickets LIMIT 1
    """

  @Test func `a ticket that can't be read is logged, put back, and stops no alarm`() async throws {
    let book = Log.Book()
    try await Lanternhouse.with(log: .recording(book)) { world in
      try await world.receive(
        """
        From: Cleo <cleo@harbourdental.example>
        To: desk@lanternhouse.example
        Subject: The scanner is dark

        Since this morning.

        """)
      try await world.runJobs()
      _ = try await world.house.db.write { try $0.execute(Self.ghost) }
      world.clock.advance(by: 6 * 3600)
      try await world.runJobs()
      let now = world.clock.now
      let (alarms, lookAt) = try await world.house.db.read { db in
        (
          try db.first(
            """
            SELECT COUNT(*) FROM letters l JOIN tickets t ON t.id = l.ticket_id
            WHERE l.kind = 'alarm' AND t.subject = 'The scanner is dark' AND t.id <> 'ghost'
            """
          ) { try $0[0] as Int } ?? 0,
          try db.first("SELECT look_at FROM tickets WHERE id = 'ghost'") { try $0[0] as Instant }
        )
      }
      #expect(alarms > 0)
      #expect(lookAt.map { $0 > now } == true)
      #expect(book.lines.filter { $0.level == .error }.map { $0.values["ticket"] } == ["ghost"])
    }
  }
}
