// SPDX-License-Identifier: AGPL-3.0-or-later

import CPostgres
import Glibc

/// One connection to the server, used by the one thread that opened it. Statements are prepared on
/// first use and kept; values go as text or bytes, answers come in binary.
final class PostgresConnection {
  private let handle: OpaquePointer
  private var prepared: [String: String] = [:]

  init(url: String) throws {
    // What stands before the address gives way to what the address itself says.
    let settings = [
      ("connect_timeout", "5"), ("keepalives_idle", "10"), ("tcp_user_timeout", "5000"),
      ("target_session_attrs", "read-write"), ("application_name", "mainstay"), ("dbname", url),
      ("client_encoding", "UTF8"),
      ("options", "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"),
    ]
    let names = settings.map { strdup($0.0) } + [nil]
    let values = settings.map { strdup($0.1) } + [nil]
    defer { for text in names + values { free(text) } }
    let opened = names.map { UnsafePointer($0) }.withUnsafeBufferPointer { names in
      values.map { UnsafePointer($0) }.withUnsafeBufferPointer { values in
        PQconnectdbParams(names.baseAddress, values.baseAddress, 1)
      }
    }
    guard let opened else { throw StorageError.full }
    handle = opened
    guard isAlive else {
      throw StorageError.closed("PostgreSQL can't be reached: \(lastMessage)")
    }
  }

  deinit { PQfinish(handle) }

  var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

  var lastMessage: String { trimmed(String(cString: PQerrorMessage(handle))) }

  func run(_ sql: SQL, _ each: (Row) throws -> Bool) throws -> Int {
    let text = sql.text
    let answer = try send(sql.values, to: name(of: text))
    defer { PQclear(answer) }
    try check(answer)
    for number in 0..<PQntuples(answer) {
      let row = PostgresRow(answer: answer, number: number)
      guard try each(Row(source: .postgres(row))) else { return 0 }
    }
    return Int(String(cString: PQcmdTuples(answer))) ?? 0
  }

  /// Transaction words; the tag tells what the server really did (`ROLLBACK` for a COMMIT after an
  /// error).
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
    let parameters = try values.map(PostgresParameter.init)
    defer { for parameter in parameters { parameter.bytes?.deallocate() } }
    let answer = PQexecPrepared(
      handle, statement, Int32(values.count), parameters.map { UnsafePointer($0.bytes) },
      parameters.map(\.count), parameters.map(\.format), 1)
    guard let answer else { throw lost() }
    return answer
  }

  private func check(_ answer: OpaquePointer) throws {
    switch PQresultStatus(answer) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
    default:
      guard isAlive else { throw lost() }
      throw StorageError(answer: answer)
    }
  }

  private func lost() -> StorageError {
    .closed("The connection to PostgreSQL was lost: \(lastMessage)")
  }
}

/// A value on its way to the server.
private struct PostgresParameter {
  let bytes: UnsafeMutablePointer<CChar>?
  let count: Int32
  /// 0 is text, ended by a zero byte; 1 is binary.
  let format: Int32

  init(_ value: SQL.Value) throws {
    switch value {
    case .null: self.init([], format: 0, isNull: true)
    case .integer(let number): self.init(Array("\(number)".utf8) + [0], format: 0)
    case .text(let text):
      guard !text.utf8.contains(0) else { throw StorageError.unstorable }
      self.init(Array(text.utf8) + [0], format: 0)
    case .bytes(let bytes): self.init(bytes, format: 1)
    }
  }

  private init(_ content: [UInt8], format: Int32, isNull: Bool = false) {
    let start = UnsafeMutablePointer<CChar>.allocate(capacity: max(content.count, 1))
    for (index, byte) in content.enumerated() { start[index] = CChar(bitPattern: byte) }
    if isNull { start.deallocate() }
    bytes = isNull ? nil : start
    count = Int32(content.count)
    self.format = format
  }
}

func trimmed(_ message: String) -> String {
  message.split(whereSeparator: \.isNewline).joined(separator: " ")
}
