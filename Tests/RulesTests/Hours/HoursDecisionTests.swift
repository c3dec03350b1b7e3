// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// The decisions on business time that need no law or golden case to show what they mean.
@Suite struct HoursDecisionTests {
  @Test func `SLA 2: the first second of hours is open, the last is not`() throws {
    let index = HoursIndex(try office())
    #expect(!index.isOpen(at("2026-03-02T08:59:59Z")))
    #expect(index.isOpen(at("2026-03-02T09:00:00Z")))
    #expect(index.isOpen(at("2026-03-02T16:59:59Z")))
    #expect(!index.isOpen(at("2026-03-02T17:00:00Z")))
  }

  @Test(arguments: [("00:00-24:00", 86_400), ("00:00-23:59", 86_340), ("22:00-00:00", 7200)])
  func `SLA 7: 24-00 ends a date and 23-59 does not`(text: String, open: Int) throws {
    let monday = OpeningHours(
      zone: .utc, weekly: [.monday: try OpeningHours.Interval.list(text)])
    let from = at("2026-03-02T00:00:00Z")
    #expect(HoursIndex(monday).elapsed(from: from, to: from.advanced(by: 2 * 86_400)) == open)
  }

  @Test func `SLA 8: a holiday takes the small hours of its own date, and only those`() throws {
    let tuesday = Day("2026-03-03")!
    let nights = OpeningHours(
      zone: .utc, weekly: [.monday: try hours("22:00-06:00")], holidays: [Holiday(.on(tuesday))])
    let index = HoursIndex(nights)
    #expect(index.isOpen(at("2026-03-02T23:59:59Z")))
    #expect(!index.isOpen(at("2026-03-03T00:00:00Z")))
    #expect(index.isOpen(at("2026-03-10T05:59:59Z")))
    #expect(nights.ordinaryHours(on: .tuesday).map(\.description) == ["00:00-06:00"])
  }

  @Test func `SLA 8: an exception on the first date leaves the part after midnight`() throws {
    let monday = Day("2026-03-02")!
    let nights = OpeningHours(
      zone: .utc, weekly: [.monday: try hours("22:00-06:00")], exceptions: [monday: []])
    let index = HoursIndex(nights)
    #expect(!index.isOpen(at("2026-03-02T23:00:00Z")))
    #expect(index.isOpen(at("2026-03-03T05:00:00Z")))
  }

  @Test(
    arguments: [
      // The holiday takes the small hours of its date, an exception all of its date.
      ([Day("2026-03-03")!], [:], 2), ([], [Day("2026-03-03")!: "10:00-11:00"], 3), ([], [:], 8),
    ] as [([Day], [Day: String], Int)])
  func `SLA 8, 13: the night of an exception ends where the next date says otherwise`(
    holidays: [Day], more: [Day: String], open: Int
  ) throws {
    let nights = OpeningHours(
      zone: .utc, weekly: [:], holidays: holidays.map { Holiday(.on($0)) },
      exceptions: try more.merging([Day("2026-03-02")!: "22:00-06:00"]) { $1 }.mapValues(hours))
    let from = at("2026-03-02T00:00:00Z")
    let to = from.advanced(by: 2 * 86_400)
    #expect(HoursIndex(nights).elapsed(from: from, to: to) == open * 3600)
  }

  @Test func `SLA 8: hours that end where they begin go round the clock, to midnight they stay`()
    throws
  {
    let round = OpeningHours(zone: .utc, weekly: [.monday: try hours("09:00-09:00")])
    let from = at("2026-03-02T00:00:00Z")
    #expect(HoursIndex(round).elapsed(from: from, to: from.advanced(by: 604_800)) == 86_400)
    #expect(round.ordinaryHours(on: .tuesday).map(\.description) == ["00:00-09:00"])
    let late = OpeningHours(zone: .utc, weekly: [.monday: try hours("22:00-00:00")])
    #expect(late.ordinaryHours(on: .tuesday).isEmpty)
  }

  @Test func `SLA 9: touching hours are one`() throws {
    let hours = try office("13:00-17:00 09:00-13:00")
    #expect(hours.ordinaryHours(on: .monday).map(\.description) == ["09:00-17:00"])
    let day = at("2026-03-02T00:00:00Z")
    let open = HoursIndex(hours).pieces(from: day, to: day.advanced(by: 86_400)).filter(\.isOpen)
    #expect(open.map { "\($0.reason)" } == ["weekly mon 09:00-17:00"])
  }

