// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

/// Cases worked out by hand. Monday to Friday nine to five in London, dates of 2026, unless said.
@Suite struct GoldenHoursTests {
  private func minutes(_ n: Int) -> Int { n * 60 }

  @Test func `golden 4: the Easter holidays carry four hours over to Tuesday noon`() throws {
    let index = HoursIndex(
      try office(
        zone: TestZones.london,
        holidays: try Holiday.list("easter-2 Good Friday\neaster+1 Easter Monday")))
    #expect(
      index.due(from: at("2026-04-02T15:00:00Z"), seconds: minutes(240))
        == at("2026-04-07T11:00:00Z"))
  }

  @Test(arguments: [("2026-03-29", 300), ("2026-10-25", 420), ("2026-06-07", 360)])
  func `golden 5: a Sunday night window is as long as its clock makes it`(day: String, length: Int)
    throws
  {
    let nights = OpeningHours(zone: TestZones.london, weekly: [.sunday: try hours("00:00-06:00")])
    let from = TestZones.london.instant(Day(day)!)
    let elapsed = HoursIndex(nights).elapsed(from: from, to: from.advanced(by: 86_400))
    #expect(elapsed == minutes(length))
  }

  @Test func `golden 6: an hour from noon skips the lunch break`() throws {
    let index = HoursIndex(try office("09:00-12:30 13:30-17:00", zone: TestZones.london))
    #expect(
      index.due(from: at("2026-03-02T12:00:00Z"), seconds: minutes(60))
        == at("2026-03-02T14:00:00Z"))
  }

  @Test func `golden 7: a night shift of Friday goes on on Monday`() throws {
    let index = HoursIndex(try office("22:00-06:00", zone: TestZones.london))
    #expect(
      index.due(from: at("2026-03-06T23:00:00Z"), seconds: minutes(480))
        == at("2026-03-09T23:00:00Z"))
  }

  @Test func `golden 8: a site in New York keeps its own clock change`() throws {
    let index = HoursIndex(try office("08:00-18:00", zone: TestZones.newYork))
    #expect(
      index.due(from: at("2026-03-06T22:30:00Z"), seconds: minutes(60))
        == at("2026-03-09T12:30:00Z"))
  }

  @Test func `golden 11: a request of Saturday is due on Monday at ten`() throws {
    let index = HoursIndex(try office(zone: TestZones.london))
    #expect(
      index.due(from: at("2026-03-07T13:00:00Z"), seconds: minutes(60))
        == at("2026-03-09T10:00:00Z"))
  }

  @Test(arguments: [
    ("2026-03-02T16:00:00Z", "2026-03-02T17:00:00Z"),
    ("2026-03-02T17:00:00Z", "2026-03-03T10:00:00Z"),
  ])
  func `golden 12: the end of a window does not belong to it`(from: String, due: String) throws {
    let index = HoursIndex(try office(zone: TestZones.london))
    #expect(index.due(from: at(from), seconds: minutes(60)) == at(due))
  }
}
