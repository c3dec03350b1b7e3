// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

extension JSON {
  /// Reads strict JSON (RFC 8259): one value, no duplicate keys, no lone surrogates, no U+0000,
  /// whole UTF-8. What is refused is refused with a sentence.
  package init(parsing bytes: [UInt8], deepest: Int = 32) throws(Malformed) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw Malformed.notUTF8 }
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { throw Malformed.byteOrderMark }
    var parser = JSONParser(bytes: bytes, deepest: deepest)
    self = try parser.document()
  }

  /// Why a text is not the JSON we read.
  package struct Malformed: Refusal, Equatable {
    package let code: String
    package let message: Phrase

    static let notUTF8 = Malformed(
      code: "json.encoding", message: "This is not valid UTF-8. Send JSON in UTF-8.")
    static let byteOrderMark = Malformed(
      code: "json.encoding",
      message: "This starts with a byte order mark. Send the JSON without it.")
    static func syntax(at offset: Int) -> Malformed {
      Malformed(
        code: "json.syntax", message: "This is not valid JSON: look at byte \(offset).")
    }
    static func depth(_ deepest: Int) -> Malformed {
      Malformed(code: "json.depth", message: "The JSON is nested deeper than \(deepest) levels.")
    }
    static func duplicate(_ key: String) -> Malformed {
      Malformed(code: "json.duplicateKey", message: "The key “\(key)” stands twice in one object.")
    }
    static let nul = Malformed(
      code: "json.nul", message: "A text holds the character U+0000, which can't be stored.")
  }
}

/// Walks the bytes once, left to right.
private struct JSONParser {
  let bytes: [UInt8]
  let deepest: Int
  var at = 0

  init(bytes: [UInt8], deepest: Int) {
    self.bytes = bytes
    self.deepest = deepest
  }

  mutating func document() throws(JSON.Malformed) -> JSON {
    let value = try value(depth: 0)
    skipBlanks()
    guard at == bytes.count else { throw .syntax(at: at) }
    return value
  }

  private mutating func value(depth: Int) throws(JSON.Malformed) -> JSON {
    guard depth <= deepest else { throw .depth(deepest) }
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
    case UInt8(ascii: "["): return .list(try items(depth: depth + 1))
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .flag(true))
    case UInt8(ascii: "f"): return try word("false", .flag(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func members(depth: Int) throws(JSON.Malformed) -> [JSON.Member] {
    var members: [JSON.Member] = []
    var seen: Set<String> = []
    at += 1
    if closes(UInt8(ascii: "}")) { return [] }
    repeat {
      skipBlanks()
      guard peek == UInt8(ascii: "\"") else { throw .syntax(at: at) }
      let key = try text()
      guard seen.insert(key).inserted else { throw .duplicate(key) }
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw .syntax(at: at) }
      members.append(JSON.Member(key, try value(depth: depth)))
      skipBlanks()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw .syntax(at: at) }
    return members
  }

  private mutating func items(depth: Int) throws(JSON.Malformed) -> [JSON] {
    var items: [JSON] = []
    at += 1
    if closes(UInt8(ascii: "]")) { return [] }
    repeat {
      items.append(try value(depth: depth))
      skipBlanks()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw .syntax(at: at) }
    return items
  }

  private mutating func text() throws(JSON.Malformed) -> String {
    var out: [UInt8] = []
    at += 1
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 32 else { throw .syntax(at: at) }
      at += 1
      if byte == UInt8(ascii: "\\") {
        for unit in String(try escaped()).utf8 { out.append(unit) }
      } else {
        out.append(byte)
      }
    }
    guard take(UInt8(ascii: "\"")) else { throw .syntax(at: at) }
    return String(decoding: out, as: UTF8.self)
  }

  private mutating func escaped() throws(JSON.Malformed) -> Unicode.Scalar {
    guard let byte = peek else { throw .syntax(at: at) }
    at += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"): return try unicode()
    default: throw .syntax(at: at - 1)
    }
  }

  private mutating func unicode() throws(JSON.Malformed) -> Unicode.Scalar {
    var code = try fourDigits()
    if (0xD800..<0xDC00).contains(code) {
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw .syntax(at: at) }
      let low = try fourDigits()
      guard (0xDC00..<0xE000).contains(low) else { throw .syntax(at: at) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard code != 0 else { throw .nul }
    guard let scalar = Unicode.Scalar(code) else { throw .syntax(at: at) }
    return scalar
  }

  private mutating func fourDigits() throws(JSON.Malformed) -> UInt32 {
    guard at + 4 <= bytes.count else { throw .syntax(at: at) }
    var code: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      guard let digit = hexValue(byte) else { throw .syntax(at: at) }
      code = code << 4 | UInt32(digit)
    }
    at += 4
    return code
  }

  private mutating func number() throws(JSON.Malformed) -> JSON {
    let start = at
    _ = take(UInt8(ascii: "-"))
    let whole = digits()
    guard whole > 0, whole == 1 || bytes[at - whole] != UInt8(ascii: "0") else {
      throw .syntax(at: start)
    }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard digits() > 0 else { throw .syntax(at: at) }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw .syntax(at: at) }
    }
    let written = String(decoding: bytes[start..<at], as: UTF8.self)
    return isWhole ? Int(written).map(JSON.number) ?? .decimal(written) : .decimal(written)
  }

  private mutating func digits() -> Int {
    let start = at
    while let byte = peek, (48...57).contains(byte) { at += 1 }
    return at - start
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSON.Malformed) -> JSON {
    guard bytes[at...].starts(with: word.utf8) else { throw .syntax(at: at) }
    at += word.utf8.count
    return value
  }

  private mutating func closes(_ mark: UInt8) -> Bool {
    skipBlanks()
    return take(mark)
  }

  private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func take(_ mark: UInt8) -> Bool {
    guard peek == mark else { return false }
    at += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 32 || byte == 9 || byte == 10 || byte == 13 { at += 1 }
  }
}

func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 48...57: byte - 48
  case 97...102: byte - 87
  case 65...70: byte - 55
  default: nil
  }
}
