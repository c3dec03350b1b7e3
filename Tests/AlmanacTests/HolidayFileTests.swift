// SPDX-License-Identifier: AGPL-3.0-or-later

import Almanac
import Rules
import Testing

/// Files of holidays: what is taken over, and what is left out by its name instead of guessed.
struct HolidayFileTests {
  static func file(_ entry: String, ends: String = "\r\n") -> [UInt8] {
    let lines =
      ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:a@b"]
      + entry.split(separator: "|")
      .map(String.init) + ["END:VEVENT", "END:VCALENDAR", ""]
    return Array(lines.joined(separator: ends).utf8)
  }

  static func lines(_ bytes: [UInt8]) throws -> [String] {
    try HolidayFile(iCalendar: bytes, zone: "Europe/London").entries
      .flatMap { $0.holidays.map(\.line) }
  }

  @Test(arguments: [
    ("DTSTART;VALUE=DATE:20261225|SUMMARY:Christmas Day", ["2026-12-25 Christmas Day"]),
    ("DTSTART:20261225|SUMMARY:Bare date", ["2026-12-25 Bare date"]),
    ("DTSTART;VALUE=DATE:20261224|DTEND;VALUE=DATE:20261227", ["2026-12-24..2026-12-26"]),
    ("DTSTART;VALUE=DATE:20261224|DURATION:P1W", ["2026-12-24..2026-12-30"]),
    ("DTSTART;VALUE=DATE:20261224|DURATION:PT48H", ["2026-12-24..2026-12-25"]),
    ("DTSTART:20261225T000000|DTEND:20261226T000000|SUMMARY:Outlook", ["2026-12-25 Outlook"]),
    (
      "DTSTART;TZID=Europe/London:20261225T000000|DTEND;TZID=Europe/London:20261226T000000",
      ["2026-12-25"]
    ),
    (
      "DTSTART;VALUE=DATE:20191225|RRULE:FREQ=YEARLY|SUMMARY:Christmas",
      ["12-25 (since 2019) Christmas"]
    ),
    (
      "DTSTART;VALUE=DATE:20200504|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1MO|EXDATE;VALUE=DATE:20210503,20220502",
      ["first mon may (since 2020) (except 2021-05-03, 2022-05-02)"]
    ),
    (
      "DTSTART;VALUE=DATE:20200525|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=MO;BYSETPOS=-1",
      ["last mon may (since 2020)"]
    ),
    (
      "DTSTART;VALUE=DATE:20191231|DTEND;VALUE=DATE:20200103|RRULE:FREQ=YEARLY",
      ["12-31..01-02 (since 2019)"]
    ),
    (
      "DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY;COUNT=3",
      ["2024-02-29", "2028-02-29", "2032-02-29"]
    ),
    (
      "DTSTART;VALUE=DATE:20240601|RRULE:FREQ=YEARLY;INTERVAL=2;UNTIL=20280601|RDATE;VALUE=DATE:20250601",
      ["2024-06-01", "2025-06-01", "2026-06-01", "2028-06-01"]
    ),
    (
      "DTSTART;VALUE=DATE:20261225|SUMMARY;LANGUAGE=de:Tag\\, der\\nFreude \\\\o/",
      ["2026-12-25 Tag, der Freude \\o/"]
    ),
    (
      "DTSTART;VALUE=DATE:20220531|DURATION:P5D|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20230528,20240531",
      [
        "05-31..06-04 (since 2022) (except 2024-05-31, 2024-06-01, 2024-06-02, 2024-06-03, 2024-06-04)"
      ]
    ),
    ("DTSTART;VALUE=DATE:20261225|SUMMARY:Kar| freitag", ["2026-12-25 Karfreitag"]),
    (
      "DTSTART;VALUE=DATE:20261225|SUMMARY:(or next weekday) {x}",
      ["2026-12-25 [or next weekday) x"]
    ),
    (
      "DTSTART;VALUE=DATE:20261225|BEGIN:VALARM|SUMMARY:Alarm|DTSTART:20200101|END:VALARM",
      ["2026-12-25"]
    ),
  ])
  func `an entry of whole days is taken over`(entry: String, expected: [String]) throws {
    for ends in ["\r\n", "\n", "\r"] {
      #expect(try Self.lines(Self.file(entry, ends: ends)) == expected)
    }
  }

