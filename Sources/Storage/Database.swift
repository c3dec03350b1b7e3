// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The records of the house. Every use is one closure: one consistent read or one transaction.
package struct Database: Sendable {
  private enum Engine: Sendable {
    case sqlite(SQLiteDatabase)
    case postgres(PostgresDatabase)
  }

  private let engine: Engine

  /// Refuses an engine that is set up to lose acknowledged writes, in a sentence that says what to
  /// change. `whenStopped` is told, once, that this process must not write any more.
  package static func open(
    _ address: DatabaseAddress, whenStopped: @escaping @Sendable (StorageError) -> Void = { _ in }
  ) async throws -> Database {
    switch address {
    case .sqlite(let path):
      Database(engine: .sqlite(try SQLiteDatabase(path: path, whenStopped: whenStopped)))
    case .postgres(let url):
      Database(engine: .postgres(try await PostgresDatabase(url: url)))
    }
  }

  /// Sees one moment of the database throughout and can't change it.
  package func read<T: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    switch engine {
    case .sqlite(let sqlite): try await sqlite.read(body)
    case .postgres(let postgres): try await postgres.read(body)
    }
  }

  /// One transaction, answered only when it is durable. The closure may run more than once, so it
  /// must not act on anything but the connection.
  @discardableResult
  package func write<T: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> T
  ) async throws -> T {
    switch engine {
    case .sqlite(let sqlite): try await sqlite.write(body)
    case .postgres(let postgres): try await postgres.write(body)
    }
  }

  package func close() async {
    switch engine {
    case .sqlite(let sqlite): await sqlite.close()
    case .postgres(let postgres): await postgres.close()
    }
  }
}
