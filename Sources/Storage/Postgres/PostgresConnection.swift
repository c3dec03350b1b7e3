// SPDX-License-Identifier: AGPL-3.0-or-later

import CPostgres
import Glibc

/// One connection to the server, used by the one thread that opened it. Statements are prepared on
/// first use and kept; values go as text or bytes, answers come in binary.
final class PostgresConnection {
  private let handle: OpaquePointer
  private var prepared: [String: String] = [:]

  /// What stands before the address gives way to what the address itself says.
  init(url: String) throws {
    let opened = connect([
      ("connect_timeout", "5"), ("keepalives_idle", "10"), ("tcp_user_timeout", "5000"),
      ("target_session_attrs", "read-write"), ("application_name", "mainstay"),
      (
        "options",
        "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s -c client_min_messages=error"
      ),
      ("dbname", url), ("client_encoding", "UTF8"),
    ])
    guard let opened else { throw StorageError.closed("There is no memory for a connection.") }
    handle = opened
    guard isAlive else { throw StorageError.closed("PostgreSQL can't be reached: \(lastMessage)") }
  }

  deinit { PQfinish(handle) }

  var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

  func run(_ sql: SQL, _ each: (Row) throws -> Bool) throws -> Int {
    let answer = try send(sql.values, to: name(of: sql.text))
    defer { PQclear(answer) }
    try check(answer)
    for number in 0..<PQntuples(answer) {
      let row = PostgresRow(answer: answer, number: number)
      guard try each(Row(source: .postgres(row))) else { return 0 }
    }
    return Int(String(cString: PQcmdTuples(answer))) ?? 0
  }

  /// Transaction words. The tag tells what the server really did: `ROLLBACK` for a COMMIT after an
  /// error.
  @discardableResult
  func control(_ text: String) throws -> String {
    guard let answer = PQexec(handle, text) else { throw lost() }
    defer { PQclear(answer) }
    try check(answer)
    return String(cString: PQcmdStatus(answer))
  }

  /// After a change of schema the server refuses plans made before it.
  func forgetStatements() throws {
    prepared = [:]
    try control("DEALLOCATE ALL")
  }

  private func name(of text: String) throws -> String {
    if let name = prepared[text] { return name }
    guard !text.utf8.contains(0) else { throw StorageError.unstorable }
    let name = "s\(prepared.count)"
    guard let answer = PQprepare(handle, name, text, 0, nil) else { throw lost() }
    defer { PQclear(answer) }
    try check(answer)
    prepared[text] = name
    return name
  }

  private func send(_ values: [SQL.Value], to statement: String) throws -> OpaquePointer {
    let parameters = try PostgresParameters(values)
    let answer = parameters.withPointers { starts in
      PQexecPrepared(
        handle, statement, Int32(values.count), starts, parameters.counts, parameters.formats, 1)
    }
    guard let answer else { throw lost() }
    return answer
  }

  private func check(_ answer: OpaquePointer) throws {
    switch PQresultStatus(answer) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
    default: throw isAlive ? StorageError(answer: answer) : lost()
    }
  }

  private func lost() -> StorageError {
    .closed("The connection to PostgreSQL was lost: \(lastMessage)")
  }

  private var lastMessage: String {
    String(cString: PQerrorMessage(handle)).split(whereSeparator: \.isNewline)
      .joined(separator: " ")
  }
}

private func connect(_ settings: [(name: String, value: String)]) -> OpaquePointer? {
  let names = settings.map { strdup($0.name) }
  let values = settings.map { strdup($0.value) }
  defer { for text in names + values { free(text) } }
  return PQconnectdbParams(
    names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
}
