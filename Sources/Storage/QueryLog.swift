// SPDX-License-Identifier: AGPL-3.0-or-later

import Synchronization

/// The statements one task sent, for tests that watch what a page costs.
final class QueryLog: Sendable {
  @TaskLocal static var current: QueryLog?

  private let sent = Mutex<[SQL]>([])

  var statements: [SQL] { sent.withLock { $0 } }

  func add(_ sql: SQL) { sent.withLock { $0.append(sql) } }
}

extension Database {
  /// Runs something and says which statements it sent, to whatever database.
  package static func countingQueries<T>(
    _ body: () async throws -> T
  ) async rethrows -> (value: T, statements: [SQL]) {
    let log = QueryLog()
    let value = try await QueryLog.$current.withValue(log) { try await body() }
    return (value, log.statements)
  }
}
