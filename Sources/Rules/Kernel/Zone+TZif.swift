// SPDX-License-Identifier: AGPL-3.0-or-later

/// Why bytes are not a time zone.
package enum ZoneFileFault: Error, Equatable {
  case notTZif
  case cutShort
  case inconsistent
  /// Counts leap seconds, which do not exist here (SLA 1).
  case leapSeconds
}

extension Zone {
  /// Reads a TZif file of version 1 to 4 (RFC 9636).
  package init(name: String, dataVersion: String, tzif bytes: [UInt8]) throws(ZoneFileFault) {
    var block = try TZifBlock(bytes, at: 0, wide: false)
    var rule: ZoneRule?
    if block.version >= UInt8(ascii: "2") {
      block = try TZifBlock(bytes, at: block.end, wide: true)
      rule = try Self.footer(bytes, at: block.end)
    }
    var spans = try block.spans(bytes)
    if let rule { Self.extend(&spans, by: rule) }
    self.init(name: name, dataVersion: dataVersion, spans: spans, rule: rule)
  }

  /// The POSIX rule between two line feeds; empty when nothing is known of the future.
  private static func footer(_ bytes: [UInt8], at start: Int) throws(ZoneFileFault) -> ZoneRule? {
    guard start < bytes.count, bytes[start] == 10,
      let end = bytes[(start + 1)...].firstIndex(of: 10)
    else { throw .cutShort }
    let text = Array(bytes[(start + 1)..<end])
    guard !text.isEmpty else { return nil }
    guard let rule = ZoneRule(posix: text) else { throw .inconsistent }
    return rule
  }

  /// Lays the rule out over the years most asked for, so that they are found by bisection.
  private static func extend(_ spans: inout [Span], by rule: ZoneRule) {
    let horizon = 4_102_444_800  // 2100
    let last = spans[spans.count - 1]
    guard last.start.seconds < horizon else { return }
    let from = max(last.start.seconds, -2_208_988_800)  // no rule is older than 1900
    for span in rule.spans(in: from..<horizon) where span.offset != spans[spans.count - 1].offset {
      spans.append(Span(start: Instant(seconds: span.range.lowerBound), offset: span.offset))
    }
    guard spans[spans.count - 1].start.seconds < horizon else { return }
    spans.append(
      Span(start: Instant(seconds: horizon), offset: rule.offset(at: Instant(seconds: horizon))))
  }
}

/// One header of a TZif file and where its tables lie.
private struct TZifBlock {
  let version: UInt8
  let times: Int
  let types: Int
  let start: Int
  let end: Int
  private let width: Int

  init(_ bytes: [UInt8], at start: Int, wide: Bool) throws(ZoneFileFault) {
    guard bytes.count >= start + 44 else { throw start == 0 ? .notTZif : .cutShort }
    guard bytes[start..<start + 4].elementsEqual("TZif".utf8) else { throw .notTZif }
    let counts = (0..<6).map { Self.integer(bytes, at: start + 20 + 4 * $0, width: 4) }
    guard counts.allSatisfy({ (0...65_536).contains($0) }) else { throw .inconsistent }
    let (utc, std, leaps, chars) = (counts[0], counts[1], counts[2], counts[5])
    version = bytes[start + 4]
    width = wide ? 8 : 4
    times = counts[3]
    types = counts[4]
    self.start = start + 44
    end = self.start + times * (width + 1) + types * 6 + chars + leaps * (width + 4) + std + utc
    guard end <= bytes.count else { throw .cutShort }
    guard types > 0 else { throw .inconsistent }
    guard leaps == 0 else { throw .leapSeconds }
  }

  /// The offsets in order; the first type holds before the first change.
  func spans(_ bytes: [UInt8]) throws(ZoneFileFault) -> [Zone.Span] {
    let typeTable = start + times * (width + 1)
    let offsets = (0..<types).map { Self.integer(bytes, at: typeTable + 6 * $0, width: 4) }
    guard offsets.allSatisfy({ abs($0) < 26 * 3600 }) else { throw .inconsistent }
    var spans = [Zone.Span(start: Instant(seconds: .min), offset: offsets[0])]
    spans.reserveCapacity(times + 140)
    var previous = Int.min
    for index in 0..<times {
      let second = Self.integer(bytes, at: start + width * index, width: width)
      let type = Int(bytes[start + width * times + index])
      guard type < types, second > previous else { throw .inconsistent }
      previous = second
      if offsets[type] != spans[spans.count - 1].offset {
        spans.append(Zone.Span(start: Instant(seconds: second), offset: offsets[type]))
      }
    }
    return spans
  }

  /// Big-endian two's complement.
  private static func integer(_ bytes: [UInt8], at start: Int, width: Int) -> Int {
    var value = Int(Int8(bitPattern: bytes[start]))
    for index in start + 1..<start + width { value = value << 8 | Int(bytes[index]) }
    return value
  }
}
