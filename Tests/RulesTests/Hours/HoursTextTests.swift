// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing

@testable import Rules

@Suite struct HoursTextTests {
  @Test(arguments: [
    ("09:00-12:00, 13:00-17:00", "09:00-12:00, 13:00-17:00"),
    ("9:00 – 17:30", "09:00-17:30"), ("22:00-06:00", "22:00-06:00"),
    ("00:00-24:00", "00:00-24:00"), ("24 hours", "00:00-24:00"), ("", "closed"),
    ("Closed", "closed"),
  ])
  func `hours are read as people write them`(text: String, expected: String) throws {
    #expect(OpeningHours.Interval.text(try OpeningHours.Interval.list(text)) == expected)
  }

  @Test(arguments: [
    ("09:00:00-17:00", HoursRefusal.unreadableTime("09:00:00")),
    ("09:00-25:00", .unreadableTime("25:00")), ("09:00-24:01", .unreadableTime("24:01")),
    ("09:60-17:00", .unreadableTime("09:60")), ("9-17", .unreadableTime("9")),
    ("٠٩:٠٠-17:00", .unreadableTime("٠٩:٠٠")), ("09:00", .unreadableHours("09:00")),
    ("09:00-12:00,", .unreadableHours("09:00-12:00,")),
    ("24:00-06:00", .startsAtMidnightEnd),
  ])
  func `SLA 10: what is no hour and minute is refused, seconds too`(
    text: String, refusal: HoursRefusal
  ) {
    #expect(throws: refusal) { try OpeningHours.Interval.list(text) }
  }
}
