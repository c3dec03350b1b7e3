// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Numbers, lengths of time and dates as people write them.
extension Reading {
  /// Digits, a sign, and group marks where they belong: `1,234`, `1.234`, `1 234`.
  func int(_ written: String) throws(Unreadable) -> Int {
    let isNegative = written.hasPrefix("-") || written.hasPrefix("−")
    let body = isNegative ? written.dropFirst() : Substring(written)
    let groups = body.split(omittingEmptySubsequences: false) { ",. \u{A0}\u{202F}’".contains($0) }
    let isGrouped =
      groups.count == 1 || groups[0].count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }
    let digits = groups.joined()
    guard isGrouped, !groups[0].isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(digits)
    else { throw unreadable("number", "“\(written)” is not a whole number.") }
    return isNegative ? -number : number
  }

  func within(_ range: ClosedRange<Int>, _ number: Int) throws(Unreadable) -> Int {
    guard range.contains(number) else {
      throw unreadable(
        "range",
        "\(phrase: label) must lie between \(range.lowerBound) and \(range.upperBound).")
    }
    return number
  }

  /// `4h`, `30 min`, `2 h 10`, `1:30`, `3d` (of 24 hours), `45` (minutes).
  func duration(_ written: String, within range: ClosedRange<Int>) throws(Unreadable) -> Int {
    guard let seconds = Self.seconds(in: written) else {
      throw unreadable(
        "duration", "“\(written)” is not a length of time. Write it as 4h, 30 min or 2 h 10.")
    }
    guard range.contains(seconds) else {
      throw unreadable(
        "range",
        "\(phrase: label) must lie between \(duration: range.lowerBound) and \(duration: range.upperBound)."
      )
    }
    return seconds
  }

  static func seconds(in written: String) -> Int? {
    let text = written.lowercased().filter { $0 != " " && $0 != "\u{A0}" }
    let clock = text.split(separator: ":", omittingEmptySubsequences: false)
    if clock.count == 2, let hours = plain(clock[0]), let minutes = plain(clock[1]), minutes < 60 {
      return hours * 3600 + minutes * 60
    }
    var total = 0
    var unit = 0
    var rest = Substring(text)
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let word = rest.dropFirst(digits.count).prefix { $0.isLetter }
      guard let count = plain(digits), let size = size(of: word, after: unit) else { return nil }
      guard unit == 0 || size < unit else { return nil }
      total += count * size
      unit = size
      rest = rest.dropFirst(digits.count + word.count)
    }
    return total
  }

  private static func plain(_ digits: Substring) -> Int? {
    guard (1...6).contains(digits.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(digits)
  }

  /// A number without a word means the next smaller unit, at first minutes.
  private static func size(of word: Substring, after unit: Int) -> Int? {
    switch word {
    case "d", "day", "days", "t", "tag", "tage": 86_400
    case "h", "hour", "hours", "std", "stunde", "stunden": 3600
    case "m", "min", "mins", "minute", "minutes", "minuten": 60
    case "s", "sec", "second", "seconds", "sek", "sekunden": 1
    case "": unit == 60 ? 1 : unit == 86_400 ? 3600 : 60
    default: nil
    }
  }

  func day(_ written: String) throws(Unreadable) -> Day {
    guard let day = Day(written) else {
      throw unreadable("day", "“\(written)” is not a date. Write it as 2026-03-29.")
    }
    return try inOurTime(day)
  }

  /// `2026-03-29T09:30` on the wall of the reader's zone, or with an offset or Z.
  func moment(_ written: String) throws(Unreadable) -> Instant {
    if let instant = Instant(written) {
      _ = try inOurTime(Zone.utc.day(at: instant))
      return instant
    }
    let parts = written.split { $0 == "T" || $0 == " " }
    guard parts.count == 2, let day = Day(parts[0]), let time = Self.timeOfDay(parts[1]) else {
      throw unreadable(
        "moment", "“\(written)” is not a date and time. Write it as 2026-03-29 09:30.")
    }
    return zone.instant(try inOurTime(day), time)
  }

  private func inOurTime(_ day: Day) throws(Unreadable) -> Day {
    guard (1900...2200).contains(day.year) else {
      throw unreadable("range", "\(phrase: label) must lie between the years 1900 and 2200.")
    }
    return day
  }

  private static func timeOfDay(_ text: Substring) -> TimeOfDay? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.count == 2 }) else { return nil }
    let numbers = parts.compactMap(plain)
    guard numbers.count == parts.count, numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    return TimeOfDay(
      seconds: numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0))
  }
}
