// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

func at(_ text: String) -> Instant { Instant(text)! }

func hours(_ text: String) throws -> [OpeningHours.Interval] {
  try text.split(separator: " ").map { part in
    let ends = part.split(separator: "-").map { $0.split(separator: ":").map { Int($0)! } }
    return try OpeningHours.Interval(
      TimeOfDay(seconds: ends[0][0] * 3600 + ends[0][1] * 60),
      TimeOfDay(seconds: ends[1][0] * 3600 + ends[1][1] * 60))
  }
}

/// Monday to Friday, the same hours.
func office(
  _ text: String = "09:00-17:00", zone: Zone = .utc, holidays: [Holiday] = [],
  exceptions: [Day: [OpeningHours.Interval]] = [:]
) throws -> OpeningHours {
  let daily = try hours(text)
  let weekly = Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, daily) })
  return OpeningHours(zone: zone, weekly: weekly, holidays: holidays, exceptions: exceptions)
}

@Suite struct HoursIndexTests {
  @Test func `SLA 20: eight hours from nine are due at five and broken after nine tomorrow`() throws
  {
    let index = HoursIndex(try office())
    let monday = at("2026-03-02T09:00:00Z")
    #expect(index.due(from: monday, seconds: 28_800) == at("2026-03-02T17:00:00Z"))
    #expect(index.latest(from: monday, seconds: 28_800) == at("2026-03-03T09:00:00Z"))
  }

  @Test func `a due far beyond the covered years is the same as within them`() throws {
    let near = HoursIndex(try office(), years: 2026...2026)
    let far = HoursIndex(try office(), years: 2000...2199)
    let from = at("2026-03-02T16:00:00Z")
    for seconds in [10_000_000, 100_000_000, 1_000_000_000] {
      #expect(near.due(from: from, seconds: seconds) == far.due(from: from, seconds: seconds))
      #expect(near.latest(from: from, seconds: seconds) == far.latest(from: from, seconds: seconds))
      let to = from.advanced(by: seconds)
      #expect(near.elapsed(from: from, to: to) == far.elapsed(from: from, to: to))
    }
  }

  @Test func `SLA 14: a calendar that never opens gives nothing and never`() {
    let index = HoursIndex(OpeningHours(zone: .utc, weekly: [:]))
    let from = at("2026-03-02T09:00:00Z")
    #expect(index.elapsed(from: from, to: from.advanced(by: 1_000_000_000)) == 0)
    #expect(index.due(from: from, seconds: 1) == nil)
    #expect(index.latest(from: from, seconds: 0) == nil)
  }

  @Test func `SLA 16: each second counts by the version in force`() throws {
    let noon = at("2026-03-02T12:00:00Z")
    let table = Timetable.versioned([
      .init(from: noon, name: "2", timetable: .hours(try office("09:00-13:00"))),
      .init(from: at("2026-01-01T00:00:00Z"), name: "1", timetable: .hours(try office())),
    ])
    let index = HoursIndex(table)
    let day = (at("2026-03-02T00:00:00Z"), at("2026-03-03T00:00:00Z"))
    #expect(index.elapsed(from: day.0, to: day.1) == 4 * 3600)
    #expect(index.timetable.version(at: noon)?.name == "2")
    #expect(index.elapsed(from: at("2025-12-01T00:00:00Z"), to: at("2026-01-01T00:00:00Z")) == 0)
  }

  @Test func `SLA 15: all of several calendars is open when each is`() throws {
    let client = OpeningHours(
      zone: .utc, weekly: OpeningHours.aroundTheClock(in: .utc).weekly,
      holidays: [Holiday(.yearly(.init(month: 12, day: 25)!), "Christmas Day")])
    let index = HoursIndex(.allOf([.hours(try office()), .hours(client)]))
    #expect(
      index.due(from: at("2026-12-24T16:00:00Z"), seconds: 7200) == at("2026-12-28T10:00:00Z"))
    #expect("\(index.reason(at: at("2026-12-25T10:00:00Z")))" == "holiday 2026-12-25")
    #expect("\(index.reason(at: at("2026-12-24T10:00:00Z")))" == "weekly thu 09:00-17:00")
    #expect("\(index.reason(at: at("2026-12-24T17:00:00Z")))" == "outside hours")
  }
}