  @Test(arguments: [
    ("SUMMARY:x", 3, "has no DTSTART"),
    ("DTSTART;VALUE=DATE:20230229", 5, "there is no such date as 20230229"),
    ("DTSTART;VALUE=DATE:2026-12-25", 5, "2026-12-25 can’t be read"),
    ("DTSTART;VALUE=DATE:99999999", 5, "there is no such date"),
    ("DTSTART;VALUE=DATE:00010101", 5, "outside the years"),
    ("DTSTART;VALUE=DATE:99991231", 5, "outside the years"),
    ("DTSTART:20261225T090000Z", 5, "a time of day"),
    ("DTSTART:20261225T000000Z|DTEND:20261226T000000Z", 5, "a time of day"),
    ("DTSTART;TZID=Asia/Tokyo:20261225T000000", 5, "a time of day"),
    ("DTSTART;TZID=Made/Up:20261225T000000", 5, "a time of day"),
    ("DTSTART:20261225T000000", 3, "ends before it begins"),
    ("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261225", 3, "ends before it begins"),
    ("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261201", 3, "ends before it begins"),
    ("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20281225", 3, "longer than a year"),
    ("DTSTART;VALUE=DATE:20261225|DURATION:PT5H", 6, "whole days"),
    ("DTSTART;VALUE=DATE:20261225|DURATION:-P1D", 6, "whole days"),
    ("DTSTART;VALUE=DATE:20261225|DURATION:soon", 6, "can’t be read"),
    ("DTSTART;VALUE=DATE:20261225|DTSTART;VALUE=DATE:20261226", 6, "stands there twice"),
    (
      "DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261226|DURATION:P1D", 6,
      "can’t stand together"
    ),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=MONTHLY;COUNT=2", 6, "FREQ=MONTHLY"),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=SECONDLY", 6, "FREQ=SECONDLY"),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;BYWEEKNO=20", 6, "BYWEEKNO=20"),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;RSCALE=CHINESE", 6, "RSCALE=CHINESE"),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;INTERVAL=4", 6, "INTERVAL=4"),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;INTERVAL=0", 6, "can’t be read"),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;COUNT=99999999999", 6, "not understood"),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;COUNT=9999", 6, "too many dates"),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;UNTIL=20201231", 6, "end before they begin"),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;UNTIL=20301231T000000Z", 6, "UNTIL"),
    ("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;BYMONTH=13;COUNT=3", 6, "not understood"),
    ("DTSTART;VALUE=DATE:20260502|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1MO", 6, "not one of those"),
    ("DTSTART;VALUE=DATE:20260504|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=MO", 6, "BYDAY=MO"),
    (
      "DTSTART;VALUE=DATE:20240227|DTEND;VALUE=DATE:20240302|RRULE:FREQ=YEARLY", 7,
      "end of February"
    ),
    ("DTSTART;VALUE=DATE:20261225|EXRULE:FREQ=YEARLY", 6, "EXRULE"),
    ("DTSTART;VALUE=DATE:20261225|EXDATE;VALUE=DATE:20261225,nonsense", 6, "nonsense"),
    ("DTSTART;VALUE=DATE:20261225|STATUS:CANCELLED", 3, "cancelled"),
  ])
  func `what can’t be a holiday is left out with its line and reason`(
    entry: String, line: Int, reason: String
  ) throws {
    let file = try HolidayFile(iCalendar: Self.file(entry), zone: "Europe/London")
    #expect(file.entries.isEmpty)
    #expect(file.leftOut.map(\.line) == [line])
    #expect(file.leftOut.allSatisfy { $0.why.spoken.contains(reason) }, "\(file.leftOut)")
  }

  @Test(arguments: [
    ("", HolidayFileRefusal.empty), (" \r\n ", .empty), ("PK\u{3}\u{4}", .noCalendar),
    ("<html>", .noCalendar), ("END:VCALENDAR", .noCalendar), ("BEGIN:VEVENT", .noCalendar),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1", .cutOff(line: 2)),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", .unbalanced(line: 3)),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VEVENT", .unbalanced(line: 3)),
    ("BEGIN:VCALENDAR\nVERSION:1.0", .oldVersion(line: 2)),
    ("BEGIN:VCALENDAR\nCALSCALE:HEBREW", .otherScale("HEBREW", line: 2)),
    ("BEGIN:VCALENDAR\nX:a\0b", .notUTF8(line: 2)),
    ("BEGIN:VCALENDAR\n" + String(repeating: "BEGIN:X\n", count: 10_000), .unbalanced(line: 21)),
  ])
  func `a file that is no calendar is refused as a whole`(
    text: String, refusal: HolidayFileRefusal
  ) {
    #expect(throws: refusal) { try HolidayFile(iCalendar: Array(text.utf8), zone: "UTC") }
  }

  @Test func `letters cut by folding are joined, and other encodings named by their line`() throws {
    var folded = Self.file("DTSTART;VALUE=DATE:20261225|SUMMARY:Mariä")
    let at = try #require(folded.firstIndex(of: 0xC3))
    folded.insert(contentsOf: [13, 10, 32], at: at + 1)
    #expect(try Self.lines([0xEF, 0xBB, 0xBF] + folded) == ["2026-12-25 Mariä"])
    var latin = Self.file("DTSTART;VALUE=DATE:20261225|SUMMARY:Mari\u{1}")
    latin[try #require(latin.firstIndex(of: 1))] = 0xE4
    #expect(throws: HolidayFileRefusal.notUTF8(line: 6)) {
      try HolidayFile(iCalendar: latin, zone: "UTC")
    }
    #expect(throws: HolidayFileRefusal.notUTF8(line: 1)) {
      try HolidayFile(iCalendar: [0xFF, 0xFE, 66, 0], zone: "UTC")
    }
  }

  @Test func `a moved date of a series moves, a cancelled one goes, a later saying counts`() throws
  {
    let text = """
      BEGIN:VCALENDAR
      BEGIN:VEVENT
      UID:s
      DTSTART;VALUE=DATE:20240506
      RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1MO
      SUMMARY:Early May
      END:VEVENT
      BEGIN:VEVENT
      UID:s
      RECURRENCE-ID;VALUE=DATE:20250505
      DTSTART;VALUE=DATE:20250508
      SUMMARY:VE Day
      END:VEVENT
      BEGIN:VEVENT
      UID:s
      RECURRENCE-ID;VALUE=DATE:20260504
      STATUS:CANCELLED
      DTSTART;VALUE=DATE:20260504
      END:VEVENT
      BEGIN:VEVENT
      UID:t
      SEQUENCE:2
      DTSTART;VALUE=DATE:20260102
      END:VEVENT
      BEGIN:VEVENT
      UID:t
      SEQUENCE:1
      DTSTART;VALUE=DATE:20260101
      END:VEVENT
      BEGIN:VTODO
      END:VTODO
      END:VCALENDAR
      """
    let file = try HolidayFile(iCalendar: Array(text.utf8), zone: "UTC")
    #expect(
      file.entries.flatMap { $0.holidays.map(\.line) } == [
        "first mon may (since 2024) (except 2025-05-05, 2026-05-04) Early May",
        "2025-05-08 VE Day", "2026-01-02",
      ])
    #expect(file.leftOut.map(\.line) == [14, 25, 30])
    let future = text.replacing(
      "RECURRENCE-ID;VALUE=DATE:20250505",
      with: "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20250505")
    let unclear = try HolidayFile(iCalendar: Array(future.utf8), zone: "UTC")
    #expect(unclear.entries.map(\.uid) == ["t"])
  }

  @Test func `a changed file replaces by identity, and what it does not mention stays`() throws {
    let read = { (text: String) in
      try HolidayFile(iCalendar: Self.file(text), zone: "UTC")
    }
    let first = try read("DTSTART;VALUE=DATE:20260501|SUMMARY:May Day").merged(into: [
      FiledHoliday(uid: "other", Holiday(.on(Day("2025-05-01")!), "Last year"))
    ])
    #expect(
      first.all.map(\.line) == ["2025-05-01 Last year {other}", "2026-05-01 May Day {a@b}"])
    let again = try read("DTSTART;VALUE=DATE:20260501|SUMMARY:May Day").merged(into: first.all)
    #expect(again.all == first.all && again.added.isEmpty && again.removed.isEmpty)
    let moved = try read("DTSTART;VALUE=DATE:20260504|SUMMARY:May Day").merged(into: first.all)
    #expect(moved.all.map(\.holiday.line) == ["2025-05-01 Last year", "2026-05-04 May Day"])
    #expect(moved.removed.map(\.line) == ["2026-05-01 May Day"])
    let gone = try read("DTSTART;VALUE=DATE:20260501|STATUS:CANCELLED").merged(into: first.all)
    #expect(gone.all.map(\.holiday.line) == ["2025-05-01 Last year"])
    let renamed = Self.file("DTSTART;VALUE=DATE:20260501|SUMMARY:May Day").split(separator: 58)
    let other = Array(renamed.joined(separator: [58])).map { $0 == UInt8(ascii: "@") ? 45 : $0 }
    let fresh = try HolidayFile(iCalendar: other, zone: "UTC").merged(into: first.all)
    #expect(fresh.all.map(\.holiday) == first.all.map(\.holiday), "one date of one name is one")
    #expect(try FiledHoliday.list(first.all.map(\.line).joined(separator: "\n")) == first.all)
  }

  @Test func `the biggest file that may be sent is read in a moment`() throws {
    let entry = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nEND:VEVENT\n"
    let many = "BEGIN:VCALENDAR\n" + String(repeating: entry, count: 15_000) + "END:VCALENDAR"
    #expect(throws: HolidayFileRefusal.tooMany(2000)) {
      try HolidayFile(iCalendar: Array(many.utf8), zone: "UTC")
    }
    let dates = String(repeating: "20251225,", count: 10_000) + "20251225"
    #expect(
      try Self.lines(
        Self.file("DTSTART;VALUE=DATE:20241225|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:\(dates)"))
        == ["12-25 (since 2024) (except 2025-12-25)"])
    let long = String(repeating: "x", count: 900_000)
    #expect(
      try Self.lines(Self.file("DTSTART;VALUE=DATE:20241225|X-ALT-DESC:\(long)")) == ["2024-12-25"])
  }
}

extension Phrase {
  /// The words with their values in place.
  fileprivate var spoken: String {
    values.enumerated().reduce(pattern) { text, value in
      let filling: String =
        switch value.element {
        case .text(let words): words
        case .number(let number): "\(number)"
        default: ""
        }
      return text.replacing("{\(value.offset + 1)}", with: filling)
    }
  }
}
