// SPDX-License-Identifier: AGPL-3.0-or-later

/// Whose hours a promise counts, by name: weekly hours, holidays and exceptions in effective-dated
/// versions, or several calendars that must all be open.
package struct Calendar: Sendable, Equatable {
  package let id: ID<Calendar>
  package let name: String
  /// IANA name; the zone never changes under a calendar's name.
  package let zone: String
  /// In order of number.
  package let versions: [CalendarVersion]
  /// When not empty, this calendar is open when all of these are, and has no hours of its own.
  package let allOf: [ID<Calendar>]
  package let version: Int

  package init(
    id: ID<Calendar>, name: String, zone: String, versions: [CalendarVersion],
    allOf: [ID<Calendar>] = [], version: Int = 1
  ) {
    self.id = id
    self.name = name
    self.zone = zone
    self.versions = versions
    self.allOf = allOf
    self.version = version
  }
}

/// A calendar's hours from one moment on, as they were typed: the text is what people check, and
/// what is read again each time.
package struct CalendarVersion: Sendable, Equatable {
  package let number: Int
  package let effectiveFrom: Instant
  /// One text a weekday, Monday first: `09:00-12:00, 13:00-17:00`, `closed`, `24 hours`.
  package let week: [String]
  /// One holiday a line, as `Holiday` reads them.
  package let holidays: String
  /// One date a line with its hours: `2026-12-24 09:00-12:00`.
  package let exceptions: String
  /// Holidays taken over from files, one a line as `FiledHoliday` reads them.
  package let filed: String

  package init(
    number: Int, effectiveFrom: Instant, week: [String], holidays: String, exceptions: String,
    filed: String = ""
  ) {
    precondition(week.count == 7, "a week has seven days")
    self.number = number
    self.effectiveFrom = effectiveFrom
    self.week = week
    self.holidays = holidays
    self.exceptions = exceptions
    self.filed = filed
  }

  /// The next version, in which only the holidays of files are others.
  package func with(filed: [FiledHoliday], from moment: Instant) -> CalendarVersion {
    CalendarVersion(
      number: number + 1, effectiveFrom: moment, week: week, holidays: holidays,
      exceptions: exceptions, filed: filed.map(\.line).joined(separator: "\n"))
  }

  /// The hours the texts say; refuses what can't be read, naming the line.
  package func hours(in zone: Zone) throws -> OpeningHours {
    let days = try week.map { try OpeningHours.Interval.list($0) }
    return OpeningHours(
      zone: zone, weekly: Dictionary(uniqueKeysWithValues: zip(Weekday.allCases, days)),
      holidays: try Holiday.list(holidays) + FiledHoliday.list(filed).map(\.holiday),
      exceptions: try exceptionDates())
  }

  private func exceptionDates() throws -> [Day: [OpeningHours.Interval]] {
    var dates: [Day: [OpeningHours.Interval]] = [:]
    for line in exceptions.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ", maxSplits: 1)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      guard let day = Day(first) else { throw HoursRefusal.noSuchDate(String(first.prefix(100))) }
      dates[day] = try OpeningHours.Interval.list(words.count > 1 ? String(words[1]) : "")
    }
    return dates
  }
}

extension Calendar {
  /// What the clocks count by. `others` are the calendars this one may be made of.
  package func timetable(
    zone: (String) throws -> Zone, others: [ID<Calendar>: Calendar] = [:]
  ) throws -> Timetable {
    guard allOf.isEmpty else {
      return .allOf(
        try allOf.compactMap { try others[$0]?.timetable(zone: zone) })
    }
    let zone = try zone(self.zone)
    return .versioned(
      try versions.map {
        Timetable.Version(
          from: $0.effectiveFrom, name: "\($0.number)", timetable: .hours(try $0.hours(in: zone)))
      })
  }
}
