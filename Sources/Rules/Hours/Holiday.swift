// SPDX-License-Identifier: AGPL-3.0-or-later

/// A whole local date, or a rule that gives one each year, on which a calendar is closed (SLA 11, 12).
package struct Holiday: Sendable, Hashable {
  package let rule: Rule
  package let name: String
  package let observed: Observed
  /// The year a rule begins with; dates of earlier years are none of its.
  package let since: Int?
  /// Dates the rule leaves out.
  package let except: Set<Day>

  package init(
    _ rule: Rule, _ name: String = "", observed: Observed = .onTheDay, since: Int? = nil,
    except: Set<Day> = []
  ) {
    self.rule = rule
    self.name = name
    self.observed = observed
    self.since = since
    self.except = except
  }

  package enum Rule: Sendable, Hashable {
    case on(Day)
    case between(Day, Day)
    /// 29 February only in leap years.
    case yearly(MonthDay)
    /// Crosses New Year when the second is before the first.
    case yearlyBetween(MonthDay, MonthDay)
    /// 1 for the first of the month to 5 for the fifth (in months that have one); -1 for the last.
    case nth(Int, Weekday, month: Int)
    /// Days after Easter Sunday of the western churches; negative for before.
    case easter(Int)
  }

  /// What happens when the date falls on a Saturday or Sunday. The date itself stays a holiday.
  package enum Observed: Sendable, Hashable {
    case onTheDay
    /// Also the next Monday to Friday that is not a holiday itself.
    case orNextWeekday
    /// Also the Friday before a Saturday or the Monday after a Sunday.
    case orNearestWeekday
  }

  /// A date of every year.
  package struct MonthDay: Sendable, Hashable {
    package let month: Int
    package let day: Int

    /// Nil when no year has such a date.
    package init?(month: Int, day: Int) {
      guard (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, in: 2000) else {
        return nil
      }
      self.month = month
      self.day = day
    }

    func of(_ year: Int) -> Day? { Day(year: year, month: month, day: day) }
  }
}

extension Holiday {
  /// Hands over the dates the holiday itself gives in the year, before any shift.
  func eachDate(in year: Int, _ body: (Day) -> Void) {
    if let since, year < since { return }
    guard !except.isEmpty else { return eachRuledDate(in: year, body) }
    eachRuledDate(in: year) { if !except.contains($0) { body($0) } }
  }

  /// Whether the rule gives the date in its own year.
  package func gives(_ day: Day) -> Bool {
    var isGiven = false
    eachDate(in: day.year) { if $0 == day { isGiven = true } }
    return isGiven
  }

  private func eachRuledDate(in year: Int, _ body: (Day) -> Void) {
    switch rule {
    case .on(let day): if day.year == year { body(day) }
    case .between(let first, let last):
      guard first.year <= year, last.year >= year else { return }
      for number in first.number...last.number where Day(number: number).year == year {
        body(Day(number: number))
      }
    case .yearly(let date): if let day = date.of(year) { body(day) }
    case .yearlyBetween(let first, let last):
      for number in Self.stretch(first, last, in: year) { body(Day(number: number)) }
    case .nth(let n, let weekday, let month):
      if let day = Self.nth(n, weekday, month: month, in: year) { body(day) }
    case .easter(let days): body(Day.easter(of: year).advanced(by: days))
    }
  }

  private static func stretch(_ first: MonthDay, _ last: MonthDay, in year: Int) -> Range<Int> {
    let begin = first.orNext(of: year).number
    let crosses = (last.month, last.day) < (first.month, first.day)
    let end = last.orPrevious(of: crosses ? year + 1 : year).number
    return begin..<max(begin, end + 1)
  }

  private static func nth(_ n: Int, _ weekday: Weekday, month: Int, in year: Int) -> Day? {
    let length = Day.length(ofMonth: month, in: year)
    let first = Day(year: year, month: month, day: 1)!
    let lead = (weekday.rawValue - first.weekday.rawValue + 7) % 7
    let weeks = n == -1 ? (length - 1 - lead) / 7 : n - 1
    return lead + 7 * weeks < length ? first.advanced(by: lead + 7 * weeks) : nil
  }
}

extension Holiday.MonthDay {
  /// 29 February stands for the first day after it in years without one.
  fileprivate func orNext(of year: Int) -> Day {
    of(year) ?? Day(year: year, month: 3, day: 1)!
  }

  fileprivate func orPrevious(of year: Int) -> Day {
    of(year) ?? Day(year: year, month: 2, day: 28)!
  }
}

extension Day {
  /// Easter Sunday of the western churches (Meeus, Jones and Butcher).
  package static func easter(of year: Int) -> Day {
    let golden = year.floorRemainder(by: 19)
    let century = year.floorDivided(by: 100)
    let rest = year.floorRemainder(by: 100)
    let correction = (century + 8) / 25
    let moon =
      (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7
    let late = (golden + 11 * moon + 22 * sunday) / 451
    let sum = moon + sunday - 7 * late + 114
    return Day(year: year, month: sum / 31, day: sum % 31 + 1)!
  }
}

extension Weekday {
  var isWeekend: Bool { self == .saturday || self == .sunday }
}
