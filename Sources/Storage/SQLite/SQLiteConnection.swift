// SPDX-License-Identifier: AGPL-3.0-or-later

import GRDB
import GRDBSQLite

/// One access to the file, through GRDB's statement cache and SQLite's own binding: `$1` is bound
/// by its name, since SQLite numbers such marks by their first appearance.
struct SQLiteConnection {
  let db: GRDB.Database

  func run(_ sql: SQL, _ each: (Row) throws -> Bool) throws -> Int {
    do {
      return try attempt(sql, each)
    } catch StorageError.reference {
      throw StorageError.reference(constraint: SQLiteReferences(self).broken(by: sql))
    }
  }

  /// As `run`, but a broken reference has no name yet.
  func attempt(_ sql: SQL, _ each: (Row) throws -> Bool) throws -> Int {
    let statement = try prepared(sql)
    return try withExtendedLifetime(statement) {
      let handle = statement.sqliteStatement
      defer {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
      }
      try bind(sql.values, to: handle)
      return try step(handle, each)
    }
  }

  /// Transaction words go through GRDB, which keeps account of them.
  func control(_ text: String) throws {
    do {
      try db.cachedStatement(sql: text).execute()
    } catch let error as DatabaseError {
      throw StorageError(error)
    }
  }

  private func prepared(_ sql: SQL) throws -> Statement {
    do {
      let text = sql.text
      // A list of any length makes a text of its own; keeping those would fill the cache.
      guard sql.values.count <= 64 else { return try db.makeStatement(sql: text) }
      let statement = try db.cachedStatement(sql: text)
      let isRunning = sqlite3_stmt_busy(statement.sqliteStatement) != 0
      return isRunning ? try db.makeStatement(sql: text) : statement
    } catch let error as DatabaseError {
      throw StorageError(error)
    }
  }

  private func step(_ handle: OpaquePointer, _ each: (Row) throws -> Bool) throws -> Int {
    let changesBefore = sqlite3_total_changes64(db.sqliteConnection)
    var isWanted = true
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW:
        if isWanted { isWanted = try each(Row(source: .sqlite(SQLiteRow(statement: handle)))) }
        // What changes rows is run to its end: only there are its references checked.
        if !isWanted, sqlite3_stmt_readonly(handle) != 0 { return 0 }
      case SQLITE_DONE:
        let hasChanged = sqlite3_total_changes64(db.sqliteConnection) != changesBefore
        return hasChanged ? Int(sqlite3_changes64(db.sqliteConnection)) : 0
      default:
        throw fault(of: handle)
      }
    }
  }

  private func bind(_ values: [SQL.Value], to handle: OpaquePointer) throws {
    for (index, value) in values.enumerated() {
      let mark = sqlite3_bind_parameter_index(handle, "$\(index + 1)")
      let code =
        switch value {
        case .null: sqlite3_bind_null(handle, mark)
        case .integer(let number): sqlite3_bind_int64(handle, mark, Int64(number))
        case .text(let text): try bind(text, at: mark, of: handle)
        case .bytes(let bytes): bind(bytes, at: mark, of: handle)
        }
      guard code == SQLITE_OK else { throw fault(of: handle) }
    }
  }

  private func bind(_ text: String, at mark: Int32, of handle: OpaquePointer) throws -> Int32 {
    guard !text.utf8.contains(0) else { throw StorageError.unstorable }
    return sqlite3_bind_text(handle, mark, text, Int32(text.utf8.count), copied)
  }

  private func bind(_ bytes: [UInt8], at mark: Int32, of handle: OpaquePointer) -> Int32 {
    bytes.isEmpty
      ? sqlite3_bind_zeroblob(handle, mark, 0)
      : sqlite3_bind_blob64(handle, mark, bytes, UInt64(bytes.count), copied)
  }
}

/// SQLite makes its own copy of what is bound.
private var copied: sqlite3_destructor_type {
  unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

/// The row a statement stands on.
struct SQLiteRow {
  let statement: OpaquePointer

  func value(at column: Int32) throws -> SQL.Value {
    guard column < sqlite3_column_count(statement) else {
      throw Unreadable("The answer has no column \(column).")
    }
    switch sqlite3_column_type(statement, column) {
    case SQLITE_NULL: return .null
    case SQLITE_INTEGER: return .integer(Int(sqlite3_column_int64(statement, column)))
    case SQLITE_TEXT: return .text(try text(at: column))
    case SQLITE_BLOB: return .bytes(bytes(at: column))
    default: throw Unreadable("A sum left the range of whole numbers.")
    }
  }

  private func text(at column: Int32) throws -> String {
    guard let start = sqlite3_column_text(statement, column) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, column))
    let utf8 = UnsafeBufferPointer(start: start, count: count)
    guard let text = String(validating: utf8, as: UTF8.self) else {
      throw Unreadable("A column holds text that is not UTF-8.")
    }
    return text
  }

  private func bytes(at column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    let count = Int(sqlite3_column_bytes(statement, column))
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
