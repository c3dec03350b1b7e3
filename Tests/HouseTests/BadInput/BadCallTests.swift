// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing
import Web

/// What no program should send to the API of the real rooms: problem+json with a sentence, and
/// nothing is written.
struct BadCallTests {
  static let long = String(repeating: "x", count: 500_000)

  static let calls: [(path: String, body: String, status: Int)] = [
    ("tickets", "", 422), ("tickets", "{", 400), ("tickets", "[]", 422), ("tickets", "null", 422),
    ("tickets", "\"x\"", 422), ("tickets", "1e400", 422), ("tickets", "{} {}", 400),
    ("tickets", "// no\n{}", 400), ("tickets", "\u{FEFF}{}", 400),
    ("tickets", String(repeating: "[", count: 10_000), 400),
    ("tickets", String(repeating: "{\"a\":", count: 10_000), 400),
    ("tickets", #"{"subject":"a","subject":"b"}"#, 400),
    ("tickets", #"{"subject":"\ud800"}"#, 400), ("tickets", #"{"subject":"\u0000"}"#, 400),
    ("tickets", #"{"subject":["a"]}"#, 422), ("tickets", #"{"subject":1e309}"#, 422),
    ("tickets", #"{"subject":null}"#, 422), ("tickets", #"{"subject":"  "}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","impact":"all"}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","impact":1}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","client":"kline"}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","receivedAt":"2026-02-30T09:00:00Z"}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","receivedAt":"2026-03-02T09:00:00"}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","receivedAt":"9999-01-01T00:00:00Z"}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","receivedAt":"2030-01-01T00:00:00Z"}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","receivedAt":1772442000}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","receivedAt":"1900-01-01T09:00:00Z"}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","mail":"nothing"}"#, 422),
    ("tickets", #"{"subject":"a","who":"Nessie"}"#, 422), ("tickets", #"{"subject":"a"}"#, 422),
    ("calendars", #"{"name":"x","zone":"UTC"}"#, 422),
    ("agreements", #"{"name":"x","client":"harbour","zone":"UTC","preset":"calm"}"#, 422),
    ("tickets", #"{"subject":"a","contact":"cleo","version":1}"#, 422),
    ("tickets", #"{"subject":"\#(long)","contact":"cleo"}"#, 422),
    ("tickets", #"{"subject":"a","contact":"../kline"}"#, 422),
    ("tickets", #"{"subject":"a","contact":""}"#, 422),
    ("clients/harbour/sites", #"{"name":"x","zone":"Europe/Londn"}"#, 422),
    ("clients/harbour/sites", #"{"name":"x","zone":["UTC"]}"#, 422),
    ("clients/nobody/sites", #"{"name":"x","zone":"UTC"}"#, 404),
    ("clients/%00/sites", #"{"name":"x","zone":"UTC"}"#, 404),
    ("clients/..%2f..%2fx/sites", #"{"name":"x","zone":"UTC"}"#, 404),
    ("clients/harbour/contacts", #"{"name":"x","email":"a@b@c","active":true}"#, 422),
    ("clients/harbour/contacts", #"{"name":"x","email":"x","active":"yes"}"#, 422),
    ("calendars", #"{"name":"x","zone":"UTC","effectiveFrom":"2023-02-29"}"#, 422),
    ("calendars", #"{"name":"x","zone":"UTC","effectiveFrom":20260302}"#, 422),
    (
      "calendars", #"{"name":"x","zone":"UTC","effectiveFrom":"2026-03-02","mon":"17:00-09:00-"}"#,
      422
    ),
    ("calendars", #"{"name":"x","zone":"UTC","effectiveFrom":"2026-03-02","allOf":"office"}"#, 422),
    (
      "calendars", #"{"name":"x","zone":"UTC","effectiveFrom":"2026-03-02","allOf":["nothing"]}"#,
      422
    ),
    ("calendars", #"{"name":"Office hours","zone":"UTC","effectiveFrom":"2026-03-02"}"#, 422),
    ("calendars/office/holiday-files", "{}", 422),
    ("calendars/office/holiday-files", #"{"file":"§§§"}"#, 422),
    ("calendars/office/holiday-files", #"{"file":""}"#, 422),
    ("calendars/office/holiday-files", #"{"file":{"name":"x"}}"#, 422),
    ("calendars/office/holiday-files", #"{"file":"aGVsbG8="}"#, 422),
    ("calendars/nothing/holiday-files", #"{"file":"aGVsbG8="}"#, 404),
    ("calendars/office/holiday-files/nothing/versions", #"{"effectiveFrom":"2026-03-02"}"#, 428),
    ("members", #"{"name":"x","email":"ben@lanternhouse.example","role":"owner"}"#, 422),
  ]

  @Test func `a call that can't be right is a problem in words and changes nothing`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let before = try await Ledger(of: world.house.db)
      for (path, body, status) in Self.calls {
        world.clock.advance(by: 60)
        let reply = try await ada.api("POST", "/api/v1/\(path)", body)
        let call = "\(path) \(body.prefix(80)): \(reply.text.prefix(400))"
        #expect(reply.status == status, "\(call)")
        #expect(reply.header("Content-Type") == "application/problem+json", "\(call)")
        #expect(try reply.json["title"]?.text?.isEmpty == false, "\(call)")
        #expect(reply.bytes.count < 20_000, "what was sent does not come back by the megabyte")
        #expect(try await Ledger(of: world.house.db) == before, "\(call)")
      }
    }
  }

  private static let lists = [
    "tickets?cursor=x", "tickets?cursor=WyJ4IiwieSJd", "tickets?cursor=WyIxIl0", "tickets?limit=0",
    "outbox?cursor=WyJ4IiwieSJd", "contacts", "contacts?q=a&limit=99", "contacts?q=a&client=..",
    "tickets?state=lost", "tickets?unheard=1",
  ]

  @Test(arguments: lists)
  func `a list asked for in a way that can't be right is a problem in words`(
    _ path: String
  ) async throws {
    try await Lanternhouse.with { world in
      let reply = try await world.signedIn(.ada).api("GET", "/api/v1/\(path)")
      #expect(reply.status == 422, "\(reply.text)")
      #expect(try reply.json["errors"]?[0]?["pointer"]?.text?.isEmpty == false, "\(reply.text)")
    }
  }

  @Test func `what an ask needs is refused by its name`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ada = try await world.signedIn(.ada)
      let whole = [
        "sentence": #""Which room?""#, "contact": #""cleo""#, "way": #""write""#,
        "dueAt": #""2026-03-03T12:00:00Z""#,
      ]
      for (left, pointer) in [
        ("sentence", "/sentence"), ("contact", "/who"), ("way", "/way"), ("dueAt", "/dueAt"),
      ] {
        let body = whole.filter { $0.key != left }.map { "\"\($0.key)\":\($0.value)" }
        let reply = try await world.act(
          "asks", "{\(body.joined(separator: ","))}", on: number, as: ada)
        #expect(reply.status == 422, "\(left): \(reply.text)")
        #expect(try reply.json["errors"]?[0]?["pointer"]?.text == pointer, "\(reply.text)")
      }
    }
  }

  private static let minutes = [
    "1e309", "-5", "0", "1441", "9223372036854775808", "1.5", "\"15\"", "[15]", "true",
  ]

  @Test func `minutes that are none are refused`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ada = try await world.signedIn(.ada)
      let before = try await Ledger(of: world.house.db)
      let version = try await ada.api("GET", "/api/v1/tickets/\(number)").header("ETag") ?? ""
      for minutes in Self.minutes {
        let reply = try await ada.api(
          "POST", "/api/v1/tickets/\(number)/time", "{\"minutes\":\(minutes)}",
          headers: [("If-Match", version)])
        #expect(reply.status == 422, "\(minutes): \(reply.text)")
        #expect(try await Ledger(of: world.house.db) == before, "\(minutes)")
      }
    }
  }
}
