// SPDX-License-Identifier: AGPL-3.0-or-later

/// Words on their way out of the sanitiser: without what cannot be read, and escaped.
enum HTMLText {
  /// Without control characters and without those that turn the reading direction around.
  static func readable(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    if bytes.allSatisfy({ $0 == 10 || $0 == 9 || ($0 > 31 && $0 < 127) }) { return text }
    var kept = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      if scalar == "\r" {
        kept.append("\n")
      } else if !isHidden(scalar), !(afterReturn && scalar == "\n") {
        kept.append(scalar)
      }
      afterReturn = scalar == "\r"
    }
    return String(kept)
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 9, 10: false
    case 0..<32, 127...159, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB: true
    case 0xE0000...0xE007F, 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }

  static func escape(_ text: String, into out: inout [UInt8]) {
    for byte in text.utf8 {
      if let name = escape(of: byte) {
        out.append(contentsOf: name.utf8)
      } else {
        out.append(byte)
      }
    }
  }

  static func escapedSize(_ text: String) -> Int {
    text.utf8.reduce(0) { $0 + (escape(of: $1)?.utf8Count ?? 1) }
  }

  static func size(_ name: String, _ pairs: [MailHTML.Attribute]) -> Int {
    pairs.reduce(name.utf8.count + 2) { $0 + $1.name.utf8.count + 4 + escapedSize($1.value) }
  }

  private static func escape(of byte: UInt8) -> StaticString? {
    switch byte {
    case ampersand: "&amp;"
    case lessThan: "&lt;"
    case greaterThan: "&gt;"
    case doubleQuote: "&quot;"
    case singleQuote: "&#39;"
    case UInt8(ascii: "`"): "&#96;"
    default: nil
    }
  }
}

extension StaticString {
  fileprivate var utf8: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
  }

  fileprivate var utf8Count: Int { utf8CodeUnitCount }
}
