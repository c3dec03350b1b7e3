// SPDX-License-Identifier: AGPL-3.0-or-later

/// The name PostgreSQL would give to a reference that SQLite only says was broken. SQLite is asked
/// again with its checks put off, and the rows it leaves dangling tell which one it was.
struct SQLiteReferences {
  private let connection: SQLiteConnection

  init(_ connection: SQLiteConnection) { self.connection = connection }

  /// Some reference that dangles now, wherever it is.
  var dangling: String {
    let found = connection.rows("SELECT \"table\", fkid FROM pragma_foreign_key_check LIMIT 1") {
      (table: try $0[0] as String, number: try $0[1] as Int)
    }
    let reference = found.first.flatMap { found in
      references(of: found.table).first { $0.number == found.number }
    }
    return reference?.name ?? ""
  }

  func broken(by sql: SQL) -> String {
    guard let table = target(of: sql.text) else { return "" }
    var name: String?
    do {
      try connection.control("SAVEPOINT naming")
      try connection.control("PRAGMA defer_foreign_keys = ON")
      _ = try connection.attempt(sql) { _ in true }
      name = (references(of: table) + references(to: table)).first(where: isBroken)?.name
    } catch {
      // The clash stays a clash without its name.
    }
    try? connection.control("PRAGMA defer_foreign_keys = OFF")
    try? connection.control("ROLLBACK TO SAVEPOINT naming")
    try? connection.control("RELEASE SAVEPOINT naming")
    return name ?? ""
  }

  private struct Reference {
    let table: String
    let number: Int
    let parent: String
    var columns: [(own: String, theirs: String)]

    var name: String { "\(table)_\(columns.map(\.own).joined(separator: "_"))_fkey" }
  }

  /// `INSERT INTO tickets (…`, `UPDATE tickets SET …`, `DELETE FROM tickets …`
  private func target(of text: String) -> String? {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    switch words.first?.uppercased() {
    case "INSERT", "DELETE": return words.count > 2 ? String(words[2]) : nil
    case "UPDATE": return words.count > 1 ? String(words[1]) : nil
    default: return nil
    }
  }

  private func references(of table: String) -> [Reference] {
    let columns = connection.rows(
      """
      SELECT f.id, f."table", f."from", COALESCE(f."to", p.name)
      FROM pragma_foreign_key_list(\(table)) f
      LEFT JOIN pragma_table_info(f."table") p ON f."to" IS NULL AND p.pk = f.seq + 1
      ORDER BY f.id, f.seq
      """
    ) {
      Reference(
        table: table, number: try $0[0], parent: try $0[1], columns: [(try $0[2], try $0[3])])
    }
    return columns.reduce(into: []) { references, next in
      if references.last?.number == next.number {
        references[references.count - 1].columns += next.columns
      } else {
        references.append(next)
      }
    }
  }

  private func references(to table: String) -> [Reference] {
    let tables = connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") {
      try $0[0] as String
    }
    return tables.flatMap(references(of:)).filter { $0.parent == table && $0.table != table }
  }

  /// Looks at the child's rows one by one: it is a rare answer, and the parent's key is at hand.
  private func isBroken(_ reference: Reference) -> Bool {
    let isSet = reference.columns.map { SQL(raw: "c.\"\($0.own)\" IS NOT NULL") }
    let isFound = reference.columns.map { SQL(raw: "p.\"\($0.theirs)\" = c.\"\($0.own)\"") }
    let dangling: SQL = """
      SELECT 1 FROM "\(SQL(raw: reference.table))" c WHERE \(isSet, separator: " AND ")
      AND NOT EXISTS (
        SELECT 1 FROM "\(SQL(raw: reference.parent))" p WHERE \(isFound, separator: " AND "))
      LIMIT 1
      """
    return !connection.rows(dangling) { _ in true }.isEmpty
  }
}
