// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Markup, the second of the two dangerous strings: its literals are ours and stand as written, every
/// value put into it is escaped. Words, moments and lengths of time wait in it as values until the
/// reader is known.
package struct HTML: Sendable {
  var bytes: [UInt8]
  var gaps: [Gap]

  /// A place whose text depends on who reads.
  struct Gap: Sendable {
    let offset: Int
    let filling: Filling
  }

  enum Filling: Sendable {
    case phrase(Phrase)
    case moment(Instant)
    case time(Instant)
    case day(Day)
    case duration(Int)
    case exactDuration(Int)
    case number(Int)
    case protection(Protection)
    case asset(String)
  }

  package static let empty = HTML(bytes: [], gaps: [])

  init(bytes: [UInt8], gaps: [Gap]) {
    self.bytes = bytes
    self.gaps = gaps
  }

  package var isEmpty: Bool { bytes.isEmpty && gaps.isEmpty }

  package mutating func append(_ other: HTML) {
    let shift = bytes.count
    bytes += other.bytes
    for gap in other.gaps { gaps.append(Gap(offset: gap.offset + shift, filling: gap.filling)) }
  }

  package static func + (a: HTML, b: HTML) -> HTML {
    var sum = a
    sum.append(b)
    return sum
  }
}

extension HTML: ExpressibleByStringInterpolation {
  package init(stringLiteral literal: StaticString) {
    self.init(bytes: literal.withUTF8Buffer(Array.init), gaps: [])
  }

  package init(stringInterpolation markup: Markup) { self = markup.html }

  /// An `HTML` literal while it is being put together.
  package struct Markup: StringInterpolationProtocol {
    var html = HTML.empty

    package init(literalCapacity: Int, interpolationCount: Int) {
      html.bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
    }

    package mutating func appendLiteral(_ literal: StaticString) {
      literal.withUTF8Buffer { html.bytes.append(contentsOf: $0) }
    }
  }
}

extension Sequence<HTML> {
  /// All pieces one after the other.
  package func joined() -> HTML {
    var whole = HTML.empty
    for piece in self { whole.append(piece) }
    return whole
  }

  /// All pieces with the separator between them.
  package func joined(by separator: HTML) -> HTML {
    var whole = HTML.empty
    for (index, piece) in enumerated() {
      if index > 0 { whole.append(separator) }
      whole.append(piece)
    }
    return whole
  }
}
