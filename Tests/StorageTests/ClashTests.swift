// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import TestSupport
import Testing

@Suite struct ClashTests {
  static let tables = Migration(
    "2026-01-01-test",
    [
      "CREATE TABLE clients (id TEXT NOT NULL PRIMARY KEY, size BIGINT NOT NULL CONSTRAINT clients_size CHECK (size > 0))",
      """
      CREATE TABLE tickets (
        id TEXT NOT NULL PRIMARY KEY, client_id TEXT NOT NULL REFERENCES clients (id),
        number BIGINT NOT NULL, words BLOB, UNIQUE (client_id, number))
      """,
      "CREATE UNIQUE INDEX tickets_words ON tickets (words)",
    ])

  @Test(arguments: Scratch.Engine.given)
  func `a clash is reported by the name of its constraint`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.tables]) { database in
      try await database.write { db in
        try db.execute("INSERT INTO clients (id, size) VALUES ('a', 1)")
        try db.execute(
          "INSERT INTO tickets (id, client_id, number, words) VALUES ('1', 'a', 1, \([UInt8](1...3)))"
        )
      }
      func clash(_ sql: SQL) async -> StorageError? {
        await #expect(throws: StorageError.self) {
          try await database.write { try $0.execute(sql) }
        }
      }
      #expect(
        await clash("INSERT INTO clients (id, size) VALUES ('a', 1)")
          == .unique(constraint: "clients_pkey"))
      #expect(
        await clash("INSERT INTO tickets (id, client_id, number) VALUES ('2', 'a', 1)")
          == .unique(constraint: "tickets_client_id_number_key"))
      #expect(
        await clash(
          "INSERT INTO tickets (id, client_id, number, words) VALUES ('2', 'a', 2, \([UInt8](1...3)))"
        )
          == .unique(constraint: "tickets_words"))
      #expect(
        await clash("INSERT INTO clients (id, size) VALUES ('b', 0)")
          == .check(constraint: "clients_size"))
      #expect(
        await clash("INSERT INTO clients (id, size) VALUES ('b', NULL)")
          == .missing(column: "clients.size"))
    }
  }
}
