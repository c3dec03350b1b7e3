// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

@Suite struct HolidayTests {
  private func dates(_ line: String, _ year: Int, years: Int = 1) throws -> [String] {
    OpeningHours(zone: .utc, weekly: [:], holidays: try Holiday.list(line))
      .holidayDates(from: year, years: years).map { "\($0.day) \($0.name)" }
  }

  @Test(arguments: [
    ("12-25 Christmas Day", ["2026-12-25 Christmas Day"]),
    ("2026-06-05 Company day", ["2026-06-05 Company day"]),
    ("first mon may Early May", ["2026-05-04 Early May"]),
    ("last Monday August Summer", ["2026-08-31 Summer"]),
    ("4th thu nov Thanksgiving", ["2026-11-26 Thanksgiving"]),
    ("fifth mon feb Never", []),
    ("easter-2 Good Friday", ["2026-04-03 Good Friday"]),
    ("easter Easter", ["2026-04-05 Easter"]),
    ("easter+50 Whit Monday", ["2026-05-25 Whit Monday"]),
    ("2026-12-30..2027-01-02 Works", ["2026-12-30 Works", "2026-12-31 Works"]),
    (
      "07-04 (or nearest weekday) Independence",
      ["2026-07-03 Independence", "2026-07-04 Independence"]
    ),
    ("12-26 (or next weekday) Boxing", ["2026-12-26 Boxing", "2026-12-28 Boxing"]),
  ])
  func `SLA 12: a line is a rule that gives dates`(line: String, expected: [String]) throws {
    #expect(try dates(line, 2026) == expected)
  }

  @Test func `SLA 12: a range of every year crosses New Year`() throws {
    #expect(
      try dates("12-30..01-02 Between", 2026)
        == ["2026-01-01", "2026-01-02", "2026-12-30", "2026-12-31"].map { "\($0) Between" })
  }

  @Test func `SLA 12: 29 February is a holiday in leap years only`() throws {
    #expect(try dates("02-29 Leap", 2027, years: 3) == ["2028-02-29 Leap"])
    #expect(try dates("02-29..03-01 Leap", 2027) == ["2027-03-01 Leap"])
  }

  @Test func `two holidays of one weekend are made up on two weekdays`() throws {
    let lines = "12-25 (or next weekday) Christmas\n12-26 (or next weekday) Boxing"
    #expect(
      try dates(lines, 2027)
        == [
          "2027-12-25 Christmas", "2027-12-26 Boxing", "2027-12-27 Christmas", "2027-12-28 Boxing",
        ])
  }

  @Test func `a New Year on Saturday is observed in the year before`() throws {
    #expect(try dates("01-01 (or nearest weekday) New Year", 2027).last == "2027-12-31 New Year")
  }

  /// From the tables of the ecclesiastical calendar.
  @Test(arguments: [
    (1818, "1818-03-22"), (1943, "1943-04-25"), (1981, "1981-04-19"), (2000, "2000-04-23"),
    (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"),
    (2038, "2038-04-25"), (2285, "2285-03-22"),
  ])
  func `Easter falls where the tables put it`(year: Int, expected: String) {
    #expect("\(Day.easter(of: year))" == expected)
  }

  @Test(arguments: [
    "12-25 Christmas Day", "2026-06-05", "first mon may Early May", "last mon aug Summer",
    "easter+1 Easter Monday", "easter", "12-24..01-02 Works", "2026-12-24..2027-01-02 Works",
    "07-04 (or nearest weekday) Independence Day",
  ])
  func `a holiday is written as it is read`(line: String) throws {
    #expect(try Holiday(line: line).line == line)
  }

  @Test(arguments: [
    ("2026-02-30 Never", HoursRefusal.noSuchDate("2026-02-30")),
    ("13-01 Never", .noSuchDate("13-01")),
    ("Christmas", .unreadableHoliday("Christmas")),
    ("easter+1000", .unreadableHoliday("easter+1000")),
    ("easterly wind", .unreadableHoliday("easterly wind")),
    ("2026-05-02..2026-05-01 x", .rangeBackwards("2026-05-02..2026-05-01")),
    ("2026-05-02..2028-05-01 x", .rangeTooLong("2026-05-02..2028-05-01")),
    ("12-25 (or whenever) x", .unreadableHoliday("12-25 (or whenever) x")),
    ("2026-05-02..05-01 x", .unreadableHoliday("2026-05-02..05-01 x")),
  ])
  func `what can't be read is refused with its text`(line: String, refusal: HoursRefusal) {
    #expect(throws: refusal) { try Holiday(line: line) }
  }

  @Test func `empty lines and remarks say nothing`() throws {
    #expect(try Holiday.list("\n  \n# bank holidays\r\n12-25 Christmas\n").count == 1)
  }
}
