// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// The 168 hours of the week that comes, as the calendar answers them.
struct CoverageWeek: Sendable {
  let monday: Day
  /// Monday to Sunday, each hour by hour: is anybody there in it?
  let open: [[Bool]]

  init(_ index: HoursIndex, in zone: Zone, after now: Instant) {
    let today = zone.day(at: now)
    let monday = today.advanced(by: 7 - today.weekday.rawValue)
    self.monday = monday
    open = (0..<7).map { day in
      (0..<24).map { hour in
        let from = zone.instant(monday.advanced(by: day), TimeOfDay(seconds: hour * 3600))
        let to = zone.instant(monday.advanced(by: day), TimeOfDay(seconds: (hour + 1) * 3600))
        return index.elapsed(from: from, to: to) > 0
      }
    }
  }

  var grid: CoverageGrid {
    CoverageGrid(
      "When we are there: week of \(day: monday)",
      hours: open.map { $0.map { $0 ? .full : nil } },
      legend: [(.full, "somebody is there and clocks count"), (nil, "clocks stand still")])
  }
}
