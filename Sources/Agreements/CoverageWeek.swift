// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// The 168 hours of the week that comes, as the calendar answers them.
struct CoverageWeek: Sendable {
  let monday: Day
  /// Monday to Sunday, hour by hour: how much of it is open.
  let cover: [[CoverageGrid.Cover?]]

  init(_ index: HoursIndex, in zone: Zone, after now: Instant) {
    let today = zone.day(at: now)
    let monday = today.advanced(by: 7 - today.weekday.rawValue)
    self.monday = monday
    cover = (0..<7).map { day in
      (0..<24).map { hour in
        let from = zone.instant(monday.advanced(by: day), TimeOfDay(seconds: hour * 3600))
        let to = zone.instant(monday.advanced(by: day), TimeOfDay(seconds: (hour + 1) * 3600))
        let open = index.elapsed(from: from, to: to)
        return open == 0 ? nil : open == to.since(from) ? .full : .part
      }
    }
  }

  var grid: CoverageGrid {
    CoverageGrid(
      "When we are there: week of \(day: monday)", hours: cover,
      legend: [(.full, "somebody is there and clocks count")]
        + (cover.joined().contains(.part) ? [(.part, "in a part of the hour")] : [])
        + [(nil, "clocks stand still")])
  }
}
