// SPDX-License-Identifier: AGPL-3.0-or-later

/// A moment on the world's clock: whole POSIX seconds, UTC. Sub-seconds are cut off where time
/// enters the house and leap seconds do not exist (SLA 1).
package struct Instant: Hashable, Comparable, Sendable {
  package let seconds: Int

  package init(seconds: Int) { self.seconds = seconds }

  package static func < (a: Instant, b: Instant) -> Bool { a.seconds < b.seconds }

  /// The moment so many real seconds later (or earlier, when negative).
  package func advanced(by seconds: Int) -> Instant { Instant(seconds: self.seconds + seconds) }

  /// Real seconds from the other moment to this one.
  package func since(_ earlier: Instant) -> Int { seconds - earlier.seconds }
}

extension Instant: CustomStringConvertible {
  /// ISO 8601 in UTC, as it stands on the wire: `2026-03-29T00:59:58Z`.
  package var description: String {
    let day = Day(number: seconds.floorDivided(by: 86_400))
    let time = TimeOfDay(seconds: seconds.floorRemainder(by: 86_400))
    return "\(day)T\(time)Z"
  }

  /// Reads `2026-03-29T00:59:58Z` or with an offset (`+02:00`); a fraction of a second is cut
  /// off. Nil when it is not such a moment.
  package init?(_ text: some StringProtocol) {
    let t = Array(text.utf8)
    guard t.count >= 20, t[10] == UInt8(ascii: "T") || t[10] == UInt8(ascii: "t") else {
      return nil
    }
    guard let day = Day(String(decoding: t[0..<10], as: UTF8.self)) else { return nil }
    guard t[13] == UInt8(ascii: ":"), t[16] == UInt8(ascii: ":"),
      let hour = twoDigits(t[11...12], below: 24), let minute = twoDigits(t[14...15], below: 60),
      let second = twoDigits(t[17...18], below: 60)
    else { return nil }
    var rest = t[19...]
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (48...57).contains($0) }
      guard !digits.isEmpty else { return nil }
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = utcOffset(Array(rest)) else { return nil }
    self.init(
      seconds: day.number * 86_400 + hour * 3600 + minute * 60 + second - offset)
  }
}

private func twoDigits(_ t: ArraySlice<UInt8>, below limit: Int) -> Int? {
  guard t.count == 2, t.allSatisfy({ (48...57).contains($0) }) else { return nil }
  let value = Int(t.first! - 48) * 10 + Int(t.last! - 48)
  return value < limit ? value : nil
}

/// Seconds east of UTC of `Z`, `+02:00` or `-05:30`.
private func utcOffset(_ t: [UInt8]) -> Int? {
  if t == [UInt8(ascii: "Z")] || t == [UInt8(ascii: "z")] { return 0 }
  guard t.count == 6, t[3] == UInt8(ascii: ":"), let hour = twoDigits(t[1...2], below: 24),
    let minute = twoDigits(t[4...5], below: 60)
  else { return nil }
  switch t[0] {
  case UInt8(ascii: "+"): return hour * 3600 + minute * 60
  case UInt8(ascii: "-"): return -(hour * 3600 + minute * 60)
  default: return nil
  }
}

extension Int {
  /// Quotient rounded towards minus infinity: days before 1970 are days too.
  package func floorDivided(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }

  package func floorRemainder(by divisor: Int) -> Int {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
