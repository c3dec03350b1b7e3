// SPDX-License-Identifier: AGPL-3.0-or-later

/// The dates a list of holidays gives over a stretch of years, in order, each once.
struct HolidayDates {
  private let holidays: [Holiday]
  private(set) var dates: ContiguousArray<Closing> = []

  /// A date, and the place in the list of the holiday that named it first.
  struct Closing {
    let day: Int
    let holiday: Int
  }

  /// Complete for the years given; a shift may reach into the neighbours of a year.
  init(_ holidays: [Holiday], years: ClosedRange<Int>) {
    self.holidays = holidays
    guard !holidays.isEmpty else { return }
    dates.reserveCapacity(2 * holidays.count * (years.count + 2))
    var shifts: [Closing] = []
    for year in (years.lowerBound - 1)...(years.upperBound + 1) {
      for (index, holiday) in holidays.enumerated() {
        holiday.eachDate(in: year) { day in
          dates.append(Closing(day: day.number, holiday: index))
          guard holiday.observed != .onTheDay, day.weekday.isWeekend else { return }
          shifts.append(Closing(day: day.number, holiday: index))
        }
      }
    }
    keepFirsts()
    for shift in shifts { observe(shift) }
  }

  func name(of day: Day) -> String? {
    let place = place(of: day.number)
    guard place < dates.count, dates[place].day == day.number else { return nil }
    return holidays[dates[place].holiday].name
  }

  func name(of closing: Closing) -> String { holidays[closing.holiday].name }

  func contains(_ day: Int) -> Bool {
    let place = place(of: day)
    return place < dates.count && dates[place].day == day
  }

  /// Sorting keeps the order of those with the same date, so that the first named stays first.
  private mutating func keepFirsts() {
    dates.sort { $0.day < $1.day }
    var kept = 0
    for closing in dates where kept == 0 || dates[kept - 1].day != closing.day {
      dates[kept] = closing
      kept += 1
    }
    dates.removeLast(dates.count - kept)
  }

  /// Where the date stands, or would.
  private func place(of day: Int) -> Int {
    var low = 0
    var high = dates.count
    while low < high {
      let middle = (low + high) / 2
      if dates[middle].day < day { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func observe(_ shift: Closing) {
    let day = Day(number: shift.day)
    var other = day
    if holidays[shift.holiday].observed == .orNearestWeekday {
      other = day.advanced(by: day.weekday == .saturday ? -1 : 1)
    } else {
      while other.weekday.isWeekend || contains(other.number) { other = other.advanced(by: 1) }
    }
    guard !contains(other.number) else { return }
    dates.insert(
      Closing(day: other.number, holiday: shift.holiday), at: place(of: other.number))
  }
}

extension OpeningHours {
  /// The dates and names of this many years from the given one on, in order: what the editor shows
  /// (SLA 12).
  package func holidayDates(from year: Int, years: Int = 3) -> [(day: Day, name: String)] {
    let last = year + max(1, years) - 1
    let all = HolidayDates(holidays, years: year...last)
    return all.dates.map { (day: Day(number: $0.day), name: all.name(of: $0)) }
      .filter { (year...last).contains($0.day.year) }
  }
}
