// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One step of the schema, kept by its room: never edited once it has run anywhere, forward only.
///
/// Statements are in the portable subset, one each: columns are TEXT, BIGINT or BLOB. On SQLite
/// each table is STRICT. Constraints go unnamed but for checks and indexes, so that both engines
/// report a clash by the same name.
package struct Migration: Sendable {
  /// Its day and its room, `2026-11-21-desk`; migrations run in the order of their names.
  package let name: String
  package let statements: [SQL]
  package let searches: [SearchIndex]
  package let appendOnly: [AppendOnly]
  /// Fills what the step made from what was there before, where SQL alone can't.
  let fill: (@Sendable (Connection) throws -> Void)?

  package init(
    _ name: String, _ statements: [SQL], searches: [SearchIndex] = [],
    appendOnly: [AppendOnly] = [], fill: (@Sendable (Connection) throws -> Void)? = nil
  ) {
    self.name = name
    self.statements = statements
    self.searches = searches
    self.appendOnly = appendOnly
    self.fill = fill
  }

  /// What was run, in short: an edited migration is noticed.
  package var checksum: String {
    let text = "\(statements) \(searches) \(appendOnly)"
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}

extension Database {
  /// Brings the schema up to what the program knows, each step in a transaction of its own.
  /// Refuses a database that knows more, and a step that was edited after it ran.
  package func migrate(_ migrations: [Migration]) async throws {
    let steps = migrations.sorted { $0.name < $1.name }
    try await write { try $0.checkHistory(against: steps) }
    for step in steps { try await write { try $0.apply(step) } }
  }
}

extension Connection {
  fileprivate func checkHistory(against steps: [Migration]) throws {
    try lockMigrations()
    try define(
      """
      CREATE TABLE IF NOT EXISTS migrations (
        name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)
      """)
    let known = Dictionary(uniqueKeysWithValues: steps.map { ($0.name, $0.checksum) })
    let applied = try all("SELECT name, checksum FROM migrations ORDER BY name") {
      (name: try $0[0] as String, checksum: try $0[1] as String)
    }
    for (name, checksum) in applied {
      guard let expected = known[name] else {
        throw StorageError.refused(
          "The database was used by a newer Mainstay (\(name)). Start that version or a later one, or restore a backup made by this one."
        )
      }
      guard expected == checksum else {
        throw StorageError.refused(
          "The schema step \(name) was changed after it ran here. Use the program as released, or restore a backup."
        )
      }
    }
  }

  fileprivate func apply(_ step: Migration) throws {
    try lockMigrations()
    let isApplied = try first("SELECT 1 FROM migrations WHERE name = \(step.name)") { _ in true }
    guard isApplied == nil else { return }
    for statement in step.statements { try define(statement) }
    for search in step.searches {
      for statement in search.schema(in: self) { try define(statement) }
    }
    // Triggers speak each engine's own language already.
    for table in step.appendOnly { for trigger in table.schema(in: self) { try execute(trigger) } }
    try step.fill?(self)
    try execute(
      """
      INSERT INTO migrations (name, checksum, applied_at)
      VALUES (\(step.name), \(step.checksum), \(try databaseNow()))
      """)
  }

  /// Two nodes that start together don't both migrate: one waits, however long the other takes.
  private func lockMigrations() throws {
    guard case .postgres = engine else { return }
    try execute("SET LOCAL lock_timeout = 0")
    _ = try first("SELECT 1 FROM pg_advisory_xact_lock(5271)") { _ in true }
  }

  /// Runs a statement of the schema in the engine's own words.
  private func define(_ statement: SQL) throws {
    try execute(Schema.words(of: statement, postgres: pick(sqlite: false, postgres: true)))
  }
}
