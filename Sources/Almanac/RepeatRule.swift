// SPDX-License-Identifier: AGPL-3.0-or-later

import CCalendar
import Rules

/// A yearly `RRULE` in terms of holidays. Rules with an end become their dates, as libical counts
/// them; one without an end must be a rule of ours. Anything else is refused by its name.
struct RepeatRule {
  private let property: CalendarProperty
  private let parts: [String: String]
  private static let understood: Set<String> = [
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS",
  ]
  private static let most = 400

  init(_ property: CalendarProperty) throws(Unusable) {
    self.property = property
    let pairs = property.raw.uppercased().split(separator: ";").map {
      $0.split(separator: "=", maxSplits: 1).map(String.init)
    }
    parts = Dictionary(
      pairs.map { ($0.first ?? "", $0.count > 1 ? $0[1] : "") }, uniquingKeysWith: { a, _ in a })
    if let odd = parts.keys.sorted().first(where: { !Self.understood.contains($0) }) {
      throw refusal("\(odd)=\(parts[odd] ?? "")")
    }
    guard parts["FREQ"] == "YEARLY" else { throw refusal("FREQ=\(parts["FREQ"] ?? "")") }
    guard isReadAsWritten else { throw refusal(String(property.raw.prefix(80))) }
  }

  private func refusal(_ part: String) -> Unusable {
    Unusable(property.line, "RRULE: \(part) is not understood; only plain yearly repeats are.")
  }

  /// Numbers too large are cut by libical without a word.
  private var isReadAsWritten: Bool {
    var recurrence = icalrecurrencetype_from_string(property.raw)
    guard recurrence.freq == ICAL_YEARLY_RECURRENCE,
      let text = icalrecurrencetype_as_string_r(&recurrence)
    else { return false }
    defer { icalmemory_free_buffer(text) }
    let read = Set(String(cString: text).split(separator: ";").map(String.init))
    let written = parts.map { "\($0.key)=\($0.value)" }
    // What says nothing new is left out when libical writes a rule.
    return written.allSatisfy {
      read.contains($0) || $0 == "INTERVAL=1" || $0.hasPrefix("WKST=")
    }
  }

  var hasEnd: Bool { parts["COUNT"] != nil || parts["UNTIL"] != nil }

  /// The first days of a rule with an end.
  func starts(from first: Day) throws(Unusable) -> [Day] {
    if let until = parts["UNTIL"] {
      guard until.utf8.count == 8 else { throw refusal("UNTIL=\(until)") }
      guard until >= first.basic else {
        throw Unusable(property.line, "RRULE: the repeats end before they begin.")
      }
    }
    let recurrence = icalrecurrencetype_from_string(property.raw)
    guard let iterator = icalrecur_iterator_new(recurrence, icaltime_from_string(first.basic))
    else {
      throw refusal(String(property.raw.prefix(80)))
    }
    defer { icalrecur_iterator_free(iterator) }
    var days: [Day] = []
    while case let next = icalrecur_iterator_next(iterator), icaltime_is_null_time(next) == 0 {
      guard days.count < Self.most, next.year <= 2200,
        let day = Day(year: Int(next.year), month: Int(next.month), day: Int(next.day))
      else { throw Unusable(property.line, "RRULE: the repeats give too many dates.") }
      days.append(day)
    }
    guard days.first == first else { throw notItsOwn }
    return days
  }

  private var notItsOwn: Unusable {
    Unusable(property.line, "RRULE: the entry’s own date is not one of those the rule gives.")
  }

  /// Our holiday for one without an end. Only a date it begins on can be taken out of it.
  func holiday(
    named name: String, from first: Day, days: Int, without gone: Set<Day>
  ) throws(Unusable) -> Holiday {
    let rule = try rule(from: first, days: days)
    let starts = Holiday(days == 1 ? rule : try sameDate(from: first, 1), since: first.year)
    let except = gone.filter(starts.gives).flatMap { start in
      (0..<days).map { start.advanced(by: $0) }
    }
    return Holiday(rule, name, since: first.year, except: Set(except))
  }

  private func rule(from first: Day, days: Int) throws(Unusable) -> Holiday.Rule {
    if let interval = parts["INTERVAL"], interval != "1" { throw refusal("INTERVAL=\(interval)") }
    if let month = parts["BYMONTH"], month != "\(first.month)" {
      throw Int(month) == nil ? refusal("BYMONTH=\(month)") : notItsOwn
    }
    if parts["BYDAY"] != nil {
      guard days == 1 else { throw refusal("BYDAY") }
      return try weekday(from: first)
    }
    if let position = parts["BYSETPOS"] { throw refusal("BYSETPOS=\(position)") }
    if let day = parts["BYMONTHDAY"] {
      guard parts["BYMONTH"] != nil else { throw refusal("BYMONTHDAY=\(day)") }
      guard day == "\(first.day)" else {
        throw Int(day) == nil ? refusal("BYMONTHDAY=\(day)") : notItsOwn
      }
    }
    return try sameDate(from: first, days)
  }

  private func sameDate(from first: Day, _ days: Int) throws(Unusable) -> Holiday.Rule {
    let last = first.advanced(by: days - 1)
    guard let begin = Holiday.MonthDay(month: first.month, day: first.day),
      let end = Holiday.MonthDay(month: last.month, day: last.day)
    else { throw notItsOwn }
    if days == 1 { return .yearly(begin) }
    let isSame = (0..<4).allSatisfy { years in
      Day(year: first.year + years, month: first.month, day: first.day)?.advanced(by: days - 1)
        .monthDay == last.monthDay
    }
    guard isSame else {
      throw Unusable(property.line, "RRULE: days over the end of February can’t be repeated.")
    }
    return .yearlyBetween(begin, end)
  }

  /// `BYDAY=1MO` or `BYDAY=MO;BYSETPOS=1`, always within the entry's month.
  private func weekday(from first: Day) throws(Unusable) -> Holiday.Rule {
    let text = parts["BYDAY"] ?? ""
    let position = parts["BYSETPOS"] ?? ""
    let unclear = refusal(position.isEmpty ? "BYDAY=\(text)" : "BYDAY=\(text);BYSETPOS=\(position)")
    let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    guard parts["BYMONTH"] != nil, parts["BYMONTHDAY"] == nil,
      let index = names.firstIndex(of: String(text.suffix(2))),
      let weekday = Weekday(rawValue: index),
      let count = Int(text.dropLast(2) + position), [1, 2, 3, 4, 5, -1].contains(count)
    else { throw unclear }
    let rule = Holiday.Rule.nth(count, weekday, month: first.month)
    guard Holiday(rule).gives(first) else { throw notItsOwn }
    return rule
  }
}

extension Day {
  /// `20261225`
  var basic: String { description.filter { $0 != "-" } }

  fileprivate var monthDay: Holiday.MonthDay? { Holiday.MonthDay(month: month, day: day) }
}
