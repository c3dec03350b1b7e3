// SPDX-License-Identifier: AGPL-3.0-or-later

/// Text in lines short enough for any mail server, readable where it is plain (RFC 2045).
enum QuotedPrintable {
  static func encoded(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    for line in text.readable.split(separator: "\n", omittingEmptySubsequences: false) {
      append(Array(line.utf8), to: &out)
    }
    return out
  }

  private static func append(_ line: [UInt8], to out: inout [UInt8]) {
    var width = 0
    for (index, byte) in line.enumerated() {
      let last = index == line.count - 1
      let piece = encoded(byte, first: index == 0, last: last)
      if width + piece.count > 75 {
        out += [61, 13, 10]
        width = 0
      }
      out += piece
      width += piece.count
    }
    out += [13, 10]
  }

  /// A dot or an F at the start of a line could be taken for something else on the way.
  private static func encoded(_ byte: UInt8, first: Bool, last: Bool) -> [UInt8] {
    let blank = byte == 32 || byte == 9
    let risky = first && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
    let plain = (33...126).contains(byte) && byte != 61 || blank && !last
    if plain && !risky { return [byte] }
    return [61, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
  }

  private static let hex = Array("0123456789ABCDEF".utf8)
}
