// SPDX-License-Identifier: AGPL-3.0-or-later

/// A reply taken apart: the sender's own words, the history they quote, the signature. The pieces
/// in order are the whole text again; nothing is thrown away.
package struct FoldedReply: Sendable, Hashable {
  package enum Kind: String, Sendable { case own, quoted, signature }

  package struct Piece: Sendable, Hashable {
    package let kind: Kind
    package let text: String
  }

  package let pieces: [Piece]

  /// Only what the sender wrote this time.
  package var own: String {
    let words = pieces.filter { $0.kind == .own }.map { $0.text.trimmedLines }
    return words.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  package init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let kinds = FoldedReply.judged(lines)
    var pieces: [Piece] = []
    var start = 0
    for index in lines.indices where index + 1 == lines.count || kinds[index + 1] != kinds[index] {
      let block = lines[start...index].joined(separator: "\n")
      pieces.append(Piece(kind: kinds[index], text: block))
      start = index + 1
    }
    self.pieces = pieces
  }

  /// What each line is. A text without words of its own (a forward) is wholly its sender's.
  private static func judged(_ lines: [String]) -> [Kind] {
    var kinds = [Kind](repeating: .own, count: lines.count)
    let history = lines.indices.first { startsHistory(lines, at: $0) } ?? lines.count
    for index in history..<lines.count { kinds[index] = .quoted }
    markQuotes(lines, before: history, &kinds)
    markSignature(lines, before: history, &kinds)
    let hasWords = lines.indices.contains { kinds[$0] == .own && !lines[$0].isBlank }
    return hasWords ? kinds : kinds.map { $0 == .signature ? .signature : .own }
  }

  private static func markQuotes(_ lines: [String], before end: Int, _ kinds: inout [Kind]) {
    for index in 0..<end where lines[index].hasPrefix(">") {
      kinds[index] = .quoted
      var above = index - 1
      while above >= 0, lines[above].isBlank { above -= 1 }
      for length in 1...4 where kinds[index] == .quoted && above - length + 1 >= 0 {
        let block = lines[(above - length + 1)...above]
        if kinds[above] == .own, Attribution.matches(block.joined(separator: " ")) {
          for line in (above - length + 1)..<index { kinds[line] = .quoted }
          break
        }
      }
    }
    // Blank lines between two quotes belong to them.
    for index in kinds.indices.dropFirst() where index < end && lines[index].isBlank {
      if kinds[index - 1] == .quoted { kinds[index] = .quoted }
    }
  }

  private static func markSignature(_ lines: [String], before end: Int, _ kinds: inout [Kind]) {
    let marks = lines[..<end].indices.filter { lines[$0] == "-- " || lines[$0] == "--" }
    let sentFrom = lines[..<end].indices.last { Attribution.isDeviceLine(lines[$0]) }
    let tail = sentFrom.flatMap { line in
      (line + 1..<end).allSatisfy { lines[$0].isBlank || kinds[$0] == .quoted } ? line : nil
    }
    guard let start = [marks.last, tail].compactMap({ $0 }).min() else { return }
    for index in start..<end where kinds[index] == .own { kinds[index] = .signature }
  }

  /// The rest of the mail is somebody's earlier mail.
  private static func startsHistory(_ lines: [String], at index: Int) -> Bool {
    let line = lines[index].trimmed
    if Attribution.isDivider(line) { return true }
    if Attribution.isHeaderBlock(lines[index..<min(index + 6, lines.count)]) { return true }
    guard Attribution.mayBegin(line) else { return false }
    for length in 1...3 where index + length <= lines.count {
      let block = lines[index..<index + length].map(\.trimmed).joined(separator: " ")
      if Attribution.matches(block) { return !quotesInside(lines, after: index + length) }
    }
    return false
  }

  /// After the attribution come `>` lines with words of the sender's own between or below.
  private static func quotesInside(_ lines: [String], after start: Int) -> Bool {
    let rest = lines[min(start, lines.count)...].drop(while: \.isBlank)
    return rest.first?.hasPrefix(">") == true
  }
}

extension StringProtocol {
  var isBlank: Bool { allSatisfy(\.isWhitespace) }

  var trimmed: String {
    let front = drop(while: \.isWhitespace)
    guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(front[...last])
  }

  /// Without the empty lines above and below.
  var trimmedLines: String {
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    let front = lines.drop { $0.isBlank }
    guard let last = front.lastIndex(where: { !$0.isBlank }) else { return "" }
    return front[...last].joined(separator: "\n")
  }
}
