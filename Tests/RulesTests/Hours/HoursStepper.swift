// SPDX-License-Identifier: AGPL-3.0-or-later

@testable import Rules

/// The slow second opinion: asks of every moment, one after another, what the clock on the wall says.
struct HoursStepper {
  let hours: OpeningHours
  let closedDates: Set<Day>

  func isOpen(_ second: Int) -> Bool {
    let local = second + hours.zone.offset(at: Instant(seconds: second))
    let day = Day(number: local.floorDivided(by: 86_400))
    let reading = local.floorRemainder(by: 86_400)
    let eve = day.advanced(by: -1)
    if let exception = hours.exceptions[day] { return early(exception, reading) }
    if closedDates.contains(day) { return false }
    return early(hours.weekly[day.weekday] ?? [], reading)
      || late(hours.weekly[eve.weekday] ?? [], reading)
      || late(hours.exceptions[eve] ?? [], reading)
  }

  private func early(_ list: [OpeningHours.Interval], _ reading: Int) -> Bool {
    list.contains {
      $0.start.seconds <= reading && (reading < $0.end.seconds || $0.end <= $0.start)
    }
  }

  private func late(_ list: [OpeningHours.Interval], _ reading: Int) -> Bool {
    list.contains { $0.end <= $0.start && reading < $0.end.seconds }
  }

  func elapsed(_ from: Int, _ to: Int, step: Int) -> Int {
    stride(from: from, to: to, by: step).count { isOpen($0) } * step
  }
}
