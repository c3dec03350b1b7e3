// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

/// How much is written down in a house: what is refused must leave all of it as it was.
struct Ledger: Equatable, CustomStringConvertible {
  let rows: [String: Int]

  private static let tables: [(String, SQL)] = [
    ("journal", "SELECT COUNT(*) FROM journal"), ("jobs", "SELECT COUNT(*) FROM jobs"),
    ("tickets", "SELECT COUNT(*) FROM tickets"), ("clients", "SELECT COUNT(*) FROM clients"),
    ("sites", "SELECT COUNT(*) FROM sites"), ("contacts", "SELECT COUNT(*) FROM contacts"),
    ("members", "SELECT COUNT(*) FROM members"), ("calendars", "SELECT COUNT(*) FROM calendars"),
    ("hours", "SELECT COUNT(*) FROM calendar_versions"),
    ("files", "SELECT COUNT(*) FROM calendar_files"),
    ("agreements", "SELECT COUNT(*) FROM agreements"), ("inbox", "SELECT COUNT(*) FROM inbox"),
    ("letters", "SELECT COUNT(*) FROM letters"), ("cycles", "SELECT COUNT(*) FROM clock_cycles"),
    ("time", "SELECT COUNT(*) FROM time_entries"),
  ]

  init(of database: Database) async throws {
    rows = try await database.read { db in
      try Ledger.tables.reduce(into: [:]) { rows, table in
        rows[table.0] = try db.first(table.1) { try $0[0] as Int }
      }
    }
  }

  var description: String {
    rows.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
