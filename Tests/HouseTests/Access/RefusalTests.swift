// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing
import Web

/// A form that is refused comes back with its reason and with what was typed; the program's twin
/// hears the same reason.
struct RefusalTests {
  struct Slip: Sendable, CustomTestStringConvertible {
    let page: String
    let form: String
    let fields: [(String, String)]
    let json: String
    /// What was typed and must stand there still.
    let kept: String
    let reason: String

    var testDescription: String { form }
  }

  static let slips = [
    Slip(
      page: "/members/new", form: "/members",
      fields: [
        ("name", "Gil Unusual"), ("email", "ben@lanternhouse.example"), ("role", "technician"),
        ("tier", "first"), ("language", "en"), ("active", "on"),
      ],
      json:
        #"{"name":"Gil Unusual","email":"ben@lanternhouse.example","role":"technician","tier":"first","language":"en","active":true}"#,
      kept: "Gil Unusual", reason: "Somebody already signs in with ben@lanternhouse.example"),
    Slip(
      page: "/clients/harbour/contacts/new", form: "/clients/harbour/contacts",
      fields: [
        ("name", "Second Cleo"), ("email", "cleo@harbourdental.example"), ("active", "on"),
      ],
      json: #"{"name":"Second Cleo","email":"cleo@harbourdental.example","active":true}"#,
      kept: "Second Cleo", reason: "cleo@harbourdental.example"),
    Slip(
      page: "/clients/harbour/sites/new", form: "/clients/harbour/sites",
      fields: [("name", "Quay Unusual"), ("zone", "Europe/Londn")],
      json: #"{"name":"Quay Unusual","zone":"Europe/Londn"}"#,
      kept: "Quay Unusual", reason: "Europe/London"),
    Slip(
      page: "/calendars/new", form: "/calendars",
      fields: [
        ("name", "Odd hours"), ("zone", "Europe/London"), ("effectiveFrom", "2026-03-02"),
        ("mon", "17:00-09:00-12"),
      ],
      json:
        #"{"name":"Odd hours","zone":"Europe/London","effectiveFrom":"2026-03-02","mon":"17:00-09:00-12"}"#,
      kept: "Odd hours", reason: "17:00-09:00-12"),
    Slip(
      page: "/agreements/new", form: "/agreements",
      fields: [
        ("name", "Unusual terms"), ("client", "harbour"), ("zone", "Europe/Londn"),
        ("effectiveFrom", "2026-03-02"), ("calendar", "office"), ("preset", "standard"),
      ],
      json:
        #"{"name":"Unusual terms","client":"harbour","zone":"Europe/Londn","effectiveFrom":"2026-03-02","calendar":"office","preset":"standard"}"#,
      kept: "Unusual terms", reason: "Europe/London"),
    Slip(
      page: "/tickets/new", form: "/tickets", fields: [("subject", "Nobody asks")],
      json: #"{"subject":"Nobody asks"}"#, kept: "Nobody asks",
      reason: "Nobody knows yet whose request this is"),
    Slip(
      page: "/tickets/1001", form: "/tickets/1001/merge", fields: [("into", "4711")],
      json: #"{"into":4711}"#, kept: "4711", reason: "There is no T-4711"),
    Slip(
      page: "/tickets/1001", form: "/tickets/1001/third-party/answer",
      fields: [("words", "They never rang")], json: #"{"words":"They never rang"}"#,
      kept: "They never rang", reason: "waits on no third party"),
    Slip(
      page: "/tickets/1001", form: "/tickets/1001/asks",
      fields: [
        ("sentence", "Which unusual room?"), ("contact", "cleo"), ("way", "write"),
        ("dueAt", "2026-03-01T09:00"),
      ],
      json:
        #"{"sentence":"Which unusual room?","contact":"cleo","way":"write","dueAt":"2026-03-01T09:00:00Z"}"#,
      kept: "Which unusual room?", reason: "The due time has passed"),
    Slip(
      page: "/tickets/1001", form: "/tickets/1001/holder",
      fields: [("holder", "eve"), ("note", "Careful, unusual")],
      json: #"{"holder":"eve","note":"Careful, unusual"}"#, kept: "Careful, unusual",
      reason: "can’t work on this client"),
  ]

  @Test(arguments: slips)
  func `a refused form keeps what was typed and says why`(_ slip: Slip) async throws {
    try await Lanternhouse.with { world in
      #expect(try await world.ticket() == 1001)
      let ada = try await world.signedIn(.ada)
      let version = try await ada.api("GET", "/api/v1/tickets/1001").header("ETag") ?? ""
      let form = try await ada.post(slip.form, slip.fields, from: slip.page)
      #expect(form.status == 422, "\(form.text)")
      #expect(form.text.contains(slip.kept), "typed text is lost: \(form.text)")
      let text = form.text.replacing("'", with: "’").replacing("&#39;", with: "’")
      #expect(text.contains(slip.reason), "\(text)")
      let twin = try await ada.api(
        "POST", "/api/v1\(slip.form)", slip.json, headers: [("If-Match", version)])
      #expect(twin.status == 422, "\(twin.text)")
      #expect(twin.text.replacing("'", with: "’").contains(slip.reason), "\(twin.text)")
    }
  }

  @Test(arguments: ["/clients", "/agreements", "/tickets", "/outbox"])
  func `a cursor of another shape is refused and nothing breaks`(_ path: String) async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      for cursor in [Cursor(), Cursor("one"), Cursor("1", "2", "3")] {
        let reply = try await ada.api("GET", "/api/v1\(path)?cursor=\(cursor.text)")
        #expect(reply.status == 422, "\(reply.text)")
      }
    }
  }

  @Test(arguments: [
    ("/tickets", Cursor("soon", "late")), ("/outbox", Cursor("soon", "late")),
    ("/clients/harbour/reports/2026-02/rows", Cursor("1", "soon", "1")),
    ("/clients/harbour/reports/2026-02/rows", Cursor("one", "firstResponse", "1")),
  ])
  func `a cursor with other things in it is refused as one that is not ours`(
    _ path: String, _ cursor: Cursor
  ) async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let reply = try await ada.api("GET", "/api/v1\(path)?cursor=\(cursor.text)")
      #expect(reply.status == 422, "\(reply.text)")
      #expect(try reply.json["code"] == "cursor")
    }
  }

  @Test func `the head of a page that says no still signs out`() async throws {
    try await Lanternhouse.with { world in
      let ben = try await world.signedIn(.ben)
      let nothing = try await ben.get("/tickets/999999")
      #expect(nothing.status == 404 && nothing.text.contains("action=\"/sign-out\""))
      #expect(try await ben.post("/sign-out").status == 303)
      #expect(try await ben.get("/me").status == 303)
    }
  }
}
