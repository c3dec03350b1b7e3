// SPDX-License-Identifier: AGPL-3.0-or-later

/// One language's catalogue in gettext's PO format: `msgid` is the English pattern, `msgstr` the
/// language's. Fuzzy and empty entries count as missing.
package struct PortableObject: Sendable {
  package private(set) var sentences: [String: String] = [:]

  /// Why a catalogue can't be used, with the line to look at.
  package struct Fault: Error, CustomStringConvertible {
    package let file: String
    package let line: Int
    package let reason: String

    package var description: String { "\(file):\(line): \(reason)" }
  }

  package init(parsing text: String, file: String = "catalogue") throws {
    var entry = Entry()
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      do {
        if try entry.take(line) { try keep(&entry) }
      } catch let fault as Entry.Fault {
        throw Fault(file: file, line: number, reason: fault.reason)
      }
    }
    try finish(&entry, file, number)
  }

  private mutating func finish(_ entry: inout Entry, _ file: String, _ line: Int) throws {
    do { try keep(&entry) } catch let fault as Entry.Fault {
      throw Fault(file: file, line: line, reason: fault.reason)
    }
  }

  private mutating func keep(_ entry: inout Entry) throws {
    defer { entry = entry.successor() }
    guard let id = entry.id, !id.isEmpty, let sentence = entry.sentence, !sentence.isEmpty,
      !entry.isFuzzy
    else { return }
    guard sentences[id] == nil else { throw Entry.Fault(reason: "“\(id)” stands twice") }
    guard places(in: id) == places(in: sentence) else {
      throw Entry.Fault(reason: "the places {1}, {2} … of “\(id)” and its translation differ")
    }
    sentences[id] = sentence
  }
}

/// The numbers of the places in a pattern: a translation may order them anew, not lose one.
func places(in pattern: String) -> Set<Int> {
  var found: Set<Int> = []
  let bytes = Array(pattern.utf8)
  for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "{") {
    let digits = bytes[(index + 1)...].prefix { (48...57).contains($0) }
    let end = index + 1 + digits.count
    guard !digits.isEmpty, end < bytes.count, [58, 125].contains(bytes[end]) else { continue }
    found.insert(Int(String(decoding: digits, as: UTF8.self)) ?? 0)
  }
  return found
}

/// One entry while its lines are read.
private struct Entry {
  var id: String?
  var sentence: String?
  var isFuzzy = false
  private var nextIsFuzzy = false
  private var current = Part.none

  private enum Part { case none, id, sentence }

  struct Fault: Error { let reason: String }

  /// Reads a line; true when the entry before it is complete.
  mutating func take(_ line: Substring) throws -> Bool {
    let line = line.trimming()
    if line.isEmpty { return sentence != nil }
    if line.hasPrefix("#") {
      if line.hasPrefix("#,"), line.contains("fuzzy") { nextIsFuzzy = true }
      return false
    }
    if line.hasPrefix("\"") {
      try extend(line)
    } else if line.hasPrefix("msgid ") {
      (id, sentence, isFuzzy, nextIsFuzzy) = ("", nil, nextIsFuzzy, false)
      current = .id
      try extend(line.dropFirst(6))
    } else if line.hasPrefix("msgstr ") {
      sentence = ""
      current = .sentence
      try extend(line.dropFirst(7))
    } else {
      throw Fault(reason: "expected msgid, msgstr, a quoted text or a comment")
    }
    return false
  }

  func successor() -> Entry {
    var next = Entry()
    next.nextIsFuzzy = nextIsFuzzy
    return next
  }

  private mutating func extend(_ quoted: Substring) throws {
    let text = try unquoted(quoted.trimming())
    switch current {
    case .none: throw Fault(reason: "a text without msgid or msgstr before it")
    case .id: id? += text
    case .sentence: sentence? += text
    }
  }

  private func unquoted(_ quoted: Substring) throws -> String {
    guard quoted.count >= 2, quoted.hasPrefix("\""), quoted.hasSuffix("\"") else {
      throw Fault(reason: "a quoted text that does not end on its line")
    }
    var out = ""
    var isEscaped = false
    for character in quoted.dropFirst().dropLast() {
      switch (isEscaped, character) {
      case (true, "n"): out.append("\n")
      case (true, "t"): out.append("\t")
      case (true, "\""), (true, "\\"): out.append(character)
      case (true, _): throw Fault(reason: "unknown escape \\\(character)")
      case (false, "\\"): break
      case (false, "\""): throw Fault(reason: "a quotation mark without \\ inside a text")
      default: out.append(character)
      }
      isEscaped = !isEscaped && character == "\\"
    }
    guard !isEscaped else { throw Fault(reason: "a quoted text that does not end on its line") }
    return out
  }
}

extension Substring {
  /// Without blanks at both ends.
  func trimming() -> Substring {
    let tail = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    guard let last = tail.lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else {
      return ""
    }
    return tail[...last]
  }
}
