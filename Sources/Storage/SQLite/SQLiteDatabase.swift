// SPDX-License-Identifier: AGPL-3.0-or-later

import GRDB
import Glibc

/// The file, which exactly one process opens: many readers, one writer that commits in groups.
final class SQLiteDatabase: Sendable {
  private let lock: FileLock
  private let pool: DatabasePool
  private let writer: SQLiteWriter

  init(path: String, whenStopped: @escaping @Sendable (StorageError) -> Void) throws {
    lock = try FileLock(holding: path)
    try makePrivate(path)
    pool = try SQLiteDatabase.pool(at: path)
    writer = SQLiteWriter(pool: pool, whenStopped: whenStopped)
  }

  func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
    let log = QueryLog.current
    do {
      return try await pool.read { db in
        let connection = Connection(.sqlite(SQLiteConnection(db: db)), log: log)
        let value = try body(connection)
        try connection.checkUsable()
        return value
      }
    } catch let error as DatabaseError {
      throw StorageError(error)
    }
  }

  func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
    try await writer.write(body)
  }

  func close() async {
    await writer.close()
    // Nothing is left to be lost: every write was answered, and readers end with the process.
    try? pool.close()
    lock.release()
  }

  private static func pool(at path: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.label = "mainstay"
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = 4
    do {
      let pool = try DatabasePool(path: path, configuration: configuration)
      try pool.writeWithoutTransaction(prepareWriter)
      return pool
    } catch let error as DatabaseError {
      throw StorageError.refused("The database file \(path) can't be opened: \(error).")
    }
  }

  /// GRDB's pool sets `synchronous = NORMAL` while it opens, which loses acknowledged writes when
  /// the power fails. So FULL is set afterwards, and everything is read back.
  private static func prepareWriter(_ db: GRDB.Database) throws {
    try db.execute(sql: "PRAGMA synchronous = FULL")
    let wanted = [
      ("synchronous", "2"), ("journal_mode", "wal"), ("foreign_keys", "1"), ("mmap_size", "0"),
    ]
    for (name, value) in wanted {
      let found = try GRDB.Row.fetchOne(db, sql: "PRAGMA \(name)")?[0] as DatabaseValue?
      let said = found.map { $0.storage.value.map { "\($0)" } ?? "" } ?? "0"
      guard said == value else {
        throw StorageError.refused(
          "SQLite did not accept \(name) = \(value) (it says \(said)), so writes would not be safe on this disk."
        )
      }
    }
  }
}

/// The file is made here, because SQLite would let everybody read it; its companions follow it.
private func makePrivate(_ path: String) throws {
  let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
  guard file >= 0 else {
    throw StorageError.refused(
      "The database file \(path) can't be opened: \(String(cString: strerror(errno))).")
  }
  Glibc.close(file)
}
