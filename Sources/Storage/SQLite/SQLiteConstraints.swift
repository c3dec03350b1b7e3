// SPDX-License-Identifier: AGPL-3.0-or-later

/// The names PostgreSQL would give to constraints that SQLite reports by their columns.
struct SQLiteConstraints {
  private let connection: SQLiteConnection

  init(_ connection: SQLiteConnection) { self.connection = connection }

  /// From `UNIQUE constraint failed: tickets.client_id, tickets.number` or `…: index 'name'`.
  func uniqueName(from message: String) -> String {
    let subject = message.split(separator: ": ", maxSplits: 1).last ?? ""
    if subject.hasPrefix("index '") { return String(subject.dropFirst(7).dropLast()) }
    let columns = subject.split(separator: ", ").map { $0.split(separator: ".").map(String.init) }
    guard let table = columns.first?.first else { return message }
    return uniqueName(table: table, columns: columns.compactMap(\.last))
  }

  private func uniqueName(table: String, columns: [String]) -> String {
    switch index(of: table, over: columns) {
    case (let name, "c")?: name
    case (_, "u")?: "\(table)_\(columns.joined(separator: "_"))_key"
    default: "\(table)_pkey"
    }
  }

  private func index(of table: String, over columns: [String]) -> (name: String, origin: String)? {
    let indexes = connection.rows(
      "SELECT name, origin FROM pragma_index_list(\(table)) WHERE \"unique\" = 1"
    ) {
      (name: try $0[0] as String, origin: try $0[1] as String)
    }
    return indexes.first { index in
      connection.rows("SELECT name FROM pragma_index_info(\(index.name)) ORDER BY seqno") {
        try $0[0] as String?
      } == columns
    }
  }
}

extension SQLiteConnection {
  /// Naming a clash must not hide it: what can't be read is left out.
  func rows<T>(_ sql: SQL, _ map: (Row) throws -> T) -> [T] {
    var rows: [T] = []
    _ = try? attempt(sql) { row in
      rows.append(try map(row))
      return true
    }
    return rows
  }
}
