// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Storage

/// A database of a test's own: a fresh file, or with `MAINSTAY_TEST_DATABASE=postgres://…` a fresh
/// database on that server. It is gone when the test is.
package enum Scratch {
  /// Which engines the contract runs on.
  package enum Engine: String, CaseIterable, Sendable {
    case sqlite, postgres

    package static var given: [Engine] { server == nil ? [.sqlite] : allCases }

  }

  /// The server that was given.
  package static var address: DatabaseAddress? { server.map(DatabaseAddress.init) }

  static let server = ProcessInfo.processInfo.environment["MAINSTAY_TEST_DATABASE"]

  /// On PostgreSQL when a server is given, else on SQLite.
  @discardableResult
  package static func database<T>(
    _ migrations: [Migration] = [], _ body: (Database) async throws -> T
  ) async throws -> T {
    try await database(on: server == nil ? .sqlite : .postgres, migrations, body)
  }

  @discardableResult
  package static func database<T>(
    on engine: Engine, _ migrations: [Migration] = [], _ body: (Database) async throws -> T
  ) async throws -> T {
    switch engine {
    case .sqlite:
      try await inFolder { try await use(.sqlite($0 + "/scratch.db"), migrations, body) }
    case .postgres: try await PostgresScratch.with(migrations) { try await use($0, [], body) }
    }
  }

  private static func use<T>(
    _ address: DatabaseAddress, _ migrations: [Migration], _ body: (Database) async throws -> T
  ) async throws -> T {
    let database = try await Database.open(address)
    let result: Result<T, any Error>
    do {
      if !migrations.isEmpty { try await database.migrate(migrations) }
      result = .success(try await body(database))
    } catch {
      result = .failure(error)
    }
    await database.close()
    return try result.get()
  }

  /// An empty database on the server, with the address a program is told.
  package static func onServer<T>(
    _ body: (_ address: String, Database) async throws -> T
  ) async throws -> T {
    try await PostgresScratch.with([]) { address in
      guard case .postgres(let url) = address else { preconditionFailure("no server was given") }
      let database = try await Database.open(address)
      let result: Result<T, any Error>
      do { result = .success(try await body(url, database)) } catch { result = .failure(error) }
      await database.close()
      return try result.get()
    }
  }

  /// A folder of a test's own.
  @discardableResult
  package static func inFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = NSTemporaryDirectory() + "mainstay-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
  }
}
