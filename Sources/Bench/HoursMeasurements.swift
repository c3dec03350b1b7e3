// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules

/// Business time on a calendar that is already laid out, over spans from a week to ten years, and
/// laying out ten years of it from the bytes of a zone file.
let hoursMeasurements: [Measurement] = {
  let week = 604_800
  let spans = [("a week", week), ("a year", 52 * week), ("ten years", 521 * week)]
  return spans.map { elapsedMeasurement("hours.elapsed \($0)", span: $1) }
    + spans.map { dueMeasurement("hours.due \($0)", seconds: $1 * 40 / 168) }
    + [buildMeasurement("hours.build ten years from TZif bytes")]
}()

/// Instants spread over ten years as chance has it, the same in every run.
private func instants() -> [Instant] {
  var dice = Dice(seed: 1)
  let start = Instant("2015-01-01T00:00:00Z")!
  return (0..<4096).map { _ in
    start.advanced(by: Int.random(in: 0..<315_360_000, using: &dice))
  }
}

private func elapsedMeasurement(_ name: String, span: Int) -> Measurement {
  Measurement(name: name, bar: 25, count: 1_024_000) {
    let index = HoursIndex(officeHours(in: londonZone()))
    let starts = instants()
    return { count in
      var sum = 0
      for i in 0..<count {
        let from = starts[i & 4095]
        sum &+= index.elapsed(from: from, to: from.advanced(by: span))
      }
      return sum
    }
  }
}

private func dueMeasurement(_ name: String, seconds: Int) -> Measurement {
  Measurement(name: name, bar: 25, count: 1_024_000) {
    let index = HoursIndex(officeHours(in: londonZone()))
    let starts = instants()
    return { count in
      var sum = 0
      for i in 0..<count {
        sum &+= index.due(from: starts[i & 4095], seconds: seconds)!.seconds
      }
      return sum
    }
  }
}

private func buildMeasurement(_ name: String) -> Measurement {
  Measurement(name: name, bar: 200_000, count: 200) {
    let bytes = londonBytes()
    let year = (Instant("2026-01-01T00:00:00Z")!, Instant("2027-01-01T00:00:00Z")!)
    return { count in
      var sum = 0
      for _ in 0..<count {
        let index = HoursIndex(officeHours(in: londonZone(bytes)), years: 2021...2030)
        sum &+= index.elapsed(from: year.0, to: year.1)
      }
      return sum
    }
  }
}

private func londonBytes() -> [UInt8] {
  let path = "/usr/share/zoneinfo/Europe/London"
  guard let data = FileManager.default.contents(atPath: path) else {
    fatalError("No time-zone data: \(path) can’t be read.")
  }
  return Array(data)
}

private func londonZone(_ bytes: [UInt8] = londonBytes()) -> Zone {
  try! Zone(name: "Europe/London", dataVersion: "bench", tzif: bytes)
}

/// Monday to Friday with a lunch break, the eight holidays of England and an exception.
private func officeHours(in zone: Zone) -> OpeningHours {
  OpeningHours(zone: zone, weekly: weekly, holidays: englishHolidays, exceptions: exceptions)
}

private let weekly: [Weekday: [OpeningHours.Interval]] = {
  let daily = try! OpeningHours.Interval.list("09:00-12:30, 13:00-17:30")
  return Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, daily) })
}()

let englishHolidays = try! Holiday.list(
  """
  01-01 (or next weekday) New Year
  easter-2 Good Friday
  easter+1 Easter Monday
  first mon may Early May
  last mon may Spring
  last mon aug Summer
  12-25 (or next weekday) Christmas Day
  12-26 (or next weekday) Boxing Day
  """)

private let exceptions: [Day: [OpeningHours.Interval]] = [
  Day("2026-12-24")!: try! OpeningHours.Interval.list("09:00-12:00")
]
