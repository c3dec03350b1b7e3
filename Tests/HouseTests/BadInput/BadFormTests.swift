// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing
import Web

/// What nobody should send to a form: each is refused in a sentence, what was typed stands there
/// still, and nothing is written.
struct BadFormTests {
  /// A form by its page, and fields that would pass.
  struct Place: Sendable {
    let page: String
    let target: String
    let fine: [String: String]
    /// Stands in the form drawn again, whatever else was wrong.
    let kept: String

    static let site = Place(
      page: "/clients/harbour/sites/new", target: "/clients/harbour/sites",
      fine: ["name": "Quay 7", "zone": "Europe/London"], kept: "Europe/London")
    static let hours = Place(
      page: "/calendars/new", target: "/calendars",
      fine: [
        "name": "Odd hours", "zone": "Europe/London", "effectiveFrom": "2026-03-02",
        "mon": "09:00-17:00",
      ], kept: "Europe/London")
    static let member = Place(
      page: "/members/new", target: "/members",
      fine: [
        "name": "Gil", "email": "gil@lanternhouse.example", "role": "technician", "tier": "first",
        "language": "en", "active": "on",
      ], kept: "")
    static let ticket = Place(
      page: "/tickets/new", target: "/tickets",
      fine: ["contact": "cleo", "subject": "A lamp is out", "words": "Since noon."], kept: "")
  }

  struct Slip: Sendable, CustomStringConvertible {
    let place: Place
    let field: String
    /// As it stands in the body, escapes and all.
    let raw: String
    let reason: String
    var status = 422

    init(_ place: Place, _ field: String, _ raw: String, _ reason: String, _ status: Int = 422) {
      self.place = place
      self.field = field
      self.raw = raw
      self.reason = reason
      self.status = status
    }

    var description: String { "\(place.target) \(field)=\(raw.prefix(40))" }
  }

  static let long = String(repeating: "x", count: 300_000)

  static let slips: [Slip] = [
    Slip(.site, "name", "", "Please fill in"), Slip(.site, "name", "%20%09+", "Please fill in"),
    Slip(.site, "name", long, "characters long"),
    Slip(.site, "name", "a%00b", "not valid UTF-8", 400),
    Slip(.site, "name", "%ff%fe", "not valid UTF-8", 400),
    Slip(.site, "name", "%c0%af", "not valid UTF-8", 400),
    Slip(.site, "name", "%ed%a0%80", "not valid UTF-8", 400),
    Slip(.site, "name", "50%", "not valid UTF-8", 400),
    Slip(.site, "name", "%zz", "not valid UTF-8", 400),
    Slip(.site, "name", "a%0d%0aBcc: x", "line breaks"),
    Slip(.site, "name", "a%1b[2J", "control characters"),
    Slip(.site, "name", "a&name=b", "more than once"),
    Slip(.site, "name", "a&name[]=b", "There is no field"),
    Slip(.site, "name", "a&admin=1", "There is no field"),
    Slip(.site, "zone", "", "Please fill in"), Slip(.site, "zone", "Mars/Olympus", "no time zone"),
    Slip(.site, "zone", "../../etc/passwd", "no time zone"),
    Slip(.site, "zone", "/etc/localtime", "no time zone"),
    Slip(.site, "zone", "Europe/Londn", "Did you mean Europe/London"),
    Slip(.hours, "effectiveFrom", "", "Please fill in"),
    Slip(.hours, "effectiveFrom", "2023-02-29", "is not a date"),
    Slip(.hours, "effectiveFrom", "0000-00-00", "is not a date"),
    Slip(.hours, "effectiveFrom", "2026-13-01", "is not a date"),
    Slip(.hours, "effectiveFrom", "9999-12-31", "between the years"),
    Slip(.hours, "effectiveFrom", "02.03.2026", "is not a date"),
    Slip(.hours, "effectiveFrom", "1e309", "is not a date"),
    Slip(.hours, "mon", "25:00-26:00", "not a time of day"),
    Slip(.hours, "mon", "09:00-24:01", "not a time of day"),
    Slip(.hours, "mon", "24:00-09:00", "begin at 24:00"),
    Slip(.hours, "mon", "09:00:30-17:00", "not a time of day"),
    Slip(.hours, "mon", "9-17", "not a time of day"),
    Slip(.hours, "mon", "09:00", "read as hours"),
    Slip(.hours, "mon", "%D9%A0%D9%A9:00-17:00", "not a time of day"),
    Slip(.hours, "holidays", "2023-02-29 No day", "no such date"),
    Slip(.hours, "holidays", "2026-12-27..2026-12-24 Back", "ends before it begins"),
    Slip(.hours, "holidays", "2026-01-01..2028-01-01 Long", "longer than a year"),
    Slip(.hours, "holidays", "easter%2B1e309 x", "read as a holiday"),
    Slip(.hours, "holidays", "12-25 (since never) x", "read as a holiday"),
    Slip(.hours, "holidays", "12-25 (except 2026-02-30) x", "read as a holiday"),
    Slip(.hours, "exceptions", "2026-02-30 09:00-12:00", "no such date"),
    Slip(.hours, "exceptions", "2026-12-24 12:00", "read as hours"),
    Slip(.hours, "file", "aGFsbG8-", "must be sent as a file"),
    Slip(.member, "email", "gil", "not a mail address"),
    Slip(.member, "email", "gil@@x.example", "not a mail address"),
    Slip(.member, "email", "gil@x.example%0d%0aBcc:%20y@z", "line breaks"),
    Slip(.member, "email", "%22a%22%3Cb@c.example%3E", "not a mail address"),
    Slip(.member, "email", "j%C3%BCrgen@example.org", "not a mail address"),
    Slip(.member, "email", "a..b@x.example", "not a mail address"),
    Slip(.member, "email", "a@x..example", "not a mail address"),
    Slip(.member, "role", "emperor", "choose one of the values"),
    Slip(.member, "role", "OWNER", "choose one of the values"),
    Slip(.ticket, "contact", "..%2f..%2fdov", "not an id"),
    Slip(.ticket, "contact", "%27%20OR%201=1--", "not an id"),
    Slip(.ticket, "contact", "nobody", ""),
    Slip(.ticket, "who", "a%0ab", "line breaks"),
    Slip(.ticket, "mail", "nothing", "is not there"),
    Slip(.ticket, "receivedAt", "1900-01-01T09:00", "more than a year ago"),
    Slip(.ticket, "receivedAt", "2025-03-01T08:00", "more than a year ago"),
    Slip(.ticket, "receivedAt", "2026-13-01T08:00", ""),
    Slip(.hours, "effectiveFrom", "0", "is not a date"),
    Slip(.ticket, "subject", "", "Please fill in"),
    Slip(.ticket, "words", "a%01b", "control character"),
  ]

