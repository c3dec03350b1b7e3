// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import TestSupport
import Testing

@Suite struct WatchingTests {
  static let tables = Migration(
    "2026-01-01-watched",
    [
      "CREATE TABLE tickets (id TEXT NOT NULL PRIMARY KEY, client_id TEXT, opened_at BIGINT, subject TEXT)",
      "CREATE INDEX tickets_by_client ON tickets (client_id, opened_at)",
    ])

  @Test(arguments: Scratch.Engine.given)
  func `the statements of a task are counted, and not its neighbours'`(
    _ engine: Scratch.Engine
  ) async throws {
    try await Scratch.database(on: engine, [Self.tables]) { database in
      async let neighbour = database.read { db in
        for _ in 1...9 { _ = try db.all("SELECT 1 FROM tickets") { _ in } }
      }
      let (_, statements) = try await Database.countingQueries {
        try await database.read { db in
          _ = try db.all("SELECT id FROM tickets WHERE id = \("x")") { _ in }
        }
        try await database.write { try $0.execute("DELETE FROM tickets") }
      }
      try await neighbour
      #expect(
        statements.map(\.text) == ["SELECT id FROM tickets WHERE id = $1", "DELETE FROM tickets"])
    }
  }

  static let plans: [(SQL, [String])] = [
    ("SELECT id FROM tickets WHERE id = \("x")", []),
    ("SELECT id FROM tickets WHERE client_id = \("a") ORDER BY opened_at DESC LIMIT 50", []),
    ("SELECT t.id FROM tickets t WHERE t.subject = \("a")", ["tickets"]),
    ("SELECT id FROM tickets ORDER BY subject", ["tickets"]),
  ]

  @Test(arguments: Scratch.Engine.given)
  func `a list without an index is noticed`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.tables]) { database in
      for (sql, whole) in Self.plans {
        let read = try await database.read { try $0.tablesReadWhole(by: sql) }
        #expect(read.count == whole.count, "\(sql.text): \(read)")
      }
    }
  }
}
