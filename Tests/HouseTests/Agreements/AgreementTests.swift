// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing
import Web

/// Agreements through the door: begun, signed, and then only followed by later versions.
struct AgreementTests {
  private static let draft =
    #"{"name":"Second terms","client":"harbour","zone":"Europe/London","effectiveFrom":"2026-04-01","calendar":"office","preset":"calm"}"#

  @Test func `a draft is signed once, and its page agrees with its twin`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let made = try await amy.api("POST", "/api/v1/agreements", Self.draft)
      #expect(made.status == 201, "\(made.text)")
      let id = try #require(try made.json["id"]?.text)
      #expect(made.header("Location") == "/api/v1/agreements/\(id)")
      let page = try await amy.get("/agreements/\(id)")
      #expect(page.status == 200 && page.text.contains("Second terms"))
      let version = made.header("ETag") ?? ""
      let signing = #"{"signer":"Their director","signedOn":"2026-03-02"}"#
      let path = "/api/v1/agreements/\(id)/signature"
      #expect(try await amy.api("POST", path, signing).status == 428)
      let signed = try await amy.api("POST", path, signing, headers: [("If-Match", version)])
      #expect(signed.status == 200, "\(signed.text)")
      let stale = try await amy.api("POST", path, signing, headers: [("If-Match", version)])
      #expect(stale.status == 412)
      let now = signed.header("ETag") ?? ""
      let twice = try await amy.api("POST", path, signing, headers: [("If-Match", now)])
      #expect(try twice.status == 422 && twice.json["code"]?.text == "agreement.noDraft")
      let read = try await amy.api("GET", "/api/v1/agreements/\(id)").json
      #expect(read["versions"]?[0]?["signer"]?.text == "Their director")
    }
  }

  @Test func `what is signed stands beside the signing form, what holds after it`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let path = "/api/v1/agreements/promises"
      let version = try await amy.api("GET", path).header("ETag") ?? ""
      let drafted = try await amy.api(
        "POST", "\(path)/draft", Deed.terms, headers: [("If-Match", version)])
      #expect(drafted.status == 200, "\(drafted.text)")
      let page = try await amy.get("/agreements/promises").text
      var rest = page[...]
      for next in [
        "Version 2 waits for a signature", "What changes from version 1", "Record the signature",
        "Promises of version 2", "Coverage of version 2", "Promises of version 1",
        "Coverage of version 1",
      ] {
        let found = try #require(rest.firstRange(of: next), "\(next) is missing or too early")
        rest = rest[found.upperBound...]
      }
      let bob = try await world.signedIn(.bob).get("/agreements/promises").text
      #expect(bob.contains("Promises of version 1") && !bob.contains("Promises of version 2"))
    }
  }

  @Test(arguments: [
    ("2026-04-01", "2030-01-01", "agreement.signedLater"),
    ("2025-04-01", "2026-03-02", "agreement.neverHolds"),
  ])
  func `what nobody has signed yet, or what would never hold, is not signed`(
    from: String, signedOn: String, code: String
  ) async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let path = "/api/v1/agreements/promises"
      let version = try await amy.api("GET", path).header("ETag") ?? ""
      let terms = Deed.terms.replacing("2026-04-01", with: from)
      let drafted = try await amy.api(
        "POST", "\(path)/draft", terms, headers: [("If-Match", version)])
      try #require(drafted.status == 200, "\(drafted.text)")
      let refused = try await amy.api(
        "POST", "\(path)/signature", #"{"signer":"Cleo","signedOn":"\#(signedOn)"}"#,
        headers: [("If-Match", drafted.header("ETag") ?? "")])
      #expect(refused.status == 422)
      #expect(try refused.json["code"]?.text == code)
    }
  }

  @Test func `a calendar in use has its page, and a made-up one is absent`() async throws {
    try await Lanternhouse.with { world in
      let bob = try await world.signedIn(.bob)
      #expect(try await bob.get("/calendars/office").text.contains("Office hours"))
      let twin = try await bob.api("GET", "/api/v1/calendars/office")
      #expect(try twin.json["name"]?.text == "Office hours")
      for path in ["/calendars/nothing", "/agreements/nothing", "/api/v1/calendars/nothing"] {
        #expect(try await bob.get(path).status == 404)
      }
    }
  }

  /// A lunch from 12:30 to 13:00 must not look like an hour somebody is there.
  @Test func `the coverage picture says which hours are open in part`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let days = ["mon", "tue", "wed", "thu", "fri"]
        .map { "\"\($0)\":\"09:00-12:30, 13:00-17:00\"" }.joined(separator: ",")
      let lunch =
        #"{"name":"With lunch","zone":"Europe/London","effectiveFrom":"2026-01-01",\#(days)}"#
      let calendar = try await amy.api("POST", "/api/v1/calendars", lunch)
      #expect(calendar.status == 201, "\(calendar.text)")
      let id = try #require(try calendar.json["id"]?.text)
      let made = try await amy.api(
        "POST", "/api/v1/agreements",
        Self.draft.replacing(#""calendar":"office""#, with: #""calendar":"\#(id)""#))
      let page = try await amy.get("/agreements/\(try made.json["id"]?.text ?? "")").text
      #expect(page.matches(of: /data-cover="part"/).count == 5)
      #expect(page.matches(of: /data-cover="full"/).count == 5 * 7)
    }
  }

  /// Closed each day of the week; a calendar may be written before its hours are known.
  private func never(_ amy: Browser) async throws -> String {
    let made = try await amy.api(
      "POST", "/api/v1/calendars",
      #"{"name":"Never","zone":"Europe/London","effectiveFrom":"2026-03-02"}"#)
    return try #require(try made.json["id"]?.text, "\(made.text)")
  }

  @Test func `a calendar that never opens is refused where it is chosen`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let never = try await never(amy)
      let new = Self.draft.replacing("office", with: never)
      let begun = try await amy.api("POST", "/api/v1/agreements", new)
      #expect(try begun.status == 422 && begun.json["code"]?.text == "agreement.neverOpens")
      #expect(try begun.json["errors"]?[0]?["pointer"] == "/calendar")
      let made = try await amy.api("POST", "/api/v1/agreements", Self.draft)
      let path = "/api/v1/agreements/\(try #require(try made.json["id"]?.text))/draft"
      for (before, pointer) in [
        (#""calendar":"office""#, "/calendar"),
        (#""p1":{"resolution":"office"}"#, "/calendars/p1/resolution"),
      ] {
        let terms = Deed.terms.replacing(before, with: before.replacing("office", with: never))
        let reply = try await amy.api(
          "POST", path, terms, headers: [("If-Match", made.header("ETag") ?? "")])
        #expect(reply.status == 422, "\(reply.text)")
        #expect(try reply.json["errors"]?[0]?["pointer"]?.text == pointer, "\(reply.text)")
      }
    }
  }

  @Test func `what was chosen and is not there is refused in its field`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      for (path, body, pointer) in [
        ("agreements", Self.draft.replacing("harbour", with: "nothing"), "/client"),
        ("agreements", Self.draft.replacing("office", with: "nothing"), "/calendar"),
        ("clients", #"{"name":"x","language":"en","accountManager":"nothing"}"#, "/accountManager"),
        (
          "calendars",
          #"{"name":"x","zone":"UTC","effectiveFrom":"2026-03-02","allOf":["nothing"]}"#, "/allOf"
        ),
      ] {
        let reply = try await amy.api("POST", "/api/v1/\(path)", body)
        #expect(reply.status == 422, "\(path): \(reply.text)")
        #expect(try reply.json["errors"]?[0]?["pointer"]?.text == pointer, "\(reply.text)")
      }
    }
  }

  @Test(arguments: ["", "client=harbour&"])
  func `agreements page to their end, of one client too`(_ narrowed: String) async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      for name in ["B", "A", "C", "A"] {
        let body = Self.draft.replacing("Second terms", with: name)
        #expect(try await amy.api("POST", "/api/v1/agreements", body).status == 201)
      }
      var names: [String] = []
      var cursor: String?
      repeat {
        let next = cursor.map { "&cursor=\($0)" } ?? ""
        let page = try await amy.api("GET", "/api/v1/agreements?\(narrowed)limit=2\(next)").json
        names += page["items"]?.list?.compactMap { $0["name"]?.text } ?? []
        cursor = page["next"]?.text
      } while cursor != nil && names.count < 20
      let all = ["A", "A", "B", "C", "Standard for harbour", "Standard for kline"]
      #expect(names == (narrowed.isEmpty ? all : all.dropLast()))
      let shown = try await amy.get("/agreements?\(narrowed)limit=2").text
      #expect(
        shown.contains("cursor=") && shown.contains("client=harbour&amp;") != narrowed.isEmpty)
    }
  }

  @Test func `a new agreement counts by the calendar most signed ones count by`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let made = try await amy.api(
        "POST", "/api/v1/calendars",
        #"{"name":"A first one","zone":"UTC","effectiveFrom":"2026-03-02","mon":"09:00-17:00"}"#)
      let first = try #require(try made.json["id"]?.text, "\(made.text)")
      let form = try await amy.get("/agreements/new").text
      #expect(form.contains("<option value=\"office\" selected>"))
      // A draft counts by nothing yet, however many there are.
      for name in ["A", "B", "C"] {
        let draft = Self.draft.replacing("Second terms", with: name)
          .replacing(#""calendar":"office""#, with: #""calendar":"\#(first)""#)
        #expect(try await amy.api("POST", "/api/v1/agreements", draft).status == 201)
      }
      #expect(try await amy.get("/agreements/new").text.contains("\"office\" selected"))
      try await world.house.db.write {
        try $0.execute("UPDATE agreement_versions SET signer = NULL")
      }
      #expect(try await amy.get("/agreements/new").text.contains("\"\(first)\" selected"))
    }
  }

  @Test func `the next page of agreements is as long as the first`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      #expect(try await amy.get("/agreements?limit=1").text.contains("&amp;limit=1"))
    }
  }

  @Test func `the holidays to come begin with today`() async throws {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let made = try await amy.api(
        "POST", "/api/v1/calendars",
        #"{"name":"Days","zone":"Europe/London","effectiveFrom":"2026-01-01","mon":"09:00-17:00","holidays":"03-01 Yesterday\n03-02 Today\n02-01 February"}"#
      )
      let page = try await amy.get("/calendars/\(try made.json["id"]?.text ?? "")").text
      let days = page.matches(of: /datetime="([0-9-]{10})"/).map { String($0.1) }
      let expected = [
        "2026-03-02", "2027-02-01", "2027-03-01", "2027-03-02", "2028-02-01", "2028-03-01",
        "2028-03-02", "2029-02-01", "2029-03-01",
      ]
      #expect(days.filter(expected.contains) == expected)
      #expect(!days.contains("2026-03-01") && !days.contains("2029-03-02"))
    }
  }
}