  /// One house for the whole table: nothing of it leaves a trace.
  @Test func `a form says what is wrong, keeps what was typed and writes nothing`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      for slip in Self.slips {
        world.clock.advance(by: 60)
        let before = try await Ledger(of: world.house.db)
        let reply = try await send(slip, as: ada)
        #expect(reply.status == slip.status, "\(slip): \(reply.text.suffix(600))")
        #expect(reply.says(slip.reason), "\(slip): \(reply.text.suffix(600))")
        if slip.status == 422 { #expect(reply.says(slip.place.kept), "\(slip)") }
        #expect(try await Ledger(of: world.house.db) == before, "\(slip)")
      }
    }
  }

  private func send(_ slip: Slip, as ada: Browser) async throws -> Reply {
    try await ada.get(slip.place.page)
    let fields = slip.place.fine.filter { $0.key != slip.field }
      .map { "\($0.key)=\(Browser.escaped($0.value))" }
    let token = Browser.escaped(ada.shown?.token ?? "")
    return try await ada.send(
      "POST", slip.place.target,
      headers: [("Content-Type", "application/x-www-form-urlencoded")],
      body: (fields + ["\(slip.field)=\(slip.raw)", "_csrf=\(token)"]).joined(separator: "&"))
  }

  static let bodies: [(String, String, Int, String)] = [
    ("multipart/form-data", "--b", 400, "where its parts end"),
    ("multipart/form-data; boundary=", "--", 400, "where its parts end"),
    ("multipart/form-data; boundary=b", "", 400, "cut off"),
    ("multipart/form-data; boundary=b", "--b", 400, "cut off"),
    ("multipart/form-data; boundary=b", "--b\r\n\r\nx", 400, "cut off"),
    ("multipart/form-data; boundary=b", "--b\r\nX: y\r\n\r\nz\r\n--b--", 400, "cut off"),
    (
      "multipart/form-data; boundary=b",
      String(
        repeating: "--b\r\nContent-Disposition: form-data; name=x\r\n\r\ny\r\n", count: 10_000)
        + "--b--", 400, "more than 2,000"
    ),
    (
      "multipart/form-data; boundary=b",
      "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\na\0b\r\n--b--", 400, "UTF-8"
    ),
    (
      "multipart/form-data; boundary=b", String(repeating: "\r", count: 200_000), 400, "cut off"
    ),
    (
      "multipart/form-data; boundary=b",
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"
        + String(repeating: "x", count: 3_000_000), 413, ""
    ),
    ("text/calendar", "BEGIN:VCALENDAR", 403, ""),
  ]

  @Test func `a damaged form with files is refused in a sentence`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let before = try await Ledger(of: world.house.db)
      for (type, body, status, reason) in Self.bodies {
        world.clock.advance(by: 60)
        let reply = try await ada.multipart(
          "/calendars/office/holiday-files", Array(body.utf8), type: type)
        #expect(reply.status == status, "\(body.prefix(60)): \(reply.text.suffix(600))")
        #expect(reply.says(reason), "\(body.prefix(60)): \(reply.text.suffix(600))")
        #expect(try await Ledger(of: world.house.db) == before, "\(body.prefix(60))")
      }
    }
  }

  private static let strange = [
    "=1+1", "@SUM(A1)", "<script>alert(1)</script>", "{{7*7}}", "' OR 1=1--", "$(id)", "%s%n",
    "ｗ＜＝", "\u{202E}drow", "null", "NaN", "-0", "İıß", "👨‍👩‍👧‍👦",
    String(repeating: "\u{301}", count: 100),
  ]

  @Test func `what is only strange is kept as it was typed and drawn harmless`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      for name in Self.strange {
        world.clock.advance(by: 60)
        let site = JSON.object([.init("name", .text(name)), .init("zone", "UTC")])
        let made = try await ada.api(
          "POST", "/api/v1/clients/harbour/sites", String(decoding: site.bytes(), as: UTF8.self))
        #expect(made.status == 201, "\(name): \(made.text)")
      }
      let page = try await ada.get("/clients/harbour")
      #expect(page.status == 200 && !page.text.contains("<script>alert"))
      let sites = try await ada.api("GET", "/api/v1/clients/harbour/sites").json["items"]?.list
      let names: [String] = sites?.compactMap { $0["name"]?.text } ?? []
      #expect(Set(names).isSuperset(of: Self.strange), "\(names)")
    }
  }
}

extension Reply {
  /// Whether the words stand in it; nothing always does.
  func says(_ words: String) -> Bool { words.isEmpty || text.contains(words) }
}
