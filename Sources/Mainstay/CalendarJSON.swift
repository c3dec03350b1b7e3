// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// Reads calendars as the batch formats write them: one calendar, or `{versions:[…]}`, or
/// `{allOf:[…]}` of others by name.
struct CalendarJSON {
  let zones: Zones

  func timetable(_ name: String, in calendars: JSON) throws -> Timetable {
    var parts: [Timetable] = []
    var seen: Set<String> = []
    try collect(name, in: calendars, within: [], &seen, &parts)
    return parts.count == 1 ? parts[0] : .allOf(parts)
  }

  /// What must all be open, each once however often it is named: made of made ones could otherwise
  /// grow without end.
  private func collect(
    _ name: String, in calendars: JSON, within outer: [String], _ seen: inout Set<String>,
    _ parts: inout [Timetable]
  ) throws {
    guard let calendar = calendars[name] else {
      throw BatchLines.Unanswerable("There is no calendar called “\(name)”.")
    }
    guard !outer.contains(name) else {
      throw BatchLines.Unanswerable("The calendar “\(name)” is made of itself.")
    }
    guard seen.insert(name).inserted else { return }
    if let versions = calendar["versions"] { return parts.append(try versioned(versions)) }
    guard let all = calendar["allOf"] else { return parts.append(.hours(try hours(calendar))) }
    guard let names = all.texts, !names.isEmpty, outer.count < 100 else {
      throw BatchLines.Unanswerable("“allOf” must be a list of calendar names.")
    }
    for part in names { try collect(part, in: calendars, within: outer + [name], &seen, &parts) }
  }

  private func versioned(_ versions: JSON) throws -> Timetable {
    guard let list = versions.list else {
      throw BatchLines.Unanswerable("“versions” must be a list of {from, calendar}.")
    }
    return .versioned(
      try list.enumerated().map { index, version in
        guard let calendar = version["calendar"] else {
          throw BatchLines.Unanswerable("A version of a calendar needs its “calendar”.")
        }
        return Timetable.Version(
          from: try version.moment("from"), name: String(index + 1),
          timetable: .hours(try hours(calendar)))
      })
  }

  /// One calendar: `{timeZone, weekly, holidays, recurringHolidays, exceptions}`.
  func hours(_ calendar: JSON) throws -> OpeningHours {
    guard case .object = calendar else {
      throw BatchLines.Unanswerable("A calendar must be an object.")
    }
    guard let zone = calendar["timeZone"]?.text else {
      throw BatchLines.Unanswerable("A calendar needs its “timeZone”, like Europe/London.")
    }
    return OpeningHours(
      zone: try zones.zone(named: zone), weekly: try weekly(calendar["weekly"]),
      holidays: try holidays(calendar), exceptions: try exceptions(calendar["exceptions"]))
  }

  private func weekly(_ json: JSON?) throws -> [Weekday: [OpeningHours.Interval]] {
    var weekly: [Weekday: [OpeningHours.Interval]] = [:]
    for member in try (json ?? [:]).members("weekly") {
      guard let weekday = Weekday(key: member.key) else {
        throw BatchLines.Unanswerable("“\(member.key)” is no weekday; write mon, tue … sun.")
      }
      weekly[weekday] = try intervals(member.value)
    }
    return weekly
  }

  private func exceptions(_ json: JSON?) throws -> [Day: [OpeningHours.Interval]] {
    var exceptions: [Day: [OpeningHours.Interval]] = [:]
    for member in try (json ?? [:]).members("exceptions") {
      guard let day = Day(member.key) else { throw HoursRefusal.noSuchDate(member.key) }
      exceptions[day] = try intervals(member.value)
    }
    return exceptions
  }

  private func holidays(_ calendar: JSON) throws -> [Holiday] {
    let dates = try texts(calendar["holidays"], "holidays").map { text in
      guard let day = Day(text) else { throw HoursRefusal.noSuchDate(text) }
      return Holiday(.on(day))
    }
    return try dates
      + texts(calendar["recurringHolidays"], "recurringHolidays").map(Holiday.init(line:))
  }

  private func texts(_ json: JSON?, _ name: String) throws -> [String] {
    guard let items = (json ?? []).list else {
      throw BatchLines.Unanswerable("“\(name)” must be a list of dates.")
    }
    return try items.map {
      guard let text = $0.text else {
        throw BatchLines.Unanswerable("“\(name)” must be a list of dates.")
      }
      return text
    }
  }

  private func intervals(_ json: JSON) throws -> [OpeningHours.Interval] {
    guard let list = json.list else { throw Self.noIntervals }
    return try list.map { pair in
      guard let ends = pair.list, ends.count == 2, let start = ends[0].text, let end = ends[1].text
      else { throw Self.noIntervals }
      return try OpeningHours.Interval(
        TimeOfDay(hoursAndMinutes: start), TimeOfDay(hoursAndMinutes: end))
    }
  }

  private static let noIntervals = BatchLines.Unanswerable(
    "Hours must be a list of pairs, like [[\"09:00\",\"12:00\"],[\"13:00\",\"17:00\"]].")
}

extension JSON {
  /// The members of an object that stands under the name.
  func members(_ name: String) throws -> [Member] {
    guard case .object(let members) = self else {
      throw BatchLines.Unanswerable("“\(name)” must be an object.")
    }
    return members
  }

  /// A moment that must be there: `2026-03-29T00:59:58Z`.
  func moment(_ key: String) throws -> Instant {
    guard let value = self[key] else {
      throw BatchLines.Unanswerable(
        "“\(key)” is missing; write a moment like 2026-03-29T09:00:00Z.")
    }
    guard let text = value.text, let moment = Instant(text) else {
      throw BatchLines.Unanswerable("“\(key)” is not a moment; write it like 2026-03-29T09:00:00Z.")
    }
    return moment
  }
}