  @Test func `SLA 11: where a whole date comes twice, its holiday comes twice`() throws {
    let zone = Zone(
      name: "Test/Twice", dataVersion: "1",
      spans: [
        .init(start: Instant(seconds: .min), offset: 0),
        .init(start: at("2026-03-02T12:00:00Z"), offset: -86_400),
      ])
    let clock = OpeningHours(
      zone: zone, weekly: OpeningHours.aroundTheClock(in: .utc).weekly,
      holidays: [Holiday(.on(Day("2026-03-01")!)), Holiday(.on(Day("2026-03-02")!))])
    let open = HoursIndex(clock).segments(
      from: at("2026-02-28T00:00:00Z"), to: at("2026-03-06T00:00:00Z"))
    #expect(open.map(\.to) == [at("2026-03-01T00:00:00Z"), at("2026-03-06T00:00:00Z")])
    #expect(open.map(\.from) == [at("2026-02-28T00:00:00Z"), at("2026-03-04T00:00:00Z")])
  }

  @Test func `SLA 11: a holiday is a date of the calendar's zone, not of UTC`() throws {
    let clock = OpeningHours(
      zone: TestZones.sydney, weekly: OpeningHours.aroundTheClock(in: .utc).weekly,
      holidays: [Holiday(.yearly(.init(month: 12, day: 25)!))])
    let closed = HoursIndex(clock).pieces(
      from: at("2026-12-23T00:00:00Z"), to: at("2026-12-27T00:00:00Z")
    ).filter { !$0.isOpen }
    #expect(closed.map(\.from) == [at("2026-12-24T13:00:00Z")])
    #expect(closed.map(\.to) == [at("2026-12-25T13:00:00Z")])
  }

  @Test func `SLA 18: a time entry is split into hours and after hours`() throws {
    let index = HoursIndex(try office())
    let entry = (from: at("2026-03-02T16:30:00Z"), to: at("2026-03-02T19:00:00Z"))
    let lengths = index.pieces(from: entry.from, to: entry.to).map {
      "\($0.isOpen) \($0.to.since($0.from))"
    }
    #expect(lengths == ["true 1800", "false 7200"])
  }

  @Test func `SLA 19: nothing has elapsed when the end is not after the beginning`() throws {
    let index = HoursIndex(try office())
    let noon = at("2026-03-02T12:00:00Z")
    #expect(index.elapsed(from: noon, to: noon) == 0)
    #expect(index.elapsed(from: noon, to: noon.advanced(by: -86_400)) == 0)
  }

  @Test func `SLA 21: a reply at eight in the evening meets what ran out at five`() throws {
    let index = HoursIndex(try office())
    let begun = at("2026-03-02T09:00:00Z")
    let target = 28_800
    #expect(index.elapsed(from: begun, to: at("2026-03-02T20:00:00Z")) <= target)
    #expect(index.elapsed(from: begun, to: at("2026-03-03T09:00:00Z")) <= target)
    #expect(index.elapsed(from: begun, to: at("2026-03-03T09:00:01Z")) > target)
  }

  @Test func `SLA 22: no target is no promise, and nought is refused`() throws {
    #expect(try ServiceLevel.Target(seconds: nil).seconds == nil)
    #expect(throws: ServiceLevel.Refused.target(0)) { try ServiceLevel.Target(seconds: 0) }
  }

  @Test func `SLA 23: a day of eight hours is eight hours in every calendar`() throws {
    let long = HoursIndex(try office("08:00-18:00"))
    #expect(
      long.due(from: at("2026-03-02T08:00:00Z"), seconds: 8 * 3600) == at("2026-03-02T16:00:00Z"))
  }

  @Test func `SLA 24: a second is a second, thirty times 59 of them 1770`() throws {
    let index = HoursIndex(try office())
    let nine = at("2026-03-02T09:00:00Z")
    let sum = (0..<30).map { nine.advanced(by: $0 * 67) }
      .map { index.elapsed(from: $0, to: $0.advanced(by: 59)) }.reduce(0, +)
    #expect(sum == 1770)
  }
}
