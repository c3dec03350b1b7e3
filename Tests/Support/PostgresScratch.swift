// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Storage

/// Databases on the given server, one a test. Each set of migrations runs once, into a template
/// that the tests with that schema are copied from.
enum PostgresScratch {
  static func with<T>(
    _ migrations: [Migration], _ body: (DatabaseAddress) async throws -> T
  ) async throws -> T {
    let template = try await Templates.shared.template(for: migrations)
    let name = name("scratch")
    try await administer("CREATE DATABASE \(name) TEMPLATE \(template)")
    let result: Result<T, any Error>
    do { result = .success(try await body(address(of: name))) } catch { result = .failure(error) }
    try await administer("DROP DATABASE \(name) WITH (FORCE)")
    return try result.get()
  }

  /// The address up to its database, and its settings.
  private static var server: (before: String, settings: [String]) {
    let parts = (Scratch.server ?? "").split(separator: "?", maxSplits: 1)
    let before = parts[0].prefix(upTo: parts[0].lastIndex(of: "/")!)
    return (String(before), parts.dropFirst().joined().split(separator: "&").map(String.init))
  }

  static func name(_ kind: String) -> String {
    "\(kind)_\(UUID().uuidString.lowercased().filter { $0 != "-" })"
  }

  static func address(of name: String) -> DatabaseAddress {
    .postgres(server.before + "/\(name)?connections=4" + server.settings.map { "&\($0)" }.joined())
  }

  /// Through `psql`, since no transaction may stand round such a statement.
  static func administer(_ statement: String) async throws {
    // What only our own tests understand is not for psql.
    let settings = server.settings.filter { $0 != "unsafe=1" }.joined(separator: "&")
    let psql = Child(
      "psql", ["-X", "-q", "-d", "\(server.before)/postgres?\(settings)", "-c", statement])
    guard try await psql.ended() == 0 else { throw Failed(statement: statement) }
  }

  private struct Failed: Error {
    let statement: String
  }
}

/// The templates made so far, each being made once.
private actor Templates {
  static let shared = Templates()

  private var made: [String: Task<String, any Error>] = [:]

  func template(for migrations: [Migration]) async throws -> String {
    let key = migrations.map { "\($0.name) \($0.checksum)" }.joined()
    if let task = made[key] { return try await task.value }
    let task = Task { try await Self.make(migrations) }
    made[key] = task
    return try await task.value
  }

  private static func make(_ migrations: [Migration]) async throws -> String {
    let name = PostgresScratch.name("template")
    try await PostgresScratch.administer(
      "CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    let database = try await Database.open(PostgresScratch.address(of: name))
    try await database.migrate(migrations)
    await database.close()
    return name
  }
}
