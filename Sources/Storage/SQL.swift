// SPDX-License-Identifier: AGPL-3.0-or-later

/// One statement in the portable subset, its values apart from its text: whatever is interpolated
/// becomes a bound `$1`, so no text from outside ever turns into SQL.
package struct SQL: Sendable {
  /// What a column or a parameter can hold on both engines.
  package enum Value: Sendable, Hashable {
    case null
    case integer(Int)
    case text(String)
    case bytes([UInt8])
  }

  /// Text around the values: always one piece more than there are values.
  private var pieces: [String]
  package private(set) var values: [Value]

  /// Trusted text. For this floor only: elsewhere SQL is a literal.
  init(raw text: String) {
    pieces = [text]
    values = []
  }

  /// The text with `$1`, `$2` … where the values go.
  package var text: String {
    var text = pieces[0]
    for (index, piece) in pieces.dropFirst().enumerated() { text += "$\(index + 1)\(piece)" }
    return text
  }

  package static func + (first: SQL, second: SQL) -> SQL {
    var joined = first
    joined.append(second)
    return joined
  }

  /// The same statement with each piece of its text put differently.
  func reworded(_ put: (String) -> String) -> SQL {
    var other = self
    other.pieces = pieces.map(put)
    return other
  }

  private mutating func append(_ next: SQL) {
    pieces[pieces.count - 1] += next.pieces[0]
    pieces += next.pieces.dropFirst()
    values += next.values
  }
}

extension SQL: ExpressibleByStringInterpolation {
  package init(stringLiteral text: StaticString) {
    self.init(raw: text.description)
  }

  package init(stringInterpolation statement: Statement) {
    self = statement.sql
  }

  /// A statement being put together from a literal.
  package struct Statement: StringInterpolationProtocol {
    fileprivate var sql = SQL(raw: "")

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: StaticString) {
      sql.append(SQL(raw: literal.description))
    }

    package mutating func appendInterpolation(_ value: SQL.Value) {
      sql.pieces.append("")
      sql.values.append(value)
    }

    package mutating func appendInterpolation(_ value: some Storable) {
      appendInterpolation(value.stored)
    }

    /// Said apart from the above only because the compiler warns of optionals in text.
    package mutating func appendInterpolation(_ value: (some Storable)?) {
      appendInterpolation(value?.stored ?? .null)
    }

    /// Fields of `Rules` enums store their raw value without being told how.
    @_disfavoredOverload
    package mutating func appendInterpolation<Word: RawRepresentable>(_ word: Word)
    where Word.RawValue: Storable {
      appendInterpolation(word.rawValue)
    }

    @_disfavoredOverload
    package mutating func appendInterpolation<Word: RawRepresentable>(_ word: Word?)
    where Word.RawValue: Storable {
      appendInterpolation(word?.rawValue)
    }

    /// A fragment takes its values with it.
    package mutating func appendInterpolation(_ fragment: SQL) {
      sql.append(fragment)
    }

    /// `($1, $2)`, for `IN`; of nothing `(NULL)`, which no value is in.
    package mutating func appendInterpolation(list values: [some Storable]) {
      appendInterpolation(values.isEmpty ? "(NULL)" : "(\(values, separator: ", "))" as SQL)
    }

    package mutating func appendInterpolation(
      _ values: [some Storable], separator: StaticString
    ) {
      for (index, value) in values.enumerated() {
        if index > 0 { appendLiteral(separator) }
        appendInterpolation(value)
      }
    }

    /// Fragments side by side: conditions by `" AND "`, rows by `", "`.
    package mutating func appendInterpolation(_ fragments: [SQL], separator: StaticString) {
      for (index, fragment) in fragments.enumerated() {
        if index > 0 { appendLiteral(separator) }
        appendInterpolation(fragment)
      }
    }
  }
}
