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
    let name = "scratch_\(UUID().uuidString.lowercased().filter { $0 != "-" })"
    try await administer("CREATE DATABASE \(name) TEMPLATE \(template)")
    let result: Result<T, any Error>
    do { result = .success(try await body(address(of: name))) } catch { result = .failure(error) }
    try await administer("DROP DATABASE \(name) WITH (FORCE)")
    return try result.get()
  }

  static func address(of name: String) -> DatabaseAddress {
    var url = URLComponents(string: Scratch.server ?? "")!
    url.path = "/\(name)"
    url.queryItems = (url.queryItems ?? []) + [URLQueryItem(name: "connections", value: "4")]
    return .postgres(url.string!)
  }

  /// Through `psql`, since no transaction may stand round such a statement.
  static func administer(_ statement: String) async throws {
    let psql = Process()
    psql.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    var url = URLComponents(string: Scratch.server ?? "")!
    url.queryItems = url.queryItems?.filter { $0.name != "unsafe" }
    psql.arguments = ["psql", "-X", "-q", "-d", url.string!, "-c", statement]
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      psql.terminationHandler = { process in
        let isDone = process.terminationStatus == 0
        ended.resume(with: isDone ? .success(()) : .failure(Failed(statement: statement)))
      }
      do { try psql.run() } catch { ended.resume(throwing: error) }
    }
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
    let key = migrations.map(\.name).joined(separator: ",")
    if let task = made[key] { return try await task.value }
    let task = Task { try await Self.make(migrations, number: made.count) }
    made[key] = task
    return try await task.value
  }

  private static func make(_ migrations: [Migration], number: Int) async throws -> String {
    let name = "template_\(getpid())_\(number)"
    try await PostgresScratch.administer("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    try await PostgresScratch.administer(
      "CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    let database = try await Database.open(PostgresScratch.address(of: name))
    try await database.migrate(migrations)
    await database.close()
    return name
  }
}
