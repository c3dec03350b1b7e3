// SPDX-License-Identifier: AGPL-3.0-or-later

/// Hours as people write them: `09:00-12:00, 13:00-17:00`, `22:00-06:00`, `closed`, `24 hours`.
extension OpeningHours.Interval {
  /// The hours of one day. Empty text means closed; a single digit for the hour will do.
  package static func list(_ text: String) throws -> [OpeningHours.Interval] {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    switch words {
    case "", "closed": return []
    case "24 hours", "24h", "all day": return [.wholeDay]
    default:
      return try words.split(
        omittingEmptySubsequences: false, whereSeparator: { $0 == "," || $0 == ";" }
      )
      .map { try OpeningHours.Interval(text: $0, in: text) }
    }
  }

  /// The text that `list` reads back to the same hours.
  package static func text(_ hours: [OpeningHours.Interval]) -> String {
    hours.isEmpty ? "closed" : hours.map(\.description).joined(separator: ", ")
  }

  private init(text: Substring, in whole: String) throws {
    let ends = text.split(omittingEmptySubsequences: false) { "-–—".contains($0) }
      .map { $0.filter { $0 != " " } }
    guard ends.count == 2 else { throw HoursRefusal.unreadableHours(String(whole.prefix(100))) }
    try self.init(
      TimeOfDay(hoursAndMinutes: ends[0].count == 4 ? "0" + ends[0] : ends[0]),
      TimeOfDay(hoursAndMinutes: ends[1].count == 4 ? "0" + ends[1] : ends[1]))
  }
}

extension TimeOfDay {
  /// Reads `09:05` and `24:00`; seconds are refused, not dropped (SLA 7, 10).
  package init(hoursAndMinutes text: String) throws {
    let t = Array(text.utf8)
    let digits = [0, 1, 3, 4].compactMap { $0 < t.count ? Int(t[$0]) - 48 : nil }
    guard t.count == 5, t[2] == UInt8(ascii: ":"), digits.allSatisfy({ (0...9).contains($0) })
    else { throw HoursRefusal.unreadableTime(String(text.prefix(100))) }
    let hour = digits[0] * 10 + digits[1]
    let minute = digits[2] * 10 + digits[3]
    guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else {
      throw HoursRefusal.unreadableTime(String(text.prefix(100)))
    }
    self.init(seconds: hour * 3600 + minute * 60)
  }
}
