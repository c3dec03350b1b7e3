// SPDX-License-Identifier: AGPL-3.0-or-later

/// What a zone does every year from the end of its recorded changes on: one offset, or two with the
/// moments at which the clock moves between them (a POSIX TZ string, as TZif files end with).
package struct ZoneRule: Sendable, Equatable {
  let standard: Int
  let daylight: Daylight?

  struct Daylight: Sendable, Equatable {
    /// May be less than the standard offset, as in Ireland's winter.
    let offset: Int
    let begins: Change
    let ends: Change
  }

  /// A moment of every year by the local clock.
  struct Change: Sendable, Equatable {
    let date: Date
    /// Seconds from the start of the date; may be negative or more than a day.
    let time: Int

    enum Date: Sendable, Equatable {
      /// The week of the month, 5 for its last.
      case weekday(Weekday, week: Int, month: Int)
      /// 1 to 365, never counting 29 February.
      case dayWithoutLeap(Int)
      /// 0 to 365, counting 29 February.
      case dayOfYear(Int)
    }
  }

  func offset(at t: Instant) -> Int {
    spans(in: t.seconds..<t.seconds + 1)[0].offset
  }

  /// The stretches of one offset that make up the range.
  func spans(in range: Range<Int>) -> [(range: Range<Int>, offset: Int)] {
    guard let daylight else { return [(range, standard)] }
    var result: [(range: Range<Int>, offset: Int)] = []
    var from = range.lowerBound
    var offset = standard
    let years = Self.year(of: range.lowerBound) - 1...Self.year(of: range.upperBound) + 1
    for change in changes(in: years, daylight) {
      let end = min(change.at, range.upperBound)
      if end > from {
        result.append((from..<end, offset))
        from = end
      }
      offset = change.offset
    }
    if from < range.upperBound { result.append((from..<range.upperBound, offset)) }
    return result
  }

  private static func year(of second: Int) -> Int {
    Day(number: second.floorDivided(by: 86_400)).year
  }

  /// The moments of change of the years, in order. When daylight time never ends, its end and its
  /// next beginning fall together and the later year's word holds.
  private func changes(in years: ClosedRange<Int>, _ daylight: Daylight)
    -> [(at: Int, offset: Int)]
  {
    var changes: [(at: Int, offset: Int)] = []
    changes.reserveCapacity(years.count * 2)
    for year in years {
      let begin = (at: daylight.begins.reading(in: year) - standard, offset: daylight.offset)
      let end = (at: daylight.ends.reading(in: year) - daylight.offset, offset: standard)
      changes += begin.at < end.at ? [begin, end] : [end, begin]
    }
    return changes
  }
}

extension ZoneRule.Change {
  /// The local reading of the change, in seconds from 1970-01-01 by the local clock.
  func reading(in year: Int) -> Int { day(in: year) * 86_400 + time }

  private func day(in year: Int) -> Int {
    let newYear = Day(year: year, month: 1, day: 1)!.number
    switch date {
    case .dayOfYear(let n): return newYear + n
    case .dayWithoutLeap(let n): return newYear + n - 1 + (n >= 60 && Day.isLeap(year) ? 1 : 0)
    case .weekday(let weekday, let week, let month):
      let first = Day(year: year, month: month, day: 1)!
      let lead = (weekday.rawValue - first.weekday.rawValue + 7) % 7
      var day = lead + (week - 1) * 7
      if day >= Day.length(ofMonth: month, in: year) { day -= 7 }
      return first.number + day
    }
  }
}

extension ZoneRule {
  /// Reads `EET-2EEST,M3.4.4/50,M10.4.4/50`; nil when it is not such a rule.
  init?(posix text: [UInt8]) {
    var reader = PosixReader(text: text)
    guard reader.name(), let standard = reader.offset() else { return nil }
    self.standard = -standard
    guard !reader.isAtEnd else {
      daylight = nil
      return
    }
    guard reader.name() else { return nil }
    var offset = -standard + 3600
    if !reader.isAt(",") {
      guard let written = reader.offset() else { return nil }
      offset = -written
    }
    guard let begins = reader.change(), let ends = reader.change(), reader.isAtEnd else {
      return nil
    }
    daylight = Daylight(offset: offset, begins: begins, ends: ends)
  }
}

private struct PosixReader {
  let text: [UInt8]
  var at = 0

  var isAtEnd: Bool { at == text.count }

  func isAt(_ mark: Unicode.Scalar) -> Bool { at < text.count && text[at] == UInt8(ascii: mark) }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard isAt(mark) else { return false }
    at += 1
    return true
  }

  /// Three letters or more, or anything between angle brackets.
  mutating func name() -> Bool {
    let start = at
    if take("<") {
      while at < text.count, !isAt(">") { at += 1 }
      return take(">")
    }
    while at < text.count, (65...90).contains(text[at] & 0xDF) { at += 1 }
    return at - start >= 3
  }

  mutating func number(upTo limit: Int) -> Int? {
    let start = at
    var value = 0
    while at < text.count, (48...57).contains(text[at]), at - start < 4 {
      value = value * 10 + Int(text[at] - 48)
      at += 1
    }
    return at > start && value <= limit ? value : nil
  }

  /// `[+-]hh[:mm[:ss]]`, hours up to a week.
  mutating func offset() -> Int? {
    let sign = take("-") ? -1 : 1
    if sign == 1 { _ = take("+") }
    guard var seconds = number(upTo: 167).map({ $0 * 3600 }) else { return nil }
    for unit in [60, 1] where take(":") {
      guard let part = number(upTo: 59) else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  mutating func change() -> ZoneRule.Change? {
    guard take(","), let date = date() else { return nil }
    guard take("/") else { return ZoneRule.Change(date: date, time: 7200) }
    return offset().map { ZoneRule.Change(date: date, time: $0) }
  }

  private mutating func date() -> ZoneRule.Change.Date? {
    if take("J") {
      return number(upTo: 365).flatMap { $0 > 0 ? .dayWithoutLeap($0) : nil }
    }
    guard take("M") else { return number(upTo: 365).map { .dayOfYear($0) } }
    guard let month = number(upTo: 12), month > 0, take("."), let week = number(upTo: 5), week > 0,
      take("."), let day = number(upTo: 6)
    else { return nil }
    return .weekday(Weekday(rawValue: (day + 6) % 7)!, week: week, month: month)
  }
}
