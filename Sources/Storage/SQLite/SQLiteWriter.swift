// SPDX-License-Identifier: AGPL-3.0-or-later

import GRDB
import GRDBSQLite
import Synchronization

/// The one writer. With `synchronous = FULL` a commit waits for the disk, so whatever is queued
/// meanwhile shares the next commit: a savepoint each, and an answer each once it is durable.
final class SQLiteWriter: Sendable {
  /// Runs within the group's transaction, or hears why it can't.
  private typealias Write = @Sendable (Result<SQLiteConnection, StorageError>) -> Outcome

  private enum Outcome {
    /// Undone and answered; with the engine's fault when it undid more than that.
    case failed(StorageError?)
    /// Done; to be told when the group is durable, or why it is not.
    case waiting((StorageError?) -> Void)
  }

  private let pool: DatabasePool
  private let lane = Lane<Write>(threads: 1)
  private let stopped = Mutex<StorageError?>(nil)
  private let whenStopped: @Sendable (StorageError) -> Void

  init(pool: DatabasePool, whenStopped: @escaping @Sendable (StorageError) -> Void) {
    self.pool = pool
    self.whenStopped = whenStopped
    lane.start("writer") { [self] in
      while let write = lane.next() { commitGroup(startingWith: write) }
    }
  }

  func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
    let log = QueryLog.current
    return try await withCheckedThrowingContinuation {
      (caller: CheckedContinuation<T, any Error>) in
      let isTaken = lane.add { Self.attempt(body, on: $0, log, answering: caller) }
      if !isTaken { caller.resume(throwing: StorageError.closed("The database is closed.")) }
    }
  }

  func close() async { await lane.close() }

  private static func attempt<T: Sendable>(
    _ body: (Connection) throws -> T, on access: Result<SQLiteConnection, StorageError>,
    _ log: QueryLog?, answering caller: CheckedContinuation<T, any Error>
  ) -> Outcome {
    var connection: Connection?
    do {
      let sqlite = try access.get()
      let opened = Connection(.sqlite(sqlite), log: log)
      connection = opened
      let value = try perform(body, in: opened, on: sqlite)
      return .waiting { fault in
        caller.resume(with: fault.map { .failure($0) } ?? .success(value))
      }
    } catch {
      caller.resume(throwing: error)
      return .failed(connection?.failure)
    }
  }

  private static func perform<T>(
    _ body: (Connection) throws -> T, in connection: Connection, on sqlite: SQLiteConnection
  ) throws -> T {
    try connection.savepoint {
      let value = try body(connection)
      // A deferred reference would only be refused at COMMIT, and take the whole group with it.
      guard !sqlite.hasDanglingReferences else {
        throw StorageError.reference(constraint: SQLiteReferences(sqlite).dangling)
      }
      return value
    }
  }

  private func commitGroup(startingWith first: @escaping Write) {
    if let reason = stopped.withLock({ $0 }) {
      _ = first(.failure(reason))
      return
    }
    pool.writeWithoutTransaction { db in
      var waiting: [(StorageError?) -> Void] = []
      do {
        try begin(db, or: first)
        try perform(first, on: db, waiting: &waiting)
        try db.commit()
        for tell in waiting { tell(nil) }
      } catch {
        undo(db, after: StorageError(any: error), waiting: waiting)
      }
    }
  }

  private func begin(_ db: GRDB.Database, or first: @escaping Write) throws {
    do {
      try db.beginTransaction(.immediate)
    } catch {
      _ = first(.failure(StorageError(any: error)))
      throw error
    }
  }

  /// Takes what is queued, for two milliseconds at most, so that the first does not wait for ever.
  private func perform(
    _ first: @escaping Write, on db: GRDB.Database, waiting: inout [(StorageError?) -> Void]
  ) throws {
    let end = ContinuousClock.now + .milliseconds(2)
    var next: Write? = first
    while let write = next {
      switch write(.success(SQLiteConnection(db: db))) {
      case .waiting(let tell): waiting.append(tell)
      case .failed(let fault): if let fault { throw fault }
      }
      next = ContinuousClock.now < end ? lane.nextWaiting() : nil
    }
  }

  /// A failed COMMIT is never tried again: after an I/O error the kernel may call lost pages
  /// written (TRUST 5.1).
  private func undo(
    _ db: GRDB.Database, after fault: StorageError, waiting: [(StorageError?) -> Void]
  ) {
    // When the engine has already undone the transaction there is nothing to roll back.
    try? db.rollback()
    guard fault.isBrokenDisk else {
      for tell in waiting { tell(fault) }
      return
    }
    let reason = StorageError.stopped("Writing stopped, because the disk failed: \(fault)")
    stopped.withLock { $0 = reason }
    for tell in waiting { tell(.unknown("The disk failed while the change was saved.")) }
    whenStopped(reason)
  }
}

extension SQLiteConnection {
  fileprivate var hasDanglingReferences: Bool {
    var count: Int32 = 0
    var highest: Int32 = 0
    sqlite3_db_status(db.sqliteConnection, SQLITE_DBSTATUS_DEFERRED_FKS, &count, &highest, 0)
    return count > 0
  }
}
