// SPDX-License-Identifier: AGPL-3.0-or-later
import Foundation

/// The host of a web address as browsers resolve it: letters outside ASCII stand as `xn--…`, so
/// that a look-alike cannot pass for the real one.
struct MailHost: Hashable {
  /// With the port when one was given.
  let text: String

  init?(_ source: String) {
    guard source.utf8.count <= 300 else { return nil }
    let folded = source.precomposedStringWithCompatibilityMapping.lowercased()
      .replacing("\u{3002}", with: ".")
    var name = folded[...]
    var port = ""
    if let colon = folded.lastIndex(of: ":") {
      name = folded[..<colon]
      port = String(folded[folded.index(after: colon)...])
      guard port.utf8.allSatisfy(\.isDigit), (Int(port) ?? 0) <= 65_535 else { return nil }
    }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    let plain = labels.compactMap { MailHost.label(String($0)) }
    guard plain.count == labels.count, plain.joined().utf8.count > 0 else { return nil }
    guard MailHost.isNoNumber(plain) || MailHost.isPlainIPv4(plain) else { return nil }
    text = plain.joined(separator: ".") + (port.isEmpty ? "" : ":" + port)
  }

  private static func label(_ label: String) -> String? {
    guard !label.isEmpty, label.unicodeScalars.count <= 63 else { return nil }
    let fits = label.unicodeScalars.allSatisfy { scalar in
      if scalar.isASCII {
        let byte = UInt8(scalar.value)
        return byte.isLetter || byte.isDigit || byte == dash || byte == UInt8(ascii: "_")
      }
      return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
        || scalar.properties.generalCategory == .nonspacingMark
    }
    if !fits { return nil }
    return label.utf8.allSatisfy { $0 < 128 } ? label : "xn--" + punycode(label)
  }

  /// Browsers read a host that ends in a number as an IPv4 address, in any spelling.
  private static func isNoNumber(_ labels: [String]) -> Bool {
    guard let last = labels.last else { return false }
    let hex = last.hasPrefix("0x") && last.dropFirst(2).utf8.allSatisfy { $0.digit(in: 16) != nil }
    return !hex && !last.utf8.allSatisfy(\.isDigit)
  }

  private static func isPlainIPv4(_ labels: [String]) -> Bool {
    labels.count == 4
      && labels.allSatisfy { label in (Int(label).map { $0 < 256 && String($0) == label }) ?? false
      }
  }

  /// RFC 3492.
  private static func punycode(_ label: String) -> String {
    let points = label.unicodeScalars.map { Int($0.value) }
    var out = points.filter { $0 < 128 }.map { UInt8($0) }
    var handled = out.count
    let basic = handled
    if basic > 0 { out.append(dash) }
    var n = 128
    var delta = 0
    var bias = 72
    while handled < points.count {
      let next = points.filter { $0 >= n }.min()!
      delta += (next - n) * (handled + 1)
      n = next
      for point in points {
        if point < n { delta += 1 }
        guard point == n else { continue }
        appendVariable(delta, bias, to: &out)
        bias = adapted(delta, handled + 1, first: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      n += 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func appendVariable(_ delta: Int, _ bias: Int, to out: inout [UInt8]) {
    var rest = delta
    var k = 36
    while true {
      let threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
      if rest < threshold { break }
      out.append(digit(threshold + (rest - threshold) % (36 - threshold)))
      rest = (rest - threshold) / (36 - threshold)
      k += 36
    }
    out.append(digit(rest))
  }

  private static func digit(_ value: Int) -> UInt8 { UInt8(value < 26 ? 97 + value : 22 + value) }

  private static func adapted(_ delta: Int, _ count: Int, first: Bool) -> Int {
    var rest = first ? delta / 700 : delta / 2
    rest += rest / count
    var k = 0
    while rest > 455 {
      rest /= 35
      k += 36
    }
    return k + 36 * rest / (rest + 38)
  }
}
