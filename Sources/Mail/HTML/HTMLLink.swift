// SPDX-License-Identifier: AGPL-3.0-or-later
import Foundation

/// Where a link in a mail really goes, written so that every browser reads the same host.
struct HTMLLink: Hashable {
  let address: String
  /// The host, or the mail address or telephone number, as a person should see it.
  let shown: String

  init?(_ bytes: [UInt8]) {
    guard bytes.count <= 4_000 else { return nil }
    let text = String(decoding: bytes.filter { $0 != 9 && $0 != 10 && $0 != 13 }, as: UTF8.self)
    let trimmed = text.drop { $0.unicodeScalars.allSatisfy { $0.value <= 32 } }
    guard let colon = trimmed.firstIndex(of: ":") else { return nil }
    let rest = HTMLText.readable(Array(trimmed[trimmed.index(after: colon)...].utf8))
    switch trimmed[..<colon].lowercased() {
    case "http": self.init(web: rest, scheme: "http")
    case "https": self.init(web: rest, scheme: "https")
    case "mailto": self.init(mail: rest)
    case "tel": self.init(telephone: rest)
    default: return nil
    }
  }

  private init?(web rest: String, scheme: String) {
    let afterSlashes = rest.drop { $0 == "/" || $0 == "\\" }
    let end = afterSlashes.firstIndex { "/\\?#".contains($0) } ?? afterSlashes.endIndex
    let authority = afterSlashes[..<end]
    let place = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
    guard let host = MailHost(String(place ?? authority)) else { return nil }
    var path = String(afterSlashes[end...]).trimmed
    if path.first == "\\" { path = "/" + path.dropFirst() }
    address = "\(scheme)://\(host.text)\(HTMLLink.encoded(path))"
    shown = host.text
  }

  private init?(mail rest: String) {
    let bare = rest.split(separator: "?", omittingEmptySubsequences: false).first.map(String.init)
    guard let plain = bare?.removingPercentEncoding?.trimmed, plain.utf8.count <= 254,
      plain.filter({ $0 == "@" }).count == 1, !plain.hasPrefix("@"), !plain.hasSuffix("@")
    else { return nil }
    let marks = ".!#$*+-/=^_~@".utf8
    guard plain.utf8.allSatisfy({ $0.isLetter || $0.isDigit || marks.contains($0) }) else {
      return nil
    }
    address = "mailto:" + HTMLLink.encoded(plain)
    shown = plain
  }

  private init?(telephone rest: String) {
    let number = rest.filter { $0.isASCII && ($0.isNumber || "+-().".contains($0)) }
    guard (3...30).contains(number.count), number.contains(where: \.isNumber) else { return nil }
    address = "tel:" + number
    shown = number
  }

  /// Everything but the signs of a URL as percent escapes.
  private static func encoded(_ text: String) -> String {
    let plain = "-._~:/?#[]@!$&()*+,;=%".utf8
    var out = ""
    for byte in text.utf8 {
      if byte.isLetter || byte.isDigit || plain.contains(byte) {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = Array("0123456789ABCDEF")
        out += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return out
  }

  /// Nil when the words of the link already name the place it goes to.
  func hostToShow(beside words: String) -> String? {
    var said = words.trimmed.lowercased()
    for scheme in ["https://", "http://", "mailto:", "tel:"] where said.hasPrefix(scheme) {
      said = String(said.dropFirst(scheme.utf8.count))
    }
    if said.hasPrefix("www."), !shown.hasPrefix("www.") { said = String(said.dropFirst(4)) }
    guard said.hasPrefix(shown.lowercased()) else { return shown }
    let after = said.dropFirst(shown.count).first
    return after == nil || "/?#:".contains(after!) ? nil : shown
  }
}
