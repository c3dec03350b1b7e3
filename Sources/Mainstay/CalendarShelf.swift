// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// Calendars of batch lines that were laid out already: most lines bring one that was seen before.
struct CalendarShelf {
  private let calendars: CalendarJSON
  private var indexes: [[UInt8]: HoursIndex] = [:]

  init(zones: Zones) { calendars = CalendarJSON(zones: zones) }

  /// The calendar of a `mainstay time` line, laid out over the years it is asked about.
  mutating func index(_ calendar: JSON, from: Instant, to: Instant) throws -> HoursIndex {
    try index(key: calendar.bytes(), Self.years(from, to)) { .hours(try $0.hours(calendar)) }
  }

  /// Every calendar of a `mainstay sla` line, by name.
  mutating func indexes(_ all: JSON, from: Instant, to: Instant) throws -> [String: HoursIndex] {
    let whole = all.bytes()
    let years = Self.years(from, to)
    var byName: [String: HoursIndex] = [:]
    for member in try all.members("calendars") {
      // What is made of others depends on them too.
      let isMade = member.value["allOf"] != nil
      let key = isMade ? Array(member.key.utf8) + whole : member.value.bytes()
      byName[member.key] = try index(key: key, years) {
        try $0.timetable(member.key, in: all)
      }
    }
    return byName
  }

  /// What lies outside these years is answered too, but not laid out: a line may name any year.
  private static func years(_ from: Instant, _ to: Instant) -> ClosedRange<Int> {
    let first = Zone.utc.day(at: min(from, to)).year
    let last = Zone.utc.day(at: max(from, to)).year + 1
    return min(max(first, 1900), 2299)...min(max(last, 1900), 2299)
  }

  /// Lays out the years asked for and those that were there before, with as many to grow into.
  private mutating func index(
    key: [UInt8], _ years: ClosedRange<Int>, _ timetable: (CalendarJSON) throws -> Timetable
  ) throws -> HoursIndex {
    let narrow = indexes[key]
    if let narrow, narrow.years.contains(years.lowerBound), narrow.years.contains(years.upperBound)
    {
      return narrow
    }
    let first = min(years.lowerBound, narrow?.years.lowerBound ?? .max)
    var last = max(years.upperBound, narrow?.years.upperBound ?? .min)
    if narrow != nil { last = min(2299, last + last - first) }
    let index = HoursIndex(try narrow?.timetable ?? timetable(calendars), years: first...last)
    // A file of calendars that never come again must not fill the memory.
    if indexes.count >= 256 { indexes.removeAll(keepingCapacity: true) }
    indexes[key] = index
    return index
  }
}
