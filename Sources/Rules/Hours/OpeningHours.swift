// SPDX-License-Identifier: AGPL-3.0-or-later

/// One calendar as it stands at one time: in which zone, on which dates and between which readings
/// of the local clock somebody is there (SLA 2 to 17). Round the clock is a calendar like any other.
package struct OpeningHours: Sendable, Equatable {
  package let zone: Zone
  /// Days left out are closed.
  package let weekly: [Weekday: [Interval]]
  package let holidays: [Holiday]
  /// Dates whose hours replace everything else said about them; an empty list closes the date.
  package let exceptions: [Day: [Interval]]
  /// The ordinary week as each date owns it: split at midnight, overlaps united, Monday first.
  let week: [[DayPart]]

  package init(
    zone: Zone, weekly: [Weekday: [Interval]], holidays: [Holiday] = [],
    exceptions: [Day: [Interval]] = [:]
  ) {
    self.zone = zone
    self.weekly = weekly
    self.holidays = holidays
    self.exceptions = exceptions
    week = Weekday.allCases.map { weekday in
      let evening = weekly[weekday.previous] ?? []
      let own = weekly[weekday] ?? []
      return DayPart.united(own.map(\.beforeMidnight) + evening.compactMap(\.afterMidnight))
    }
  }

  /// Open at every second of every day (SLA 17).
  package static func aroundTheClock(in zone: Zone) -> OpeningHours {
    OpeningHours(
      zone: zone,
      weekly: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [.wholeDay]) }))
  }

  /// Hours of an ordinary date of this weekday as split at midnight: what the editor shows, so that
  /// nobody is surprised who owns the small hours (SLA 8).
  package func ordinaryHours(on weekday: Weekday) -> [Interval] {
    week[weekday.rawValue].map(\.interval)
  }

  /// From this reading of the clock up to, not including, that one; an end that is not after the
  /// start lies on the next date (SLA 2, 7, 8).
  package struct Interval: Hashable, Sendable, CustomStringConvertible {
    package let start: TimeOfDay
    package let end: TimeOfDay

    package static let wholeDay = Interval(unchecked: 0, 86_400)

    package init(_ start: TimeOfDay, _ end: TimeOfDay) throws {
      for time in [start, end] where time.seconds % 60 != 0 || !(0...86_400 ~= time.seconds) {
        throw HoursRefusal.unreadableTime(time.description)
      }
      guard start.seconds < 86_400 else { throw HoursRefusal.startsAtMidnightEnd }
      self.init(unchecked: start.seconds, end.seconds)
    }

    init(unchecked start: Int, _ end: Int) {
      self.start = TimeOfDay(seconds: start)
      self.end = TimeOfDay(seconds: end)
    }

    package var isOvernight: Bool { end <= start }

    /// `22:00-06:00`
    package var description: String { "\(start.minutes)-\(end.minutes)" }

    var beforeMidnight: DayPart {
      DayPart(start: start.seconds, end: isOvernight ? 86_400 : end.seconds)
    }

    var afterMidnight: DayPart? {
      isOvernight && end.seconds > 0 ? DayPart(start: 0, end: end.seconds) : nil
    }
  }
}

extension Weekday {
  var previous: Weekday { Weekday(rawValue: (rawValue + 6) % 7)! }
}

/// A piece of one date, in seconds of its local clock, 0 to 86,400.
struct DayPart: Hashable, Sendable {
  let start: Int
  let end: Int

  var interval: OpeningHours.Interval { OpeningHours.Interval(unchecked: start, end) }

  /// In order, with overlapping and touching parts made one (SLA 9).
  static func united(_ parts: [DayPart]) -> [DayPart] {
    var result: [DayPart] = []
    for part in parts.sorted(by: { $0.start < $1.start }) {
      if let last = result.last, part.start <= last.end {
        result[result.count - 1] = DayPart(start: last.start, end: max(last.end, part.end))
      } else {
        result.append(part)
      }
    }
    return result
  }
}
