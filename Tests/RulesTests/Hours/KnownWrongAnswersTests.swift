// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// Questions other products and libraries are known to answer wrongly, each with the right answer.
@Suite struct KnownWrongAnswersTests {
  private func hoursOf(_ day: String, _ hours: OpeningHours) -> Int {
    let day = Day(day)!
    return HoursIndex(hours).elapsed(
      from: hours.zone.instant(day), to: hours.zone.instant(day.advanced(by: 1)))
  }

  @Test func `SLA 13: a night exception in Kolkata leaves Tuesday alone`() throws {
    let exception = try hours("02:00-04:00")
    let office = try office(zone: TestZones.kolkata, exceptions: [Day("2026-06-03")!: exception])
    #expect(hoursOf("2026-06-02", office) == 8 * 3600)
    #expect(hoursOf("2026-06-03", office) == 2 * 3600)
  }

  @Test func `SLA 13: a noon exception in Sydney leaves Thursday alone`() throws {
    let exception = try hours("12:00-14:00")
    let office = try office(zone: TestZones.sydney, exceptions: [Day("2026-06-03")!: exception])
    #expect(hoursOf("2026-06-03", office) == 2 * 3600)
    #expect(hoursOf("2026-06-04", office) == 8 * 3600)
  }

  @Test func `SLA 4: hours around the spring gap of New York count what exists`() throws {
    let night = OpeningHours(
      zone: TestZones.newYork, weekly: [.sunday: try hours("01:30-02:30 03:15-04:00")])
    #expect(hoursOf("2026-03-08", night) == 4500)
  }

  @Test func `SLA 3: at the second 01-15 of New York's autumn, open and elapsed agree`() throws {
    let night = OpeningHours(zone: TestZones.newYork, weekly: [.sunday: try hours("01:30-05:00")])
    let index = HoursIndex(night)
    let second = at("2026-11-01T06:15:00Z")
    #expect(!index.isOpen(second))
    #expect(index.elapsed(from: second, to: second.advanced(by: 1)) == 0)
    #expect(index.isOpen(at("2026-11-01T05:45:00Z")))
    #expect(hoursOf("2026-11-01", night) == 4 * 3600)
  }

  @Test func `SLA 4: round the clock the spring day of New York has 23 hours`() {
    #expect(hoursOf("2026-03-08", .aroundTheClock(in: TestZones.newYork)) == 82_800)
  }

  @Test func `SLA 9: overlapping hours count once`() throws {
    #expect(hoursOf("2026-03-02", try office("09:00-13:00 12:00-17:00")) == 8 * 3600)
  }

  @Test(arguments: [
    ("2014-10-24T00:00:00Z", "2014-10-28T00:00:00Z"),
    ("2014-10-25T21:59:59Z", "2014-10-25T23:00:01Z"),
  ])
  func `SLA 5: a zone that changes its offset for good gives a number`(from: String, to: String)
    throws
  {
    let night = OpeningHours(
      zone: TestZones.moscow, weekly: [.sunday: try hours("00:30-01:30"), .monday: []])
    let index = HoursIndex(night)
    let stepper = HoursStepper(hours: night, closedDates: [])
    let (a, b) = (at(from), at(to))
    #expect(index.elapsed(from: a, to: b) == stepper.elapsed(a.seconds, b.seconds, step: 1))
  }

  @Test func `SLA 4: half an hour at Lord Howe, two hours at Troll`() throws {
    let early = try hours("01:00-04:00")
    let howe = OpeningHours(zone: TestZones.lordHowe, weekly: [.sunday: early])
    #expect(hoursOf("2026-10-04", howe) == 9000)
    #expect(hoursOf("2026-04-05", howe) == 12_600)
    let troll = OpeningHours(zone: TestZones.troll, weekly: [.sunday: early])
    #expect(hoursOf("2026-03-29", troll) == 3600)
    #expect(hoursOf("2026-10-25", troll) == 5 * 3600)
  }

  @Test func `SLA 4: the date Apia left out has no hours`() {
    let clock = OpeningHours.aroundTheClock(in: TestZones.apia)
    #expect(hoursOf("2011-12-29", clock) == 86_400)
    #expect(hoursOf("2011-12-30", clock) == 0)
    #expect(hoursOf("2011-12-31", clock) == 86_400)
  }
}
