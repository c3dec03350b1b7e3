// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

extension JSON {
  /// The value as UTF-8, words in the given wording. The three marks of HTML are escaped, so that it
  /// may stand in a script element and does no harm where somebody takes it for a page.
  package func bytes(_ wording: Wording = .plain) -> [UInt8] {
    var out: [UInt8] = []
    write(to: &out, wording)
    return out
  }

  private func write(to out: inout [UInt8], _ wording: Wording) {
    switch self {
    case .null: out += Array("null".utf8)
    case .flag(let flag): out += Array((flag ? "true" : "false").utf8)
    case .number(let number): out += Array(String(number).utf8)
    case .decimal(let digits): out += Array(digits.utf8)
    case .text(let text): JSON.write(text, to: &out)
    case .words(let phrase): JSON.write(wording.text(phrase), to: &out)
    case .list(let items): JSON.write(items, to: &out, wording)
    case .object(let members): JSON.write(members, to: &out, wording)
    }
  }

  private static func write(_ items: [JSON], to out: inout [UInt8], _ wording: Wording) {
    out.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      item.write(to: &out, wording)
    }
    out.append(UInt8(ascii: "]"))
  }

  private static func write(_ members: [Member], to out: inout [UInt8], _ wording: Wording) {
    out.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      write(member.key, to: &out)
      out.append(UInt8(ascii: ":"))
      member.value.write(to: &out, wording)
    }
    out.append(UInt8(ascii: "}"))
  }

  private static func write(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): out += Array(#"\""#.utf8)
      case UInt8(ascii: "\\"): out += Array(#"\\"#.utf8)
      case 10: out += Array(#"\n"#.utf8)
      case 0..<32, 127, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
        out += Array(#"\u00"#.utf8) + [hexDigit(byte >> 4), hexDigit(byte & 15)]
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}

func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
