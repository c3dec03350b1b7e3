// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import TestSupport
import Testing

@Suite struct BindingTests {
  static let table = Migration(
    "2026-01-01-values",
    [
      """
      CREATE TABLE kept (
        id TEXT NOT NULL PRIMARY KEY, words TEXT, number BIGINT, flag BIGINT, bytes BLOB,
        made_at BIGINT, made_on BIGINT, owner_id TEXT, role TEXT)
      """
    ])

  struct Kept: Equatable {
    var words: String?
    var number: Int?
    var flag: Bool?
    var bytes: [UInt8]?
    var madeAt: Instant?
    var madeOn: Day?
    var owner: ID<Member>?
    var role: Role?
  }

  static let values = [
    Kept(),
    Kept(words: "", number: 0, flag: false, bytes: []),
    Kept(words: "Grüße, 'q' \"d\" \\ \u{7f} \u{2028} 👩🏽‍💻 \u{202E}", number: .max, flag: true),
    Kept(
      number: .min, bytes: Array(0...255), madeAt: Instant(seconds: -1), madeOn: Day(number: -1)),
    Kept(madeAt: Instant("2038-01-19T03:14:08Z"), madeOn: Day("2026-02-28"), owner: ID("01H")),
    Kept(words: String(repeating: "ä", count: 100_000), owner: ID(""), role: .accountManager),
  ]

  @Test(arguments: Scratch.Engine.given)
  func `every kind of value comes back as it went in`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.table]) { database in
      for (number, value) in Self.values.enumerated() {
        try await database.write { try Self.keep(value, as: "\(number)", in: $0) }
        let found = try await database.read { try Self.kept("\(number)", in: $0) }
        #expect(found == value)
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a parameter is bound by its number, wherever it stands`(
    _ engine: Scratch.Engine
  ) async throws {
    try await Scratch.database(on: engine, [Self.table]) { database in
      try await database.write { try Self.keep(Kept(words: "one two"), as: "x", in: $0) }
      let inner: SQL = "words = \("one two")"
      let ids = try await database.read { db in
        try db.all(
          "SELECT id FROM kept WHERE id = \("x") AND (\(inner) OR id IN \(list: ["y", "z"]))"
        ) { try $0[0] as String }
      }
      #expect(ids == ["x"])
      let none = try await database.read { db in
        try db.all("SELECT id FROM kept WHERE id IN \(list: [String]())") { try $0[0] as String }
      }
      #expect(none == [])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `text with a zero byte is refused and nothing is kept of it`(
    _ engine: Scratch.Engine
  ) async throws {
    try await Scratch.database(on: engine, [Self.table]) { database in
      await #expect(throws: StorageError.unstorable) {
        try await database.write { try Self.keep(Kept(words: "nul\0byte"), as: "x", in: $0) }
      }
      let found = try await database.read { try Self.kept("x", in: $0) }
      #expect(found == nil)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a sum beyond whole numbers is an error, never a nearby number`(
    _ engine: Scratch.Engine
  ) async throws {
    try await Scratch.database(on: engine, [Self.table]) { database in
      try await database.write { db in
        try Self.keep(Kept(number: .max), as: "x", in: db)
        try Self.keep(Kept(number: 1), as: "y", in: db)
      }
      for sum: SQL in ["CAST(sum(number) AS BIGINT)", "max(number) + 1"] {
        await #expect(throws: (any Error).self) {
          try await database.read { try $0.all("SELECT \(sum) FROM kept") { try $0[0] as Int } }
        }
      }
      await #expect(throws: StorageError.self) {
        try await database.write { try $0.execute("UPDATE kept SET number = number + 1") }
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a column of another kind is an error, not a guess`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.table]) { database in
      try await database.write { try Self.keep(Kept(words: "7", number: 7), as: "x", in: $0) }
      await #expect(throws: (any Error).self) {
        try await database.read { try $0.all("SELECT words FROM kept") { try $0[0] as Int } }
      }
      await #expect(throws: (any Error).self) {
        try await database.read { try $0.all("SELECT number FROM kept") { try $0[0] as Bool } }
      }
      await #expect(throws: (any Error).self) {
        try await database.read { try $0.all("SELECT words FROM kept") { try $0[1] as String } }
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `the number of changed rows counts neither reads nor cascades`(
    _ engine: Scratch.Engine
  ) async throws {
    try await Scratch.database(on: engine, [Self.table]) { database in
      try await database.write { db in
        for id in ["a", "b", "c"] { try Self.keep(Kept(number: 1), as: id, in: db) }
        #expect(try db.execute("UPDATE kept SET number = 2 WHERE id > 'a'") == 2)
        #expect(try db.execute("UPDATE kept SET number = 2 WHERE id = 'z'") == 0)
        #expect(try db.execute("DELETE FROM kept") == 3)
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `one statement may run while it is being read`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.table]) { database in
      try await database.write { db in
        for id in ["a", "b"] { try Self.keep(Kept(), as: id, in: db) }
      }
      let pairs = try await database.read { db in
        try db.all("SELECT id FROM kept ORDER BY id") { outer in
          let inner = try db.all("SELECT id FROM kept ORDER BY id") { try $0[0] as String }
          return try outer[0] + inner.joined()
        }
      }
      #expect(pairs == ["aab", "bab"])
    }
  }

  private static func keep(_ value: Kept, as id: String, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO kept (id, words, number, flag, bytes, made_at, made_on, owner_id, role)
      VALUES (\(id), \(value.words), \(value.number), \(value.flag), \(value.bytes),
        \(value.madeAt), \(value.madeOn), \(value.owner), \(value.role))
      """)
  }

  private static func kept(_ id: String, in db: Connection) throws -> Kept? {
    try db.first(
      """
      SELECT words, number, flag, bytes, made_at, made_on, owner_id, role
      FROM kept WHERE id = \(id)
      """
    ) {
      Kept(
        words: try $0[0], number: try $0[1], flag: try $0[2], bytes: try $0[3], madeAt: try $0[4],
        madeOn: try $0[5], owner: try $0[6], role: try $0[7])
    }
  }
}
