// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import TestSupport
import Testing

@Suite struct ClashTests {
  static let tables = Migration(
    "2026-01-01-clashes",
    [
      """
      CREATE TABLE clients (
        id TEXT NOT NULL PRIMARY KEY, size BIGINT NOT NULL,
        CONSTRAINT clients_size CHECK (size > 0))
      """,
      """
      CREATE TABLE tickets (
        id TEXT NOT NULL PRIMARY KEY, client_id TEXT NOT NULL REFERENCES clients (id),
        number BIGINT NOT NULL, merged_id TEXT REFERENCES tickets, seal BLOB,
        UNIQUE (client_id, number))
      """,
      "CREATE UNIQUE INDEX tickets_seal ON tickets (seal)",
      "CREATE UNIQUE INDEX tickets_folded ON tickets (lower(id))",
      "INSERT INTO clients (id, size) VALUES ('a', 1)",
      "INSERT INTO tickets (id, client_id, number) VALUES ('one', 'a', 1)",
    ])

  static let clashes: [(SQL, StorageError)] = [
    ("INSERT INTO clients (id, size) VALUES ('a', 1)", .unique(constraint: "clients_pkey")),
    (
      "INSERT INTO tickets (id, client_id, number) VALUES ('two', 'a', 1)",
      .unique(constraint: "tickets_client_id_number_key")
    ),
    (
      "INSERT INTO tickets (id, client_id, number) VALUES ('One', 'a', 2)",
      .unique(constraint: "tickets_folded")
    ),
    (
      """
      INSERT INTO tickets (id, client_id, number, seal)
      VALUES ('two', 'a', 2, \(sealed)), ('three', 'a', 3, \(sealed))
      """,
      .unique(constraint: "tickets_seal")
    ),
    (
      "INSERT INTO tickets (id, client_id, number) VALUES ('two', 'b', 2)",
      .reference(constraint: "tickets_client_id_fkey")
    ),
    ("UPDATE tickets SET merged_id = 'no'", .reference(constraint: "tickets_merged_id_fkey")),
    ("DELETE FROM clients", .reference(constraint: "tickets_client_id_fkey")),
    ("UPDATE clients SET size = 0", .check(constraint: "clients_size")),
    ("UPDATE clients SET size = NULL", .missing(column: "clients.size")),
  ]

  static let sealed: [UInt8] = [1, 2, 3]

  @Test(arguments: Scratch.Engine.given)
  func `a clash names its constraint, alike on both engines`(_ engine: Scratch.Engine) async throws
  {
    try await Scratch.database(on: engine, [Self.tables]) { database in
      for (sql, expected) in Self.clashes {
        await #expect(throws: expected, "\(sql.text)") {
          try await database.write { try $0.execute(sql) }
        }
      }
      let left = try await database.read { db in
        try db.all("SELECT id, number, merged_id FROM tickets") {
          "\(try $0[0] as String) \(try $0[1] as Int) \(try $0[2] as String? ?? "")"
        }
      }
      #expect(left == ["one 1 "])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a reference is checked even if only the first changed row is read`(
    _ engine: Scratch.Engine
  ) async throws {
    try await Scratch.database(on: engine, [Self.tables]) { database in
      await #expect(throws: StorageError.reference(constraint: "tickets_merged_id_fkey")) {
        try await database.write { db in
          try db.first("UPDATE tickets SET merged_id = 'no' RETURNING id") { try $0[0] as String }
        }
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a reference that is checked late harms only its own write`(
    _ engine: Scratch.Engine
  ) async throws {
    let tables = Migration(
      "2026-01-01-late",
      [
        "CREATE TABLE parents (id TEXT NOT NULL PRIMARY KEY)",
        """
        CREATE TABLE children (
          id TEXT NOT NULL PRIMARY KEY,
          parent_id TEXT REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)
        """,
      ])
    try await Scratch.database(on: engine, [tables]) { database in
      async let broken: Void = database.write { db in
        try db.execute("INSERT INTO children (id, parent_id) VALUES ('x', 'nobody')")
      }
      async let whole: Void = database.write { db in
        try db.execute("INSERT INTO children (id, parent_id) VALUES ('y', 'somebody')")
        try db.execute("INSERT INTO parents (id) VALUES ('somebody')")
      }
      try await whole
      do {
        try await broken
        Issue.record("The broken reference was accepted.")
      } catch {
        #expect(error as? StorageError == .reference(constraint: "children_parent_id_fkey"))
      }
    }
  }
}
