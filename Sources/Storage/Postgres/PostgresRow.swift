// SPDX-License-Identifier: AGPL-3.0-or-later

import CPostgres

/// One row of the server's answer, in binary.
struct PostgresRow {
  let answer: OpaquePointer
  let number: Int32

  func value(at column: Int32) throws -> SQL.Value {
    guard column < PQnfields(answer) else {
      throw Unreadable("The answer has no column \(column).")
    }
    guard PQgetisnull(answer, number, column) == 0 else { return .null }
    let start = PQgetvalue(answer, number, column)
    let bytes = UnsafeRawBufferPointer(
      start: start, count: Int(PQgetlength(answer, number, column)))
    switch PQftype(answer, column) {
    case 16: return .integer(bytes[0] == 0 ? 0 : 1)
    case 20, 21, 23: return .integer(integer(bytes))
    case 17: return .bytes(Array(bytes))
    // text, varchar, char, name, and what has no type, such as a bare literal
    case 25, 1043, 1042, 19, 705: return .text(try text(bytes))
    case 1700:
      throw Unreadable("A sum is not a whole number here: write CAST(sum(…) AS BIGINT).")
    case let type: throw Unreadable("A column is of PostgreSQL's type \(type), which has no twin.")
    }
  }

  private func integer(_ bytes: UnsafeRawBufferPointer) -> Int {
    switch bytes.count {
    case 2: Int(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
    case 4: Int(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
    default: Int(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
    }
  }

  private func text(_ bytes: UnsafeRawBufferPointer) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Unreadable("A column holds text that is not UTF-8.")
    }
    return text
  }
}
