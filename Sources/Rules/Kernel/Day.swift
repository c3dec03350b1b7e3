// SPDX-License-Identifier: AGPL-3.0-or-later

/// A local date, without zone or hour: days counted from 1970-01-01 of the proleptic Gregorian
/// calendar.
package struct Day: Hashable, Comparable, Sendable {
  package let number: Int

  package init(number: Int) { self.number = number }

  /// Nil when the calendar has no such date (30 February).
  package init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, in: year) else {
      return nil
    }
    self.init(number: Day.number(year: year, month: month, day: day))
  }

  package static func < (a: Day, b: Day) -> Bool { a.number < b.number }

  package func advanced(by days: Int) -> Day { Day(number: number + days) }

  package func since(_ earlier: Day) -> Int { number - earlier.number }

  package var weekday: Weekday { Weekday(rawValue: (number + 3).floorRemainder(by: 7))! }

  package var year: Int { civil.year }
  package var month: Int { civil.month }
  package var day: Int { civil.day }

  /// Year, month and day of month, by the era method: 400 years are 146,097 days.
  package var civil: (year: Int, month: Int, day: Int) {
    let z = number + 719_468
    let era = z.floorDivided(by: 146_097)
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * marchMonth + 2) / 5 + 1
    )
  }

  package static func isLeap(_ year: Int) -> Bool {
    year.floorRemainder(by: 4) == 0
      && (year.floorRemainder(by: 100) != 0 || year.floorRemainder(by: 400) == 0)
  }

  package static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func number(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = y.floorDivided(by: 400)
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension Day: CustomStringConvertible {
  /// `2026-03-29`
  package var description: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Reads `2026-03-29`; nil when that is not a date.
  package init?(_ text: some StringProtocol) {
    let t = Array(text.utf8)
    guard t.count == 10, t[4] == UInt8(ascii: "-"), t[7] == UInt8(ascii: "-") else { return nil }
    let digits = t.enumerated().filter { $0.offset != 4 && $0.offset != 7 }.map(\.element)
    guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    let n = digits.map { Int($0) - 48 }
    self.init(
      year: n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3], month: n[4] * 10 + n[5],
      day: n[6] * 10 + n[7])
  }
}

/// Monday is 0, as the trade's week begins.
package enum Weekday: Int, CaseIterable, Sendable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// `mon` … `sun`: the key of the batch formats and of stored calendars.
  package var key: String { ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][rawValue] }

  package init?(key: some StringProtocol) {
    guard let found = Weekday.allCases.first(where: { $0.key == key }) else { return nil }
    self = found
  }
}

/// A reading of a local clock within one date, 00:00:00 to 24:00:00 (24:00 ends a date, SLA 7).
package struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let seconds: Int

  package init(seconds: Int) { self.seconds = seconds }

  package static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.seconds < b.seconds }

  /// `09:05:00`
  package var description: String {
    "\(minutes):\(padded(seconds % 60, 2))"
  }

  /// `09:05`
  package var minutes: String {
    "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2))"
  }
}

/// The number with leading zeros to the width: dates and clock readings line up.
func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (value < 0 ? "-" : "") + zeros + digits
}
