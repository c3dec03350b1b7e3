// SPDX-License-Identifier: AGPL-3.0-or-later
import CMIME

/// Text read from bytes whose declared charset may lie.
struct CharsetReading {
  let text: String
  /// The declared charset was not the one that fitted.
  let declarationLied: Bool

  /// Two-byte charsets whose short texts can pass for UTF-8 by accident.
  private static let trustedFirst = [
    "gb", "big5", "shift", "sjis", "euc-", "ks_c", "iso-2022", "hz",
  ]

  init(_ bytes: [UInt8], declared: String?) {
    let name = declared ?? "us-ascii"
    if let marked = CharsetReading.byMark(bytes) {
      self.init(text: marked, declarationLied: false)
    } else if CharsetReading.trustedFirst.contains(where: name.hasPrefix) || name.contains("utf-16")
      || name.contains("utf-7"), let text = CharsetReading.converted(bytes, name, lossless: true)
    {
      self.init(text: text, declarationLied: false)
    } else if let text = String(validating: bytes, as: UTF8.self) {
      let plain = bytes.allSatisfy { $0 < 128 }
      let lied = !plain && name != "utf-8" && name != "utf8"
      self.init(text: text, declarationLied: lied)
    } else {
      self = CharsetReading.eightBit(bytes, name)
    }
  }

  private init(text: String, declarationLied: Bool) {
    self.text = text.readable
    self.declarationLied = declarationLied
  }

  /// Not UTF-8: the declared charset, else what Windows wrote.
  private static func eightBit(_ bytes: [UInt8], _ name: String) -> CharsetReading {
    let lie = ["us-ascii", "ascii", "utf-8", "utf8"].contains(name)
    let latin = ["iso-8859-1", "latin1", "iso8859-1"].contains(name)
    let charset = lie || latin ? "windows-1252" : name
    if let text = converted(bytes, charset, lossless: false) {
      return CharsetReading(text: text, declarationLied: lie)
    }
    let text = converted(bytes, "windows-1252", lossless: false)
    return CharsetReading(
      text: text ?? String(decoding: bytes, as: UTF8.self), declarationLied: true)
  }

  private static func byMark(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return String(decoding: bytes.dropFirst(3), as: UTF8.self)
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return converted(bytes, "utf-16", lossless: false)
    }
    return nil
  }

  private static func converted(_ bytes: [UInt8], _ charset: String, lossless: Bool) -> String? {
    var length = 0
    var lost = 0
    guard let utf8 = cmime_utf8(bytes, bytes.count, charset, &length, &lost) else { return nil }
    defer { cmime_release(utf8) }
    if lossless && lost > 0 { return nil }
    let raw = UnsafeRawBufferPointer(start: utf8, count: length)
    return String(decoding: raw, as: UTF8.self)
  }
}

extension String {
  /// Line ends as LF and without the control characters nobody can read.
  var readable: String {
    var kept = [UInt8]()
    kept.reserveCapacity(utf8.count)
    var afterReturn = false
    for byte in utf8 {
      if byte == 13 {
        kept.append(10)
      } else if byte == 10 {
        if !afterReturn { kept.append(10) }
      } else if byte == 9 || (byte > 31 && byte != 127) {
        kept.append(byte)
      }
      afterReturn = byte == 13
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
