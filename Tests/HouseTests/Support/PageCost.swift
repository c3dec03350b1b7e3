// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import Testing

/// What a page may cost: how often it asks the database, and from end to end it reads no growing
/// table.
extension Lanternhouse {
  /// Tables of a provider's own, which hold tens of rows for good.
  private static let small: Set<String> = [
    "members", "m", "provider", "calendars", "whole", "calendar_versions", "v", "member_skills",
    "member_clients", "part", "ticket_numbers",
    // The count up to a thousand, figures by client and the first of a list, over rows an index
    // found.
    "capped", "few", "begun", "touched",
  ]

  /// How many questions a page may ask, whatever there is to show.
  private static let ceiling = 5

  /// The first statement finds out who asks; after it the page asks just so often.
  func expectCost(
    of path: String, _ count: Int, asked browser: Browser,
    knownFrom identity: String = "FROM sessions", status: Int = 200
  ) async throws {
    let (page, statements) = try await Database.countingQueries { try await browser.get(path) }
    #expect(page.status == status, "\(path)")
    #expect(statements.first?.text.contains(identity) == true, "\(path)")
    let own = statements.dropFirst()
    #expect(
      own.count == count && own.count <= Self.ceiling,
      "\(path) sent \(own.count):\n\(own.map(\.text).joined(separator: "\n"))")
    for statement in statements where statement.text.hasPrefix("SELECT") {
      let whole = try await house.db.read { try $0.tablesReadWhole(by: statement) }
      #expect(
        Set(whole).subtracting(Self.small) == [], "\(path) reads \(whole): \(statement.text)")
    }
  }
}
