// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Names and values as a browser sends them: `a=1&b=two+words`.
package struct FormBody: Sendable {
  private(set) var pairs: [(name: String, value: String)] = []
  private(set) var files: [(name: String, file: SentFile)] = []

  static let empty = FormBody()

  private init() {}

  init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

  /// Refuses what is no text: broken escapes, invalid UTF-8, U+0000.
  init(parsing bytes: some Collection<UInt8>) throws(Unintelligible) {
    for part in bytes.split(separator: UInt8(ascii: "&")) {
      guard pairs.count < 2000 else { throw Unintelligible.tooMany }
      let halves = part.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      pairs.append(
        (
          try Self.decoded(Array(halves[0])),
          halves.count == 2 ? try Self.decoded(Array(halves[1])) : ""
        ))
    }
  }

  subscript(name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

  func files(_ name: String) -> [SentFile] { files.filter { $0.name == name }.map(\.file) }

  var names: [String] {
    var seen: Set<String> = []
    return (pairs.map(\.name) + files.map(\.name)).filter { seen.insert($0).inserted }
  }

  mutating func add(_ text: String, under name: String) { pairs.append((name, text)) }
  mutating func add(_ file: SentFile, under name: String) { files.append((name, file)) }

  /// Why a form can't be read at all.
  struct Unintelligible: Refusal {
    let code: String
    let message: Phrase

    static let encoding = Unintelligible(
      code: "form.encoding",
      message: "What was sent is not valid UTF-8 text. Please go back and send the form again.")
    static let tooMany = Unintelligible(
      code: "form.tooMany", message: "The form holds more than 2,000 fields.")
  }

  static func decoded(_ bytes: [UInt8]) throws(Unintelligible) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "+"): out.append(32)
      case UInt8(ascii: "%"):
        guard at + 2 < bytes.count, let high = hexValue(bytes[at + 1]),
          let low = hexValue(bytes[at + 2])
        else { throw .encoding }
        out.append(high << 4 | low)
        at += 2
      case let byte: out.append(byte)
      }
      at += 1
    }
    guard let text = String(validating: out, as: UTF8.self), !out.contains(0) else {
      throw .encoding
    }
    return text
  }
}
