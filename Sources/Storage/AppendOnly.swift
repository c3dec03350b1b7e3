// SPDX-License-Identifier: AGPL-3.0-or-later

/// A table whose rows stand for ever: the database itself refuses to change or remove one.
package struct AppendOnly: Sendable {
  let table: String
  /// Columns that may be filled later, once.
  let settledLater: [String]
  /// Every other column.
  let fixed: [String]

  /// `fixed` and `settingOnce` together are all the table's columns. Names come from the program's
  /// own schema, never from outside.
  package init(_ table: StaticString, fixed: [StaticString], settingOnce: [StaticString] = []) {
    self.table = table.description
    self.fixed = fixed.map(\.description)
    settledLater = settingOnce.map(\.description)
  }

  func schema(in db: Connection) -> [SQL] {
    db.pick(sqlite: sqliteTriggers, postgres: postgresTriggers).map { SQL(raw: $0) }
  }

  private var settled: String {
    settledLater.map { "OLD.\($0) IS NOT NULL" }.joined(separator: " OR ")
  }

  private var sqliteTriggers: [String] {
    let refuse = "BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END"
    var triggers = [
      "CREATE TRIGGER \(table)_kept BEFORE DELETE ON \(table) \(refuse)",
      "CREATE TRIGGER \(table)_fixed BEFORE UPDATE OF \(fixed.joined(separator: ", ")) ON \(table) \(refuse)",
    ]
    if !settledLater.isEmpty {
      triggers.append(
        "CREATE TRIGGER \(table)_settled BEFORE UPDATE ON \(table) WHEN \(settled) \(refuse)")
    }
    return triggers
  }

  private var postgresTriggers: [String] {
    let refuse = "EXECUTE FUNCTION \(table)_refuse()"
    var triggers = [
      """
      CREATE FUNCTION \(table)_refuse() RETURNS trigger LANGUAGE plpgsql AS \
      'BEGIN RAISE EXCEPTION ''\(table) is append-only''; END'
      """,
      "CREATE TRIGGER \(table)_kept BEFORE DELETE ON \(table) FOR EACH ROW \(refuse)",
      "CREATE TRIGGER \(table)_whole BEFORE TRUNCATE ON \(table) FOR EACH STATEMENT \(refuse)",
      "CREATE TRIGGER \(table)_fixed BEFORE UPDATE OF \(fixed.joined(separator: ", ")) ON \(table) FOR EACH ROW \(refuse)",
    ]
    if !settledLater.isEmpty {
      triggers.append(
        "CREATE TRIGGER \(table)_settled BEFORE UPDATE ON \(table) FOR EACH ROW WHEN (\(settled)) \(refuse)"
      )
    }
    return triggers
  }
}
