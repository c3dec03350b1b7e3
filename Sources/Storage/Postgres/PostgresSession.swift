// SPDX-License-Identifier: AGPL-3.0-or-later

/// What one thread has of the server: a connection, made anew when it was lost.
final class PostgresSession {
  private let address: PostgresAddress
  private var current: PostgresConnection?

  init(_ address: PostgresAddress) { self.address = address }

  /// One transaction round the closure. When two writers met, or the connection died before it
  /// was asked to commit, the server has undone everything: then it is done again, at most three
  /// times.
  func transaction<T>(
    _ begin: String, _ log: QueryLog?, _ body: (Connection) throws -> T
  ) throws -> T {
    var repeats = 0
    while true {
      do {
        return try attempt(begin, log, body)
      } catch let error as StorageError where repeats < 3 && canRepeat(after: error) {
        repeats += 1
        if error.isStalePlan { try connection().forgetStatements() }
      }
    }
  }

  /// A connection that can't be made is not tried again: the caller hears of it.
  private func canRepeat(after error: StorageError) -> Bool {
    guard case .closed = error else { return error.isWorthRepeating }
    defer { current = nil }
    return current != nil
  }

  private func attempt<T>(
    _ begin: String, _ log: QueryLog?, _ body: (Connection) throws -> T
  ) throws -> T {
    let postgres = try connection()
    try postgres.control(begin)
    let connection = Connection(.postgres(postgres), log: log)
    let value: T
    do {
      value = try body(connection)
      try connection.checkUsable()
    } catch {
      rollback(postgres)
      throw error
    }
    try commit(postgres)
    return value
  }

  private func connection() throws -> PostgresConnection {
    if let current, current.isAlive { return current }
    current = nil
    let made = try PostgresConnection(url: address.url)
    current = made
    return made
  }

  /// An error at COMMIT is a refusal only if the server said so; silence leaves it unknown.
  private func commit(_ postgres: PostgresConnection) throws {
    do {
      guard try postgres.control("COMMIT") == "COMMIT" else {
        throw StorageError.engine(code: "25P02", message: "The transaction had already failed.")
      }
    } catch StorageError.closed(let message) {
      throw StorageError.unknown(message)
    }
  }

  /// What a lost connection leaves behind the server undoes by itself.
  private func rollback(_ postgres: PostgresConnection) {
    _ = try? postgres.control("ROLLBACK")
  }
}

extension PostgresSession {
  /// Refuses a server that may lose acknowledged writes, or that sorts text in another order than
  /// SQLite does.
  func checkServer() throws {
    let collation: SQL = """
      SELECT datcollate FROM pg_database WHERE datname = current_database()
      """
    guard try ["C", "C.UTF-8", "C.utf8", "POSIX"].contains(answer(to: collation)),
      try answer(to: "SELECT current_setting('server_encoding')") == "UTF8"
    else {
      throw StorageError.refused(
        "This PostgreSQL database sorts or keeps text in its own way. Make it with: createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 NAME"
      )
    }
    guard !address.isUnsafe else { return }
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
      let value = try answer(to: "SELECT current_setting(\(setting))")
      guard value != "off" else {
        throw StorageError.refused(
          "PostgreSQL runs with \(setting) = off, so it can lose what it has acknowledged. Set it to on in postgresql.conf and restart the server."
        )
      }
    }
  }

  private func answer(to question: SQL) throws -> String {
    var found = ""
    _ = try connection().run(question) { row in
      found = try row[0]
      return false
    }
    return found
  }
}
