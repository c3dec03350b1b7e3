// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import TestSupport
import Testing
import Web

/// Terms and hours written for days gone by say what they count again before they are made.
struct TermsRecountTests {
  private static let march = "clients/harbour/reports/2026-03"

  /// A ticket fixed in March, whose report was issued, and one that is open in April.
  private func lived(_ world: Lanternhouse) async throws -> (fixed: Int, open: Int) {
    let fixed = try await world.ticket()
    world.clock.advance(by: 3600)
    let ada = try await world.signedIn(.ada)
    let done = try await world.act("resolution", #"{"fix":"x"}"#, on: fixed, as: ada)
    #expect(done.status == 200, "\(done.text)")
    _ = try await world.ticket("Kline's own", for: "dov")
    world.clock.advance(by: 30 * 86_400)
    let issued = try await world.signedIn(.ada).api("POST", "/api/v1/\(Self.march)/issues", "{}")
    #expect(issued.status == 201, "\(issued.text)")
    return (fixed, try await world.ticket("The lamp flickers"))
  }

  /// The draft of the next version, from the day; its agreement as a program reads it.
  private func draft(
    _ world: Lanternhouse, from day: String, takesOver: Bool = false
  ) async throws -> (path: String, version: String, recount: JSON?) {
    let amy = try await world.signedIn(.amy)
    let path = "/api/v1/agreements/promises"
    let version = try await amy.api("GET", path).header("ETag") ?? ""
    let terms = Deed.terms.replacing("2026-04-01", with: day)
      .replacing(#""note""#, with: "\"applyToOpen\":\(takesOver),\"note\"")
    let drafted = try await amy.api(
      "POST", "\(path)/draft", terms, headers: [("If-Match", version)])
    #expect(drafted.status == 200, "\(drafted.text)")
    let read = try await amy.api("GET", path)
    return (path, read.header("ETag") ?? "", try read.json["recount"])
  }

  private func stopped(_ world: Lanternhouse) async throws -> Int {
    try await world.house.db.read { db in
      try db.first(
        "SELECT COUNT(*) FROM clock_cycles WHERE client_id = 'harbour' AND stopped_at IS NOT NULL"
      ) { try $0[0] } ?? 0
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a draft for days gone by tells what its signature counts again`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let numbers = try await lived(world)
      let (path, version, recount) = try await draft(world, from: "2026-03-01")
      let clocks = try await stopped(world)
      #expect(clocks > 1)
      #expect(recount?["openTickets"] == 1 && recount?["stoppedClocks"]?.number == clocks)
      #expect(recount?["issued"] == [["client": "harbour", "month": "2026-03"]])
      let sentence =
        "It reaches back to Sun 1 Mar 2026: 1 open ticket and \(clocks) clocks that have stopped since will be counted again."
      #expect(recount?["words"]?[0]?.text == sentence)
      let amy = try await world.signedIn(.amy)
      let page = try await amy.get("/agreements/promises").text
      #expect(page.contains("1 open ticket and \(clocks) clocks that have stopped since"))
      #expect(page.contains("1 report issued for that time stays as it was issued"))
      #expect(page.contains("href=\"/\(Self.march)\""))
      try await expectRows(world, numbers, clocks)
      let signed = try await amy.api(
        "POST", "\(path)/signature", #"{"signer":"Cleo","signedOn":"2026-03-02"}"#,
        headers: [("If-Match", version)])
      #expect(signed.status == 200, "\(signed.text)")
      #expect(try await amy.api("GET", path).json["recount"] == .null)
      let gone = try await amy.get("/agreements/promises/draft/recount")
      #expect(gone.header("Location") == "/agreements/promises")
    }
  }

  /// Every row behind a figure, page by page.
  private func expectRows(
    _ world: Lanternhouse, _ numbers: (fixed: Int, open: Int), _ clocks: Int
  ) async throws {
    let amy = try await world.signedIn(.amy)
    let path = "agreements/promises/draft/recount"
    let tickets = try await amy.api("GET", "/api/v1/\(path)").json["items"]?.list
    #expect(tickets?.compactMap { $0["ticket"]?.number } == [numbers.open])
    var seen: [JSON] = []
    var cursor: String?
    repeat {
      let next = cursor.map { "&cursor=\($0)" } ?? ""
      let reply = try await amy.api("GET", "/api/v1/\(path)?of=clocks&limit=1\(next)")
      seen += try reply.json["items"]?.list ?? []
      cursor = try reply.json["next"]?.text
    } while cursor != nil && seen.count < 20
    #expect(seen.count == clocks && seen.allSatisfy { $0["ticket"]?.number == numbers.fixed })
    let page = try await amy.get("/\(path)?of=clocks&limit=1").text
    #expect(page.contains("href=\"/tickets/\(numbers.fixed)/clocks\""))
    #expect(page.contains("limit=1&amp;of=clocks"), "the next page keeps what was asked")
  }

  @Test func `terms reach the tickets of their days, and open ones only when they take over`()
    async throws
  {
    try await Lanternhouse.with { world in
      _ = try await lived(world)
      let (_, _, later) = try await draft(world, from: "2026-03-20")
      #expect(later?["openTickets"] == 1 && later?["stoppedClocks"] == 0)
      world.clock.advance(by: 86_400)
      let (_, _, today) = try await draft(world, from: "2026-04-02")
      #expect(today?["openTickets"] == 0, "the open ticket came the day before")
      let (_, _, over) = try await draft(world, from: "2026-04-02", takesOver: true)
      #expect(over?["openTickets"] == 1)
      let (_, _, none) = try await draft(world, from: "2026-05-01")
      #expect(none == .null)
      let (_, _, ahead) = try await draft(world, from: "2026-05-01", takesOver: true)
      #expect(
        ahead?["words"]?[0]?.text
          == "1 ticket is open now and goes over to these terms on Fri 1 May 2026.")
    }
  }

  private static let hours = ["mon", "tue", "wed", "thu", "fri"].map { ($0, "09:00-17:00") }

  @Test(arguments: Scratch.Engine.given)
  func `hours for days gone by are kept once somebody has read what they touch`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      _ = try await lived(world)
      let clocks = try await stopped(world)
      let amy = try await world.signedIn(.amy)
      let form = try await amy.get("/calendars/office/versions/new").text
      #expect(!form.contains("name=\"recount\""), "nothing to tick before a day was given")
      let fields = [("effectiveFrom", "2026-03-01"), ("holidays", "2026-03-02 Away")] + Self.hours
      let asked = try await amy.post(
        "/calendars/office/versions", fields + [("_version", "1")],
        from: "/calendars/office/versions/new")
      #expect(asked.status == 422)
      #expect(asked.text.contains("2 open tickets and \(clocks) clocks that have stopped since"))
      #expect(
        asked.text.contains("href=\"/calendars/office/recount?from=2026-03-01&amp;of=clocks\""))
      #expect(asked.text.contains("2026-03-02 Away") && asked.text.contains("name=\"recount\""))
      let read = try await amy.api("GET", "/api/v1/calendars/office")
      #expect(try read.json["versions"]?.list?.count == 1, "nothing changed")
      let kept = try await amy.submit(
        "/calendars/office/versions", fields + [("recount", "on"), ("_version", "1")],
        from: "/calendars/office/versions/new")
      #expect(kept.status == 200, "\(kept.text)")
      #expect(kept.text.contains("2 open tickets and \(clocks) stopped clocks are being counted"))
    }
  }

  @Test func `a program looks first, and hears it in the reply`() async throws {
    try await Lanternhouse.with { world in
      _ = try await lived(world)
      let amy = try await world.signedIn(.amy)
      let path = "/api/v1/calendars/office"
      let told = try await amy.api("GET", "\(path)/recount?from=2026-03-01&of=clocks").json
      let version = try await amy.api("GET", path).header("ETag") ?? ""
      let done = try await amy.api(
        "POST", "\(path)/versions", #"{"effectiveFrom":"2026-03-01","mon":"09:00-17:00"}"#,
        headers: [("If-Match", version)])
      #expect(done.status == 200, "\(done.text)")
      #expect(try done.json["recount"] == told["recount"])
      #expect(told["recount"]?["openTickets"] == 2)
      let rex = try await world.signedIn(.rex)
      let theirs = try await rex.api("GET", "\(path)/recount?from=2026-03-01").json
      #expect(theirs["recount"]?["openTickets"] == 1)
      #expect(theirs["recount"]?["words"]?[1]?.text == "Only clients you see are in these figures.")
      let ahead = try await amy.api("GET", "\(path)/recount?from=2026-09-01").json
      #expect(ahead["recount"] == .null && ahead["items"] == [])
    }
  }
}
