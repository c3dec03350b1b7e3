// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import TestSupport
import Testing

@Suite struct TransactionTests {
  static let counter = Migration(
    "2026-01-01-counter",
    [
      "CREATE TABLE counters (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)",
      "INSERT INTO counters (name, value) VALUES ('n', 0)",
    ])

  struct Refused: Error {}

  @Test(arguments: Scratch.Engine.given)
  func `64 writers at once count to 64`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.counter]) { database in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...64 { group.addTask { try await database.write(Self.countOn) } }
        try await group.waitForAll()
      }
      let count = try await database.read(Self.count)
      #expect(count == 64)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a write that fails among others undoes only itself`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.counter]) { database in
      let refused = await withTaskGroup(of: Bool.self) { group in
        for number in 1...60 {
          group.addTask {
            do {
              try await database.write { db in
                try Self.countOn(db)
                if number % 3 == 0 { throw Refused() }
              }
              return false
            } catch { return error is Refused }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(refused == 20)
      let count = try await database.read(Self.count)
      #expect(count == 40)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `an inner savepoint is undone alone`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.counter]) { database in
      try await database.write { db in
        try Self.countOn(db)
        try db.savepoint {
          try Self.countOn(db)
          do {
            try db.savepoint {
              try Self.countOn(db)
              try db.execute("INSERT INTO counters (name, value) VALUES ('n', 1)")
            }
          } catch StorageError.unique(constraint: "counters_pkey") {}
        }
      }
      let count = try await database.read(Self.count)
      #expect(count == 2)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a swallowed error does not commit half the work`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.counter]) { database in
      await #expect(throws: StorageError.unique(constraint: "counters_pkey")) {
        try await database.write { db in
          try Self.countOn(db)
          _ = try? db.execute("INSERT INTO counters (name, value) VALUES ('n', 1)")
        }
      }
      let count = try await database.read(Self.count)
      #expect(count == 0)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a read can't write`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.counter]) { database in
      await #expect(throws: StorageError.self) { try await database.read(Self.countOn) }
      let count = try await database.read(Self.count)
      #expect(count == 0)
    }
  }

  @Sendable static func countOn(_ db: Connection) throws {
    let value: Int? = try db.first(
      "SELECT value FROM counters WHERE name = 'n' \(db.lockedForUpdate)"
    ) { try $0[0] }
    try db.execute("UPDATE counters SET value = \((value ?? 0) + 1) WHERE name = 'n'")
  }

  @Sendable static func count(_ db: Connection) throws -> Int {
    try db.first("SELECT value FROM counters") { try $0[0] }!
  }
}
