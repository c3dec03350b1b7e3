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

  /// Buckets with one closing, with two, and with so many that they must be searched.
  @Test(arguments: [
    "09:00-17:00", "09:00-12:30 13:00-17:30", "08:00-11:00 12:00-14:00 15:00-18:00",
    "08:00-08:10 08:20-08:30 08:40-09:00 09:05-09:06 20:00-24:00", "22:00-06:00",
  ])
  func `SLA 20: at every closing, and a second either side, due and latest are told apart`(
    text: String
  ) throws {
    let index = HoursIndex(try office(text), years: 2026...2026)
    let from = at("2026-03-01T12:00:00Z")
    let open = index.segments(from: from, to: from.advanced(by: 40 * 86_400))
    var used = 0
    for (stretch, next) in zip(open, open.dropFirst()) {
      #expect(index.due(from: from, seconds: used + 1) == stretch.from.advanced(by: 1))
      used += stretch.to.since(stretch.from)
      #expect(index.elapsed(from: from, to: stretch.to) == used)
      #expect(index.elapsed(from: from, to: stretch.to.advanced(by: -1)) == used - 1)
      #expect(index.elapsed(from: from, to: next.from.advanced(by: 1)) == used + 1)
      #expect(index.due(from: from, seconds: used) == stretch.to)
      #expect(index.latest(from: from, seconds: used - 1) == stretch.to.advanced(by: -1))
      #expect(index.latest(from: from, seconds: used) == next.from)
      #expect(index.latest(from: from, seconds: used + 1) == next.from.advanced(by: 1))
    }
  }

  @Test func `less than nothing is latest at the next opening, as nothing is`() throws {
    let index = HoursIndex(try office())
    let evening = at("2026-03-02T18:00:00Z")
    #expect(index.latest(from: evening, seconds: -60) == at("2026-03-03T09:00:00Z"))
    #expect(index.due(from: evening, seconds: -60) == evening)
  }

  @Test func `at the edges of the covered years the answers are the same`() {
    let index = HoursIndex(.aroundTheClock(in: .utc), years: 2026...2026)
    let (first, end) = (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))
    for edge in [first, end] {
      #expect(index.isOpen(edge.advanced(by: -1)) && index.isOpen(edge))
      #expect(index.due(from: edge, seconds: 60) == edge.advanced(by: 60))
      #expect(index.latest(from: edge, seconds: 60) == edge.advanced(by: 60))
    }
    #expect(index.elapsed(from: first, to: end) == 365 * 86_400)
    #expect(index.segments(from: first, to: end).map(\.to) == [end])
    #expect(index.due(from: first, seconds: 365 * 86_400) == end)
  }

  @Test func `two hundred years are asked of tables for the first part of them`() {
    let index = HoursIndex(.aroundTheClock(in: .utc), years: 1900...2199)
    #expect(index.years == 1900...2036)
    let from = at("2030-01-01T00:00:00Z")
    #expect(index.due(from: from, seconds: 3_000_000_000) == from.advanced(by: 3_000_000_000))
    #expect(index.elapsed(from: from, to: at("2130-01-01T00:00:00Z")) == 36_524 * 86_400)
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

  @Test func `a calendar that opens once in decades is waited for`() throws {
    let closed = Holiday(
      .yearlyBetween(.init(month: 3, day: 1)!, .init(month: 2, day: 28)!), "All year")
    let leap = OpeningHours(
      zone: .utc, weekly: [.saturday: try hours("09:00-10:00")], holidays: [closed])
    let index = HoursIndex(leap, years: 2026...2027)
    let due = index.due(from: at("2026-03-02T09:00:00Z"), seconds: 60)
    #expect(due == at("2048-02-29T09:01:00Z"))
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
