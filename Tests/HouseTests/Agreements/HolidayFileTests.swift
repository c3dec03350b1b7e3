// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Testing
import Web

/// A file of holidays through the door: looked at first, taken over as a version, sent again without
/// doubling anything.
struct HolidayFileTests {
  private static func file(mayDay: String = "20260504") -> [UInt8] {
    Array(
      """
      BEGIN:VCALENDAR
      VERSION:2.0
      BEGIN:VEVENT
      UID:xmas
      DTSTART;VALUE=DATE:20201225
      RRULE:FREQ=YEARLY
      SUMMARY:Christmas <Day>
      END:VEVENT
      BEGIN:VEVENT
      UID:may
      DTSTART;VALUE=DATE:\(mayDay)
      SUMMARY:May Day
      END:VEVENT
      BEGIN:VEVENT
      UID:party
      DTSTART:20260601T180000Z
      SUMMARY:Summer party
      END:VEVENT
      END:VCALENDAR

      """.replacingOccurrences(of: "\n", with: "\r\n").utf8)
  }

  private func send(_ bytes: [UInt8], as amy: Browser) async throws -> Reply {
    try await amy.post(
      "/calendars/office/holiday-files", file: ("file", "holidays.ics", bytes),
      from: "/calendars/office/holiday-files/new")
  }

  private func dueDates(_ page: String) -> [String] {
    page.split(separator: "datetime=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }

  @Test func `dates are seen, then taken over, and a changed file replaces its own`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let sent = try await send(Self.file(), as: amy)
      #expect(sent.status == 303, "\(sent.text)")
      let place = try #require(sent.header("Location"))
      let seen = try await amy.get(place)
      #expect(seen.text.contains("Christmas &lt;Day&gt;") && seen.text.contains("Summer party"))
      #expect(seen.text.contains(">16<"), "the line of what can't be used")
      #expect(seen.text.contains("only whole days are holidays"))
      let before = try await amy.api("GET", "/api/v1/calendars/office").json
      #expect(before["versions"]?.list?.count == 1, "looking changes nothing")

      let taken = try await amy.submit("\(place)/versions", [("effectiveFrom", "2026-03-02")])
      #expect(taken.status == 200, "\(taken.text)")
      for date in ["2026-05-04", "2026-12-25", "2027-12-25", "2028-12-25"] {
        #expect(dueDates(taken.text).contains(date), "\(date)")
      }
      let twice = try await amy.post("\(place)/versions", [("effectiveFrom", "2026-03-02")])
      #expect(twice.status == 422, "the same dates are not taken over twice")

      let same = try #require(try await send(Self.file(), as: amy).header("Location"))
      #expect(try await amy.get(same).text.contains("0 holidays come, 0 go"))
      let nothing = try await amy.post("\(same)/versions", [("effectiveFrom", "2026-03-02")])
      #expect(nothing.status == 422 && nothing.text.contains("nothing to take over"))

      let changed = try #require(
        try await send(Self.file(mayDay: "20260508"), as: amy).header("Location"))
      _ = try await amy.get(changed)
      let moved = try await amy.submit("\(changed)/versions", [("effectiveFrom", "2026-03-02")])
      let latest = moved.text.prefix { _ in true }.components(separatedBy: "Version 2").first ?? ""
      #expect(dueDates(latest).contains("2026-05-08") && !dueDates(latest).contains("2026-05-04"))
    }
  }

  @Test func `a program sends the same file as Base64 and hears the same`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let text = Data(Self.file()).base64EncodedString()
      let sent = try await amy.api(
        "POST", "/api/v1/calendars/office/holiday-files", "{\"file\":\"\(text)\"}")
      #expect(sent.status == 201, "\(sent.text)")
      let json = try sent.json
      #expect(json["added"]?.list?.count == 2)
      #expect(json["leftOut"]?[0]?["line"]?.number == 16)
      let path = try #require(sent.header("Location"))
      #expect(try await amy.api("GET", path).json["leftOut"] == json["leftOut"])
      let body = #"{"effectiveFrom":"2026-03-02"}"#
      #expect(try await amy.api("POST", "\(path)/versions", body).status == 428)
      let done = try await amy.api(
        "POST", "\(path)/versions", body, headers: [("If-Match", sent.header("ETag") ?? "")])
      #expect(done.status == 200, "\(done.text)")
      #expect(
        try done.json["versions"]?[1]?["filed"]?.text
          == "12-25 (since 2020) Christmas <Day> {xmas}\n2026-05-04 May Day {may}")
      let elsewhere = path.replacingOccurrences(of: "office", with: "nothing")
      #expect(try await amy.api("GET", elsewhere).status == 404)
    }
  }

  @Test func `a new calendar takes a file along, and new hours keep its dates`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let fields = [
        ("name", "Late hours"), ("zone", "Europe/London"), ("effectiveFrom", "2026-03-02"),
        ("mon", "12:00-20:00"),
      ]
      let made = try await amy.post(
        "/calendars", fields, file: ("file", "C:\\fakepath\\..\\holidays.ics", Self.file()),
        from: "/calendars/new")
      let place = try #require(made.header("Location"), "\(made.text)")
      #expect(try await amy.get(place).text.contains("<h1>holidays.ics</h1>"))
      let calendar = String(place.prefix { _ in true }.components(separatedBy: "/holiday")[0])
      try await amy.submit("\(place)/versions", [("effectiveFrom", "2026-03-02")])
      let form = try await amy.get("\(calendar)/versions/new")
      #expect(form.text.contains("2026-05-04 May Day {may}"))
      let plain = try await amy.post(
        "/calendars", fields.map { $0.0 == "name" ? ("name", "Plain") : $0 },
        file: ("file", "", []), from: "/calendars/new")
      #expect(plain.status == 303, "an empty file field is no file")
    }
  }

  @Test(arguments: [
    ("", "The file is empty"), ("hello", "not a calendar file"),
    ("BEGIN:VCALENDAR\nX:\u{0}", "Line 2 of the file is not UTF-8"),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT", "cut off"),
    (String(repeating: "x", count: 1_048_577), "1,048,576 are the most"),
  ])
  func `a file that can't be read is refused beside its field`(
    content: String, reason: String
  ) async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let reply = try await send(Array(content.utf8), as: amy)
      #expect(reply.status == 422)
      #expect(reply.text.contains(reason), "\(reply.text.suffix(3000))")
      let kept = try await world.house.db.read {
        try $0.first("SELECT COUNT(*) FROM calendar_files") { try $0[0] as Int }
      }
      #expect(kept == 0)
    }
  }
}
