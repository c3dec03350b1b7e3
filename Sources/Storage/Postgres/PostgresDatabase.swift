// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation

/// The server: threads that each own one connection and take closures from one queue. Writers run
/// side by side and the server itself lets their commits share one flush of its log.
final class PostgresDatabase: Sendable {
  private typealias Work = @Sendable (PostgresSession) -> Void

  private let lane: Lane<Work>

  init(url: String) async throws {
    let address = PostgresAddress(url)
    lane = Lane(threads: address.connections)
    lane.start("postgres") { [lane] in
      let session = PostgresSession(address)
      while let work = lane.next() { work(session) }
    }
    do {
      try await run { try $0.checkServer() }
    } catch {
      await lane.close()
      throw error
    }
  }

  func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
    try await run { [log = QueryLog.current] in
      try $0.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", log, body)
    }
  }

  func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
    try await run { [log = QueryLog.current] in
      try $0.transaction("BEGIN ISOLATION LEVEL READ COMMITTED", log, body)
    }
  }

  func close() async { await lane.close() }

  private func run<T: Sendable>(
    _ body: @escaping @Sendable (PostgresSession) throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { (caller: CheckedContinuation<T, any Error>) in
      let isTaken = lane.add { session in caller.resume(with: Result { try body(session) }) }
      if !isTaken { caller.resume(throwing: StorageError.closed("The database is closed.")) }
    }
  }
}
