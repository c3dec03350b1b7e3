// SPDX-License-Identifier: AGPL-3.0-or-later

/// Open time is found by reading local clocks: within a stretch of one offset a date's hours are
/// its readings less the offset, cut to the stretch. No reading is ever turned into an instant by
/// choice, so gaps and repeats of the clock need no case of their own (SLA 3 to 5).
extension OpeningHours {
  /// Open seconds in the range, added in order.
  func open(in range: Range<Int>, into stretches: inout OpenStretches) {
    guard let days = days(of: range) else { return }
    let ordinary = DayTable(week)
    let specials = specialDates(in: days)
    let special = DayTable(specials.map(\.parts))
    var next = 0
    stretches.reserve(week.reduce(0) { $0 + $1.count } * (days.count / 7 + 1))
    for span in zone.spans(in: range) {
      let last = (span.range.upperBound - 1 + span.offset).floorDivided(by: 86_400)
      var day = (span.range.lowerBound + span.offset).floorDivided(by: 86_400)
      // A clock set back over midnight shows the date before once more.
      while next > 0, specials[next - 1].day >= day { next -= 1 }
      while day <= last {
        while next < specials.count, specials[next].day < day { next += 1 }
        let midnight = day * 86_400 - span.offset
        if next < specials.count, specials[next].day == day {
          special.append(next, midnight, cutTo: span.range, to: &stretches)
        } else {
          ordinary.append(
            (day + 3).floorRemainder(by: 7), midnight, cutTo: span.range, to: &stretches)
        }
        day += 1
      }
    }
  }

  /// The partition of the range by what the calendar says, open and closed.
  func pieces(in range: Range<Int>) -> [HoursPiece] {
    guard let days = days(of: range) else { return [] }
    let closed = HolidayDates(holidays, years: Self.years(of: days))
    var pieces: [HoursPiece] = []
    for span in zone.spans(in: range) {
      let first = (span.range.lowerBound + span.offset).floorDivided(by: 86_400)
      let last = (span.range.upperBound - 1 + span.offset).floorDivided(by: 86_400)
      for day in first...last {
        let midnight = Instant(seconds: day * 86_400 - span.offset)
        for piece in plan(of: Day(number: day), holidays: closed) {
          let moved = HoursPiece(
            from: midnight.advanced(by: piece.part.start),
            to: midnight.advanced(by: piece.part.end), isOpen: piece.isOpen, reason: piece.reason)
          HoursPiece.append(moved.clipped(to: span.range), to: &pieces)
        }
      }
    }
    return pieces
  }

  /// Whether any second from here on may be open; false only when surely none is.
  func mayOpen(from second: Int) -> Bool {
    if week.contains(where: { !$0.isEmpty }) { return true }
    let day = second.floorDivided(by: 86_400) - 3
    return exceptions.contains { $0.key.number >= day && !$0.value.isEmpty }
  }

  /// The instant after which only yearly rules and the ordinary week are left to say anything.
  var lastDatedSecond: Int {
    let dated = exceptions.keys.map(\.number) + holidays.compactMap(\.lastDay?.number)
    return max((dated.max() ?? 0) * 86_400, zone.spans[zone.spans.count - 1].start.seconds)
  }

  /// The local dates the range can touch.
  private func days(of range: Range<Int>) -> ClosedRange<Int>? {
    guard !range.isEmpty else { return nil }
    return range.lowerBound.floorDivided(by: 86_400) - 2...range.upperBound.floorDivided(by: 86_400)
      + 2
  }

  private static func years(of days: ClosedRange<Int>) -> ClosedRange<Int> {
    Day(number: days.lowerBound).year...Day(number: days.upperBound).year
  }

  /// Dates that differ from the ordinary week, in order, with the parts they are open.
  private func specialDates(in days: ClosedRange<Int>) -> [(day: Int, parts: [DayPart])] {
    let closed = HolidayDates(holidays, years: Self.years(of: days))
    var special: [Int: [DayPart]] = [:]
    for (day, hours) in exceptions {
      let after = hours.compactMap(\.afterMidnight)
      let next = day.advanced(by: 1)
      if !after.isEmpty, exceptions[next] == nil, !closed.contains(next.number) {
        special[next.number] = DayPart.united(week[next.weekday.rawValue] + after)
      }
      special[day.number] = DayPart.united(hours.map(\.beforeMidnight))
    }
    var dates = special.map { (day: $0.key, parts: $0.value) }
    for closing in closed.dates where special[closing.day] == nil {
      dates.append((day: closing.day, parts: []))
    }
    return dates.filter { days.contains($0.day) }.sorted { $0.day < $1.day }
  }
}

/// The parts of several dates in one run of memory, for the walk over many days.
private struct DayTable {
  private var parts: ContiguousArray<DayPart> = []
  private var begins: ContiguousArray<Int> = [0]

  init(_ dates: [[DayPart]]) {
    for date in dates {
      parts.append(contentsOf: date)
      begins.append(parts.count)
    }
  }

  /// Adds what the date is open, its first second being at `midnight`.
  func append(
    _ date: Int, _ midnight: Int, cutTo range: Range<Int>, to stretches: inout OpenStretches
  ) {
    for index in begins[date]..<begins[date + 1] {
      let part = parts[index]
      stretches.append(
        max(midnight &+ part.start, range.lowerBound), min(midnight &+ part.end, range.upperBound))
    }
  }
}

extension OpeningHours {
  struct PlannedPart {
    let part: DayPart
    let isOpen: Bool
    let reason: HoursReason
  }

  /// What the date's 24 hours of clock readings are, part by part (SLA 13).
  func plan(of day: Day, holidays closed: HolidayDates) -> [PlannedPart] {
    if let hours = exceptions[day] {
      let parts = DayPart.united(hours.map(\.beforeMidnight))
      return Self.filled(parts.map { ($0, .exception(day)) }, between: .exception(day))
    }
    if let name = closed.name(of: day) {
      return Self.filled([], between: .holiday(day, name: name))
    }
    let ordinary = week[day.weekday.rawValue]
    let evening = day.advanced(by: -1)
    let tail = (exceptions[evening] ?? []).compactMap(\.afterMidnight).map(\.end).max() ?? 0
    var open: [(DayPart, HoursReason)] = []
    var covered = 0
    for part in ordinary {
      if covered < min(tail, part.start) {
        open.append((DayPart(start: covered, end: min(tail, part.start)), .exception(evening)))
      }
      open.append((part, .weekly(day.weekday, part.interval)))
      covered = part.end
    }
    if covered < tail { open.append((DayPart(start: covered, end: tail), .exception(evening))) }
    return Self.filled(open, between: .outsideHours)
  }

  private static func filled(_ open: [(DayPart, HoursReason)], between closed: HoursReason)
    -> [PlannedPart]
  {
    var result: [PlannedPart] = []
    var reading = 0
    func close(until end: Int) {
      guard reading < end else { return }
      result.append(
        PlannedPart(part: DayPart(start: reading, end: end), isOpen: false, reason: closed))
    }
    for (part, reason) in open {
      close(until: part.start)
      result.append(PlannedPart(part: part, isOpen: true, reason: reason))
      reading = part.end
    }
    close(until: 86_400)
    return result
  }
}

extension Holiday {
  /// The last date it says anything about that does not come again; nil for plain yearly rules.
  var lastDay: Day? {
    switch rule {
    case .on(let day), .between(_, let day): day
    case .yearly, .yearlyBetween, .nth, .easter: except.max()
    }
  }
}
