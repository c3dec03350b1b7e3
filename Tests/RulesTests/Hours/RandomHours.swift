// SPDX-License-Identifier: AGPL-3.0-or-later

@testable import Rules

/// Calendars nobody would think of, repeatable by seed.
struct RandomHours {
  var dice: Dice

  init(seed: UInt64) { dice = Dice(seed: seed) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }

  mutating func interval() -> OpeningHours.Interval {
    let start = number(0...287) * 300
    let end = number(0...9) == 0 ? 86_400 : number(0...288) * 300
    return OpeningHours.Interval(unchecked: start, end)
  }

  mutating func intervals(_ most: Int) -> [OpeningHours.Interval] {
    (0..<number(0...most)).map { _ in interval() }
  }

  /// Hours in the zone with holidays and exceptions in the 60 days after the date.
  mutating func hours(in zone: Zone, around day: Day) -> HoursStepper {
    var weekly: [Weekday: [OpeningHours.Interval]] = [:]
    for weekday in Weekday.allCases where number(0...3) > 0 { weekly[weekday] = intervals(3) }
    var exceptions: [Day: [OpeningHours.Interval]] = [:]
    for _ in 0..<number(0...5) { exceptions[day.advanced(by: number(-3...60))] = intervals(2) }
    let closed = (0..<number(0...5)).map { _ in day.advanced(by: number(-3...60)) }
    let hours = OpeningHours(
      zone: zone, weekly: weekly, holidays: closed.map { Holiday(.on($0)) }, exceptions: exceptions)
    return HoursStepper(hours: hours, closedDates: Set(closed))
  }

  /// A moment near a change of the zone's offset if it has any in 1970 to 2037, else anywhere.
  mutating func moment(in zone: Zone) -> Int {
    let era = 0..<2_145_916_800
    let changes = zone.spans(in: era).map(\.range.lowerBound).dropFirst()
    let near = changes.randomElement(using: &dice) ?? number(era.lowerBound...era.upperBound)
    return (near + number(-172_800...86_400)).floorDivided(by: 300) * 300
  }
}
