// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import TestSupport
import Testing

@Suite struct ScopeTests {
  static let table = Migration(
    "2026-01-01-scope",
    [
      "CREATE TABLE tickets (id TEXT NOT NULL PRIMARY KEY, client_id TEXT, contact_id TEXT)",
      """
      INSERT INTO tickets (id, client_id, contact_id)
      VALUES ('1', 'a', 'cleo'), ('2', 'a', 'carl'), ('3', 'b', 'dov'), ('4', NULL, NULL)
      """,
    ])

  static let seen: [(Scope, [String])] = [
    (.everyClient, ["1", "2", "3"]),
    (.clients([ID("a")]), ["1", "2"]),
    (.clients([ID("a"), ID("b")]), ["1", "2", "3"]),
    (.clients([]), []),
    (.contact(ID("cleo"), of: ID("a")), ["1"]),
    (.contact(ID("cleo"), of: ID("b")), []),
  ]

  @Test(arguments: Scratch.Engine.given)
  func `a scope shows its own rows and no others`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.table]) { database in
      for (scope, expected) in Self.seen {
        let ids = try await database.read { db in
          try db.all(
            """
            SELECT t.id FROM tickets t
            WHERE \(scope, client: "t.client_id", contact: "t.contact_id") ORDER BY t.id
            """
          ) { try $0[0] as String }
        }
        #expect(ids == expected, "\(scope)")
      }
    }
  }
}
