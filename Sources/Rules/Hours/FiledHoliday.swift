// SPDX-License-Identifier: AGPL-3.0-or-later

/// A holiday taken over from a file somebody else keeps, with the identity it has there, so that a
/// later file can change it or take it back.
package struct FiledHoliday: Sendable, Hashable {
  /// The identity in the file; empty when it had none.
  package let uid: String
  package let holiday: Holiday

  package init(uid: String, _ holiday: Holiday) {
    self.uid = uid.isPlainIdentity ? uid : uid.isEmpty ? "" : "#\(uid.fingerprint)"
    self.holiday = holiday
  }

  /// `2026-12-25 Christmas Day {uid}`
  package var line: String { uid.isEmpty ? holiday.line : "\(holiday.line) {\(uid)}" }

  package init(line: String) throws {
    guard line.hasSuffix("}"), let brace = line.lastIndex(of: "{") else {
      self.init(uid: "", try Holiday(line: line))
      return
    }
    self.init(
      uid: String(line[line.index(after: brace)...].dropLast()),
      try Holiday(line: String(line[..<brace])))
  }

  /// Every line of the text; empty lines and those that begin with `#` say nothing.
  package static func list(_ text: String) throws -> [FiledHoliday] {
    try text.split(whereSeparator: \.isNewline)
      .map { $0.drop(while: \.isWhitespace) }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
      .map { try FiledHoliday(line: String($0)) }
  }
}

extension String {
  fileprivate var isPlainIdentity: Bool {
    (1...120).contains(utf8.count)
      && utf8.allSatisfy { (33...126).contains($0) && !"{}".utf8.contains($0) }
  }

  /// FNV-1a: enough to tell one odd identity from another.
  fileprivate var fingerprint: String {
    let hash = utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
      ($0 ^ UInt64($1)) &* 1_099_511_628_211
    }
    return String(hash, radix: 16)
  }
}

extension Holiday {
  /// A name as it can stand in a line: one line of text that is no note and holds no identity.
  package static func name(filing text: String) -> String {
    let words = text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 32 } }
    let name = String(words.joined(separator: " ").prefix(200))
      .filter { !"{}\u{0}".contains($0) }
    let isNote = ["(or ", "(since", "(except"].contains { name.lowercased().hasPrefix($0) }
    return isNote ? "[" + name.dropFirst() : name
  }
}
