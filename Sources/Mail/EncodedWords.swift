// SPDX-License-Identifier: AGPL-3.0-or-later
import Foundation

/// Header text as words a mail header may hold (RFC 2047): plain where it is plain ASCII.
enum EncodedWords {
  /// Unstructured text, such as a subject.
  static func words(_ text: String) -> [String] {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let plain = text.utf8.allSatisfy { (32...126).contains($0) } && !text.contains("=?")
    let regular = parts.allSatisfy { !$0.isEmpty && $0.utf8.count < 70 }
    return text.isEmpty || plain && regular ? parts.filter { !$0.isEmpty } : encoded(text)
  }

  /// A name beside an address: plain, quoted, or encoded.
  static func phrase(_ name: String) -> [String] {
    let atoms = name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 32 || $0 == dash }
    if atoms, words(name) == name.split(separator: " ").map(String.init) { return words(name) }
    let ascii = name.utf8.allSatisfy { (32...126).contains($0) }
    guard ascii, name.utf8.count < 60, !name.contains("=?"), name == name.trimmed else {
      return encoded(name)
    }
    let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return escaped.contains("  ") ? encoded(name) : ["\"\(escaped)\""]
  }

  /// At most 45 bytes a word, never cutting a character.
  private static func encoded(_ text: String) -> [String] {
    var words: [String] = []
    var piece: [UInt8] = []
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if piece.count + bytes.count > 42 {
        words.append(word(piece))
        piece = []
      }
      piece += bytes
    }
    return piece.isEmpty ? words : words + [word(piece)]
  }

  private static func word(_ bytes: [UInt8]) -> String {
    "=?utf-8?B?\(Data(bytes).base64EncodedString())?="
  }
}
