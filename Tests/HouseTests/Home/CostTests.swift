// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import Testing
import Web

/// What a page costs: how often it asks the database, and that no list reads a growing table from
/// end to end.
struct CostTests {
  /// Tables of a provider's own, which hold tens of rows for good.
  private static let small: Set<String> = [
    "members", "m", "provider", "calendars", "calendar_versions", "member_skills",
    "member_clients", "ticket_numbers",
    // The count up to a thousand, over rows an index found.
    "capped",
  ]

  /// The pages by how many statements they may send, those that know who asks among them.
  private static let ceilings = [
    ("/", 8), ("/tickets", 8), ("/clients", 6), ("/agreements", 10), ("/outbox", 6),
    ("/inbox", 6), ("/tickets/NUMBER", 30),
  ]

  @Test func `pages keep to their number of questions, and lists to an index`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      _ = try await world.ticket("Another thing", for: "dov")
      try await world.runJobs()
      let dee = try await world.signedIn(.dee)
      for (path, ceiling) in Self.ceilings {
        let path = path.replacing("NUMBER", with: "\(number)")
        let (page, statements) = try await Database.countingQueries { try await dee.get(path) }
        #expect(page.status == 200, "\(path)")
        #expect(!statements.isEmpty)
        #expect(
          statements.count <= ceiling,
          "\(path) sent \(statements.count):\n\(statements.map(\.text).joined(separator: "\n"))")
        try await expectIndexes(statements, of: path, world)
      }
    }
  }

  private func expectIndexes(
    _ statements: [SQL], of path: String, _ world: Lanternhouse
  ) async throws {
    for statement in statements where statement.text.hasPrefix("SELECT") {
      let whole = try await world.house.db.read { try $0.tablesReadWhole(by: statement) }
      #expect(
        Set(whole).subtracting(Self.small) == [], "\(path) reads \(whole): \(statement.text)")
    }
  }
}
