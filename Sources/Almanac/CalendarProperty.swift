// SPDX-License-Identifier: AGPL-3.0-or-later

import CCalendar
import Rules

/// One property of an entry as libical reads its line; libical forgives much, so what must be exact
/// is compared with what stands there.
struct CalendarProperty {
  let line: Int
  let name: String
  /// As it stands in the file.
  let raw: String
  /// With escapes undone, for properties that are text.
  let text: String
  let zone: String?
  /// The parameters by name, as far as anything hangs on them.
  let value: String?
  let range: String?
  /// Whole days of a `DURATION`; nil when it is not made of them.
  let days: Int?

  static let known: Set<String> = [
    "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE",
    "RECURRENCE-ID", "STATUS", "SEQUENCE",
  ]

  init(_ line: CalendarLines.Line) throws(Unusable) {
    let unreadable = Unusable(
      line.number, "Line \(line.number) can’t be read: \(String(line.text.prefix(80)))")
    guard line.text.utf8.count <= 100_000 else { throw unreadable }
    self.line = line.number
    name = line.name
    raw = String(line.value)
    // Lists are read here, date by date; libical takes one value a line.
    let isList = name == "EXDATE" || name == "RDATE" || name == "EXRULE"
    let single = isList ? String(line.text.dropLast(raw.count)) + "20000101" : line.text
    guard let property = icalproperty_new_from_string(single) else { throw unreadable }
    defer { icalproperty_free(property) }
    let content = icalproperty_get_value(property)
    let kind = icalvalue_isa(content)
    text = kind == ICAL_TEXT_VALUE ? String(cString: icalvalue_get_text(content)) : raw
    zone = Self.parameter("TZID", of: property)
    value = Self.parameter("VALUE", of: property)
    range = Self.parameter("RANGE", of: property)
    days = kind == ICAL_DURATION_VALUE ? Self.days(icalvalue_get_duration(content)) : nil
  }

  private static func parameter(_ name: String, of property: OpaquePointer) -> String? {
    guard let text = icalproperty_get_parameter_as_string_r(property, name) else { return nil }
    defer { icalmemory_free_buffer(text) }
    return String(cString: text)
  }

  private static func days(_ duration: icaldurationtype) -> Int? {
    guard duration.is_neg == 0, duration.minutes == 0, duration.seconds == 0,
      duration.hours % 24 == 0
    else { return nil }
    return Int(duration.days) + Int(duration.weeks) * 7 + Int(duration.hours) / 24
  }
}

/// Why one entry can't be taken over, and on which line that stands.
struct Unusable: Error {
  let line: Int
  let why: Phrase

  init(_ line: Int, _ why: Phrase) {
    self.line = line
    self.why = why
  }
}

extension CalendarProperty {
  /// The values of a list, each a whole date of the calendar.
  func dates(in calendarZone: String) throws(Unusable) -> [Day] {
    var days: [Day] = []
    for part in raw.split(separator: ",", omittingEmptySubsequences: false) {
      days.append(try date(part, in: calendarZone))
    }
    return days
  }

  /// A date, or midnight of the clock on the calendar's own wall, which says the same.
  func date(in calendarZone: String) throws(Unusable) -> Day {
    try date(Substring(raw), in: calendarZone)
  }

  private func date(_ text: Substring, in calendarZone: String) throws(Unusable) -> Day {
    let digits = Array(text.utf8)
    guard digits.count >= 8, digits[..<8].allSatisfy({ (48...57).contains($0) }),
      value != "PERIOD"
    else { throw unreadable(text) }
    let tail = String(decoding: digits[8...], as: UTF8.self)
    guard tail.isEmpty || tail.isClock else { throw unreadable(text) }
    let number = digits[..<8].reduce(0) { $0 * 10 + Int($1) - 48 }
    guard let day = Day(year: number / 10_000, month: number / 100 % 100, day: number % 100) else {
      throw Unusable(line, "\(name): there is no such date as \(String(text)).")
    }
    guard (1900...2200).contains(day.year) else {
      throw Unusable(line, "\(name): \(String(text)) lies outside the years 1900 to 2200.")
    }
    let isOurMidnight = tail == "T000000" && (zone == nil || zone == calendarZone)
    guard tail.isEmpty || isOurMidnight else {
      throw Unusable(line, "\(name): only whole days are holidays, and this is a time of day.")
    }
    return day
  }

  private func unreadable(_ text: Substring) -> Unusable {
    Unusable(line, "\(name): \(String(text.prefix(40))) can’t be read as a date.")
  }
}

extension String {
  /// `T235959` or `T235959Z`
  fileprivate var isClock: Bool {
    let bytes = Array(utf8)
    guard bytes.count == 7 || bytes.count == 8 && bytes[7] == UInt8(ascii: "Z") else {
      return false
    }
    return bytes[0] == UInt8(ascii: "T") && bytes[1..<7].allSatisfy { (48...57).contains($0) }
  }
}
