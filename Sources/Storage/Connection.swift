// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A conversation with the database inside one read or one write. It can't leave its closure.
package final class Connection {
  enum Engine {
    case sqlite(SQLiteConnection)
    case postgres(PostgresConnection)
  }

  let engine: Engine
  private let log: QueryLog?
  private var depth = 0
  /// PostgreSQL answers nothing more after an error until the savepoint is undone; SQLite would go
  /// on. Both are held to the stricter law, so that no code works on one engine only.
  private(set) var failure: StorageError?

  init(_ engine: Engine, log: QueryLog?) {
    self.engine = engine
    self.log = log
  }

  /// Runs a statement; the number of rows it changed.
  @discardableResult
  package func execute(_ sql: SQL) throws -> Int {
    try run(sql) { _ in true }
  }

  package func all<T>(_ sql: SQL, _ map: (Row) throws -> T) throws -> [T] {
    var rows: [T] = []
    _ = try run(sql) { row in
      rows.append(try map(row))
      return true
    }
    return rows
  }

  package func first<T>(_ sql: SQL, _ map: (Row) throws -> T) throws -> T? {
    var found: T?
    _ = try run(sql) { row in
      found = try map(row)
      return false
    }
    return found
  }

  /// What fails inside leaves no trace, and the transaction goes on.
  @discardableResult
  package func savepoint<T>(_ body: () throws -> T) throws -> T {
    try checkUsable()
    depth += 1
    defer { depth -= 1 }
    let name = "s\(depth)"
    try control("SAVEPOINT \(name)")
    do {
      let value = try body()
      try checkUsable()
      try control("RELEASE SAVEPOINT \(name)")
      return value
    } catch {
      undo(to: name)
      throw error
    }
  }

  /// A closure that swallowed an error must not commit half its work.
  func checkUsable() throws {
    if let failure { throw failure }
  }

  private func run(_ sql: SQL, _ each: (Row) throws -> Bool) throws -> Int {
    try checkUsable()
    log?.add(sql)
    do {
      switch engine {
      case .sqlite(let sqlite): return try sqlite.run(sql, each)
      case .postgres(let postgres): return try postgres.run(sql, each)
      }
    } catch let error as StorageError {
      failure = error
      throw error
    }
  }

  /// When the engine has undone the whole transaction, or the disk has failed, nothing goes on.
  private func undo(to name: String) {
    do {
      try control("ROLLBACK TO SAVEPOINT \(name)")
      try control("RELEASE SAVEPOINT \(name)")
      if failure?.isBrokenDisk != true { failure = nil }
    } catch {
      failure = failure ?? StorageError(any: error)
    }
  }

  private func control(_ text: String) throws {
    switch engine {
    case .sqlite(let sqlite): try sqlite.control(text)
    case .postgres(let postgres): try postgres.control(text)
    }
  }
}
