// SPDX-License-Identifier: AGPL-3.0-or-later

/// A full-text index beside a table: FTS5 on SQLite, a GIN index over a tsvector on PostgreSQL.
/// Words are made in Swift and the caller orders the hits, so both engines answer alike.
package struct SearchIndex: Sendable {
  /// The index's own table.
  let name: String

  package init(_ name: StaticString) { self.name = name.description }

  package func put(_ id: some Storable, _ text: String, in db: Connection) throws {
    let words = SearchWords.of(text)
    let stored = db.pick(sqlite: words.joined(separator: " "), postgres: lexemes(words))
    try db.execute(
      """
      INSERT INTO \(table) (id, words) VALUES (\(id), \(document(stored, in: db)))
      ON CONFLICT (id) DO UPDATE SET words = excluded.words
      """)
  }

  package func remove(_ id: some Storable, in db: Connection) throws {
    try db.execute("DELETE FROM \(table) WHERE id = \(id)")
  }

  /// A condition on the column that holds the id: every word occurs, the last one perhaps only
  /// begun. Without a word in it nothing matches.
  package func match(_ text: String, id: SQL, in db: Connection) -> SQL {
    let words = SearchWords.of(text)
    guard let last = words.last else { return "\(id) IS NULL" }
    switch db.engine {
    case .sqlite:
      let query = words.dropLast().map { "\"\($0)\" " }.joined() + "\"\(last)\"*"
      return """
        \(id) IN (SELECT s.id FROM \(table)_words JOIN \(table) s ON s.row = \(table)_words.rowid
          WHERE \(table)_words MATCH \(query))
        """
    case .postgres:
      let query = words.dropLast().map { "'\($0)' & " }.joined() + "'\(last)':*"
      return "\(id) IN (SELECT s.id FROM \(table) s WHERE s.words @@ CAST(\(query) AS tsquery))"
    }
  }

  /// Its tables, in the engine's own words.
  func schema(in db: Connection) -> [SQL] {
    db.pick(sqlite: sqliteSchema, postgres: postgresSchema)
  }

  private var table: SQL { SQL(raw: name) }

  private func document(_ words: String, in db: Connection) -> SQL {
    db.pick(sqlite: "\(words)", postgres: "CAST(\(words) AS tsvector)")
  }

  private func lexemes(_ words: [String]) -> String {
    words.map { "'\($0)'" }.joined(separator: " ")
  }

  private var postgresSchema: [SQL] {
    [
      "CREATE TABLE \(table) (id TEXT NOT NULL PRIMARY KEY, words TSVECTOR NOT NULL)",
      "CREATE INDEX \(table)_by_word ON \(table) USING gin (words)",
    ]
  }

  /// The `ascii` tokenizer takes our words as they are: it parts them at blanks and touches no
  /// letter beyond ASCII. `row` is a number that VACUUM keeps.
  private var sqliteSchema: [SQL] {
    let add: SQL = "INSERT INTO \(table)_words (rowid, words) VALUES (new.row, new.words);"
    let drop: SQL = """
      INSERT INTO \(table)_words (\(table)_words, rowid, words)
        VALUES ('delete', old.row, old.words);
      """
    return [
      """
      CREATE TABLE \(table) (
        row INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, words TEXT NOT NULL)
      """,
      """
      CREATE VIRTUAL TABLE \(table)_words USING fts5 (
        words, content = '\(table)', content_rowid = 'row', tokenize = 'ascii', detail = none,
        prefix = '2 3')
      """,
      "CREATE TRIGGER \(table)_added AFTER INSERT ON \(table) BEGIN \(add) END",
      "CREATE TRIGGER \(table)_dropped AFTER DELETE ON \(table) BEGIN \(drop) END",
      "CREATE TRIGGER \(table)_changed AFTER UPDATE ON \(table) BEGIN \(drop) \(add) END",
    ]
  }
}
