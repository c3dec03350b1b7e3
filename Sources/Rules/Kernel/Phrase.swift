// SPDX-License-Identifier: AGPL-3.0-or-later

/// Words a person will read, kept as pattern and values until the reader's language and zone are
/// known. The English pattern is its own key in the message catalogue: `"Reply to \(name)"` is
/// looked up as `Reply to {1}`.
package struct Phrase: Sendable, Hashable {
  /// English, with `{1}`, `{2}` where values go; `{1:# ticket|# tickets}` counts.
  package let pattern: String
  package let values: [Value]

  package indirect enum Value: Sendable, Hashable {
    case text(String)
    case number(Int)
    /// Shown in the reader's zone.
    case moment(Instant)
    case day(Day)
    /// The month the day lies in: `March 2026`.
    case month(Day)
    /// Seconds, shown as `2 h 10`.
    case duration(Int)
    case phrase(Phrase)
  }

  package init(pattern: String, values: [Value]) {
    self.pattern = pattern
    self.values = values
  }
}

extension Phrase: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) {
    self.init(pattern: value, values: [])
  }

  package init(stringInterpolation words: Words) {
    self.init(pattern: words.pattern, values: words.values)
  }

  package struct Words: StringInterpolationProtocol {
    var pattern = ""
    var values: [Value] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      pattern.reserveCapacity(literalCapacity + interpolationCount * 3)
    }

    package mutating func appendLiteral(_ literal: String) { pattern += literal }

    package mutating func appendInterpolation(_ text: String) { append(.text(text)) }
    package mutating func appendInterpolation(_ number: Int) { append(.number(number)) }
    package mutating func appendInterpolation(moment: Instant) { append(.moment(moment)) }
    package mutating func appendInterpolation(day: Day) { append(.day(day)) }
    package mutating func appendInterpolation(month day: Day) { append(.month(day)) }
    package mutating func appendInterpolation(duration seconds: Int) { append(.duration(seconds)) }
    package mutating func appendInterpolation(phrase: Phrase) { append(.phrase(phrase)) }

    /// `#` stands for the number; the catalogue gives each language its own forms.
    package mutating func appendInterpolation(count: Int, one: String, many: String) {
      values.append(.number(count))
      pattern += "{\(values.count):\(one)|\(many)}"
    }

    private mutating func append(_ value: Value) {
      values.append(value)
      pattern += "{\(values.count)}"
    }
  }
}
