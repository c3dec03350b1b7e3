// SPDX-License-Identifier: AGPL-3.0-or-later

/// Character references turned into the characters they stand for.
enum HTMLReferences {
  static func decoded(_ bytes: ArraySlice<UInt8>, inAttribute: Bool) -> [UInt8] {
    guard bytes.contains(ampersand) else { return Array(bytes) }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var at = bytes.startIndex
    while at < bytes.endIndex {
      if bytes[at] == ampersand, let found = reference(bytes[at...], inAttribute) {
        out.append(contentsOf: String(found.character).utf8)
        at += found.length
      } else {
        out.append(bytes[at])
        at += 1
      }
    }
    return out
  }

  private typealias Found = (character: Unicode.Scalar, length: Int)

  private static func reference(_ bytes: ArraySlice<UInt8>, _ inAttribute: Bool) -> Found? {
    let rest = bytes.dropFirst()
    if rest.first == UInt8(ascii: "#") { return numeric(rest.dropFirst()) }
    let run = rest.prefix(32).prefix { $0.isLetter || $0.isDigit }
    guard !run.isEmpty else { return nil }
    if run.endIndex < bytes.endIndex, bytes[run.endIndex] == UInt8(ascii: ";"),
      let code = HTMLNames.codes[String(decoding: run, as: UTF8.self)]
    {
      return Unicode.Scalar(code).map { ($0, run.count + 2) }
    }
    return bare(run, of: bytes, inAttribute)
  }

  /// `&copy` without the semicolon; in an attribute only where nothing of a word follows.
  private static func bare(
    _ run: ArraySlice<UInt8>, of bytes: ArraySlice<UInt8>, _ inAttribute: Bool
  ) -> Found? {
    for length in stride(from: min(run.count, 6), through: 2, by: -1) {
      let name = String(decoding: run.prefix(length), as: UTF8.self)
      guard HTMLNames.bare.contains(name), let code = HTMLNames.codes[name] else { continue }
      if inAttribute {
        let next = run.startIndex + length
        let follows = next < bytes.endIndex ? bytes[next] : 0
        if follows == equals || follows.isLetter || follows.isDigit { return nil }
      }
      return Unicode.Scalar(code).map { ($0, length + 1) }
    }
    return nil
  }

  private static func numeric(_ bytes: ArraySlice<UInt8>) -> Found? {
    let hex = bytes.first.map { $0.lowercase == UInt8(ascii: "x") } ?? false
    let digits = bytes.dropFirst(hex ? 1 : 0).prefix { $0.digit(in: hex ? 16 : 10) != nil }
    guard !digits.isEmpty else { return nil }
    var code: UInt32 = 0
    for byte in digits where code < 0x11_0000 {
      code = code * (hex ? 16 : 10) + UInt32(byte.digit(in: 16)!)
    }
    let closed = digits.endIndex < bytes.endIndex && bytes[digits.endIndex] == UInt8(ascii: ";")
    return (scalar(code), 2 + (hex ? 1 : 0) + digits.count + (closed ? 1 : 0))
  }

  /// As browsers read it: nothing is U+FFFD, and 128 to 159 are what Windows meant.
  private static func scalar(_ code: UInt32) -> Unicode.Scalar {
    if (0x80...0x9F).contains(code) { return windows[Int(code - 0x80)] }
    return code == 0 ? "\u{FFFD}" : Unicode.Scalar(code) ?? "\u{FFFD}"
  }

  private static let windows: [Unicode.Scalar] = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
}

extension UInt8 {
  func digit(in base: Int) -> Int? {
    let value =
      isDigit ? Int(self) - 48 : (97...102).contains(lowercase) ? Int(lowercase) - 87 : base
    return value < base ? value : nil
  }
}
