// SPDX-License-Identifier: AGPL-3.0-or-later

/// One row of an answer, its columns by position. It lives only while the closure that was handed
/// it runs.
package struct Row {
  enum Source {
    case sqlite(SQLiteRow)
    case postgres(PostgresRow)
  }

  let source: Source

  package subscript<Value: Storable>(_ column: Int) -> Value {
    get throws { try Value(stored: value(at: column)) }
  }

  /// Fields of `Rules` enums read their raw value without being told how.
  @_disfavoredOverload
  package subscript<Word: RawRepresentable>(_ column: Int) -> Word
  where Word.RawValue: Storable {
    get throws { try word(value(at: column)) }
  }

  @_disfavoredOverload
  package subscript<Word: RawRepresentable>(_ column: Int) -> Word?
  where Word.RawValue: Storable {
    get throws {
      let stored = try value(at: column)
      return stored == .null ? nil : try word(stored)
    }
  }

  func value(at column: Int) throws -> SQL.Value {
    switch source {
    case .sqlite(let row): try row.value(at: Int32(column))
    case .postgres(let row): try row.value(at: Int32(column))
    }
  }

  private func word<Word: RawRepresentable>(_ stored: SQL.Value) throws -> Word
  where Word.RawValue: Storable {
    let raw = try Word.RawValue(stored: stored)
    guard let word = Word(rawValue: raw) else {
      throw Unreadable("one of \(Word.self)", stored)
    }
    return word
  }
}
