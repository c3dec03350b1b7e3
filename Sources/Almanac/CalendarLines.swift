// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The content lines of a calendar file: unfolded, each with the number its first part has in the
/// file, so that whatever is said about it can be looked up there.
struct CalendarLines {
  struct Line {
    let number: Int
    let text: String

    /// What stands before the first `:` or `;`.
    var name: String { text.prefix { $0 != ":" && $0 != ";" }.uppercased() }

    /// What stands after the first `:` outside quotes.
    var value: Substring {
      var isQuoted = false
      let colon = text.firstIndex {
        if $0 == "\"" { isQuoted.toggle() }
        return $0 == ":" && !isQuoted
      }
      return colon.map { text[text.index(after: $0)...] } ?? ""
    }
  }

  private(set) var lines: [Line] = []

  /// Ends of line are CR LF, LF or CR. Folding may cut a letter in two, so bytes are joined before
  /// they are read as text.
  init(_ bytes: [UInt8]) throws(HolidayFileRefusal) {
    guard bytes.contains(where: { $0 > 32 }) else { throw .empty }
    if [[0xFF, 0xFE], [0xFE, 0xFF]].contains(Array(bytes.prefix(2))) { throw .notUTF8(line: 1) }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var pending: [UInt8] = []
    var (first, number, at) = (1, 0, start)
    while at < bytes.count {
      let end = bytes[at...].firstIndex { $0 == 10 || $0 == 13 } ?? bytes.count
      number += 1
      if end > at, bytes[at] == 32 || bytes[at] == 9 {
        pending += bytes[(at + 1)..<end]
      } else {
        try add(pending, first)
        pending = Array(bytes[at..<end])
        first = number
      }
      let isPair = end + 1 < bytes.count && bytes[end] == 13 && bytes[end + 1] == 10
      at = end + (isPair ? 2 : 1)
    }
    try add(pending, first)
  }

  private mutating func add(_ bytes: [UInt8], _ number: Int) throws(HolidayFileRefusal) {
    guard bytes.contains(where: { $0 > 32 }) else { return }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw .notUTF8(line: number)
    }
    lines.append(Line(number: number, text: text))
  }
}
