// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import Synchronization
import TestSupport
import Testing

@Suite(.enabled(if: Scratch.Engine.given.contains(.postgres))) struct PostgresServerTests {
  static let table = Migration(
    "2026-01-01-server",
    [
      "CREATE TABLE rows (id TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)",
      "INSERT INTO rows (id, value) VALUES ('a', 0), ('b', 0)",
    ])

  @Test func `a connection that dies before COMMIT is replaced and the work done again`()
    async throws
  {
    try await Scratch.database(on: .postgres, [Self.table]) { database in
      let runs = Mutex(0)
      try await database.write { db in
        try db.execute("UPDATE rows SET value = value + 1 WHERE id = 'a'")
        let isFirst = runs.withLock {
          $0 += 1
          return $0 == 1
        }
        if isFirst { try Self.killMyself(db) }
      }
      #expect(runs.withLock { $0 } == 2)
      #expect(try await Self.values(database) == [1, 0])
    }
  }

  @Test func `writers that lock each other are both done in the end`() async throws {
    try await Scratch.database(on: .postgres, [Self.table]) { database in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...2 {
          let order = number % 2 == 0 ? ["a", "b"] : ["b", "a"]
          group.addTask {
            try await database.write { db in
              for id in order {
                try db.execute("UPDATE rows SET value = value + 1 WHERE id = \(id)")
                _ = try db.all("SELECT 1 FROM pg_sleep(0.2)") { _ in }
              }
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await Self.values(database) == [2, 2])
    }
  }

  @Test func `claimed work is passed over by the next who claims`() async throws {
    try await Scratch.database(on: .postgres, [Self.table]) { database in
      let isClaimed = AsyncStream<Void>.makeStream()
      let isSeen = Mutex(false)
      async let holder: Void = database.write { db in
        _ = try Self.claim(db)
        isClaimed.continuation.yield()
        while !isSeen.withLock({ $0 }) { _ = try db.all("SELECT 1 FROM pg_sleep(0.01)") { _ in } }
      }
      for await _ in isClaimed.stream { break }
      let next = try await database.write(Self.claim)
      isSeen.withLock { $0 = true }
      try await holder
      #expect(next == "b")
    }
  }

  @Test func `a plan made before the schema changed is made anew`() async throws {
    try await Scratch.database(on: .postgres, [Self.table]) { database in
      let read: @Sendable (Connection) throws -> [Int] = { db in
        try db.all("SELECT * FROM rows ORDER BY id") { try $0[1] }
      }
      for _ in 1...8 { _ = try await database.read(read) }
      try await database.write { try $0.execute("ALTER TABLE rows ADD COLUMN more TEXT") }
      for _ in 1...8 { #expect(try await database.read(read) == [0, 0]) }
    }
  }

  @Test func `a server that may lose what it acknowledged is refused`() async throws {
    guard case .postgres(let url) = Scratch.address else { return }
    let strict = url.replacing("unsafe=1", with: "connect_timeout=5")
    await #expect {
      _ = try await Database.open(.postgres(strict))
    } throws: {
      "\($0)".contains("= off") && "\($0)".contains("postgresql.conf")
    }
  }

  @Test func `a server that is not there is named`() async throws {
    await #expect {
      _ = try await Database.open(.postgres("postgres://nobody@127.0.0.1:1/none"))
    } throws: {
      "\($0)".contains("can't be reached")
    }
  }

  @Test func `an address is written without its password`() {
    let address = DatabaseAddress("postgres://ada:secret@db.example/house?password=secret&x=1")
    #expect("\(address)" == "postgres://ada@db.example/house?&x=1")
  }

  private static func killMyself(_ db: Connection) throws {
    _ = try db.all("SELECT 1 FROM pg_terminate_backend(pg_backend_pid())") { _ in }
    _ = try db.all("SELECT 1 FROM rows") { _ in }
  }

  @Sendable private static func claim(_ db: Connection) throws -> String? {
    try db.first("SELECT id FROM rows ORDER BY id LIMIT 1 \(db.skippingLocked)") { try $0[0] }
  }

  private static func values(_ database: Database) async throws -> [Int] {
    try await database.read { try $0.all("SELECT value FROM rows ORDER BY id") { try $0[0] } }
  }
}
