// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import TestSupport
import Testing

@Suite struct MigrationTests {
  static let first = Migration(
    "2026-01-01-desk", ["CREATE TABLE tickets (id TEXT NOT NULL PRIMARY KEY, number BIGINT)"])
  static let second = Migration(
    "2026-02-01-desk",
    [
      "ALTER TABLE tickets ADD COLUMN seal BLOB",
      "INSERT INTO tickets (id, number) VALUES ('a', 1)",
      "CREATE TABLE visits (id TEXT NOT NULL PRIMARY KEY)",
    ])

  @Test(arguments: Scratch.Engine.given)
  func `steps run once, in the order of their names`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine) { database in
      for steps in [[Self.first], [Self.second, Self.first], [Self.first, Self.second]] {
        try await database.migrate(steps)
      }
      let found = try await database.read { db in
        try db.all("SELECT id, number, seal FROM tickets") { try $0[2] as [UInt8]? }
      }
      #expect(found == [nil])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a step that fails leaves nothing and can be run again`(
    _ engine: Scratch.Engine
  ) async throws {
    let broken = Migration(
      Self.second.name, Self.second.statements + ["INSERT INTO nowhere VALUES (1)"])
    try await Scratch.database(on: engine, [Self.first]) { database in
      await #expect(throws: StorageError.self) { try await database.migrate([Self.first, broken]) }
      try await database.migrate([Self.first, Self.second])
      #expect(try await Self.tickets(database) == 1)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a database used by a newer program is refused`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.first, Self.second]) { database in
      await #expect {
        try await database.migrate([Self.first])
      } throws: {
        "\($0)".contains("newer Mainstay") && "\($0)".contains("2026-02-01-desk")
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a step that was edited after it ran is refused`(_ engine: Scratch.Engine) async throws {
    let edited = Migration(Self.first.name, Self.first.statements + ["DELETE FROM tickets"])
    try await Scratch.database(on: engine, [Self.first]) { database in
      await #expect {
        try await database.migrate([edited])
      } throws: {
        "\($0)".contains("2026-01-01-desk was changed")
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `programs that start together migrate once`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine) { database in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...4 {
          group.addTask { try await database.migrate([Self.first, Self.second]) }
        }
        try await group.waitForAll()
      }
      #expect(try await Self.tickets(database) == 1)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a step may bring values`(_ engine: Scratch.Engine) async throws {
    let filled = Migration(
      "2026-03-01-desk", ["INSERT INTO tickets (id, number) VALUES (\("it's BIGINT"), \(7))"])
    try await Scratch.database(on: engine, [Self.first, filled]) { database in
      let found = try await database.read { db in
        try db.all("SELECT id, number FROM tickets") {
          "\(try $0[0] as String) \(try $0[1] as Int)"
        }
      }
      #expect(found == ["it's BIGINT 7"])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a step fills what it made from what was there, once`(
    _ engine: Scratch.Engine
  ) async throws {
    let names = SearchIndex("ticket_names")
    let step = Migration("2026-03-01-desk", [], searches: [names]) { db in
      let ids = try db.all("SELECT id FROM tickets") { try $0[0] as String }
      for id in ids { try names.put(id, "printer \(id)", in: db) }
    }
    try await Scratch.database(on: engine, [Self.first, Self.second]) { database in
      for _ in 1...2 { try await database.migrate([Self.first, Self.second, step]) }
      let found = try await database.read { db in
        try db.all("SELECT id FROM tickets WHERE \(names.match("printer a", id: "id", in: db))") {
          try $0[0] as String
        }
      }
      #expect(found == ["a"])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a table takes only the kinds of value it was made for`(
    _ engine: Scratch.Engine
  ) async throws {
    try await Scratch.database(on: engine, [Self.first]) { database in
      await #expect(throws: StorageError.self) {
        try await database.write {
          try $0.execute("INSERT INTO tickets (id, number) VALUES ('x', \("many"))")
        }
      }
    }
  }

  private static func tickets(_ database: Database) async throws -> Int {
    try await database.read { try $0.first("SELECT count(*) FROM tickets") { try $0[0] }! }
  }
}
