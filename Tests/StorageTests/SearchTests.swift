// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import TestSupport
import Testing

@Suite struct SearchTests {
  static let index = SearchIndex("ticket_search")
  static let schema = Migration("2026-01-01-search", [], searches: [index])

  static let texts: [(id: String, text: String)] = [
    ("1", "Der Drucker im Büro Straße 7 druckt nicht"),
    ("2", "Printer offline: HP-4050 (second floor)"),
    ("3", "printing is slow; printers@example.com"),
    ("4", "Łódź — naïve café ŒUVRE ﬁle ｗｉｄｅ"),
    ("5", "打印机坏了 срочно ΣΊΣΥΦΟΣ"),
    ("6", "AND OR NOT NEAR \"quoted\" 'single' * ( ) : & | ! -minus"),
    ("7", ""),
  ]

  static let hits: [(query: String, ids: [String])] = [
    ("print", ["3", "2"]), ("printer", ["3", "2"]), ("printer o", ["2"]), ("print slow", []),
    ("printing slow", ["3"]), ("DRUCKER buro", ["1"]), ("bü", ["1"]), ("strasse", ["1"]),
    ("STRAẞE 7", ["1"]), ("hp-4050", ["2"]), ("4050", ["2"]), ("example.com", ["3"]),
    ("lodz cafe oeuvre file wide", ["4"]), ("打印", ["5"]), ("Срочно", ["5"]), ("σίσυφος", ["5"]),
    ("and", ["6"]), ("NOT NEAR", ["6"]), ("\"quoted\" single*", ["6"]), ("-minus", ["6"]),
    ("' OR 1=1 --", []), ("a & !b | (c", []), ("words:x", []), ("", []), ("*", []), ("\0", []),
  ]

  @Test(arguments: Scratch.Engine.given)
  func `both engines find the same`(_ engine: Scratch.Engine) async throws {
    try await Scratch.database(on: engine, [Self.schema]) { database in
      try await database.write { db in
        for (id, text) in Self.texts { try Self.index.put(id, text, in: db) }
      }
      for (query, ids) in Self.hits {
        #expect(try await Self.find(query, in: database) == ids, "\(query)")
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a changed text is found by its new words alone, a removed one not at all`(
    _ engine: Scratch.Engine
  ) async throws {
    try await Scratch.database(on: engine, [Self.schema]) { database in
      try await database.write { try Self.index.put("1", "toner empty", in: $0) }
      try await database.write { try Self.index.put("1", "drum empty", in: $0) }
      #expect(try await Self.find("toner", in: database) == [])
      #expect(try await Self.find("drum", in: database) == ["1"])
      try await database.write { try Self.index.remove("1", in: $0) }
      #expect(try await Self.find("drum", in: database) == [])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a text of very many and very long words can be kept`(
    _ engine: Scratch.Engine
  ) async throws {
    let many = (0..<20_000).map { "word\($0)" }.joined(separator: " ")
    let long = String(repeating: "x", count: 50_000)
    try await Scratch.database(on: engine, [Self.schema]) { database in
      try await database.write { try Self.index.put("1", "\(long) \(many)", in: $0) }
      #expect(try await Self.find("word9000", in: database) == ["1"])
      #expect(try await Self.find(long, in: database) == ["1"])
    }
  }

  /// Work that grows with the square of the length would take hours here.
  @Test(.timeLimit(.minutes(1))) func `a long text is folded as fast as its words`() {
    let text = String(repeating: "Ærøskøbing café 12 ", count: 100_000)
    #expect(SearchWords.folded(text).hasPrefix("aeroskobing cafe 12 aeroskobing"))
  }

  private static func find(_ query: String, in database: Database) async throws -> [String] {
    try await database.read { db in
      let matching = index.match(query, id: "t.id", in: db)
      return try db.all("SELECT t.id FROM ticket_search t WHERE \(matching) ORDER BY t.id DESC") {
        try $0[0]
      }
    }
  }
}
