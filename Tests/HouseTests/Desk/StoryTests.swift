// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Foundation
import Platform
import Rules
import Testing
import Web

/// One request from the mail that brings it to the end, with the clock stepped by hand.
struct StoryTests {
  private static let mail = """
    From: Cleo <cleo@harbourdental.example>\r
    To: desk@lanternhouse.example\r
    Subject: The scanner is dark\r
    Message-ID: <first@harbourdental.example>\r
    Date: Mon, 02 Mar 2026 09:00:00 +0000\r
    \r
    Since this morning the scanner in room two stays dark.\r

    """

  private func clock(_ name: String, of number: Int, as browser: Browser) async throws -> JSON {
    let ticket = try await browser.api("GET", "/api/v1/tickets/\(number)").json
    return try #require(
      ticket["clocks"]?.list?.last { $0["clock"]?.text == name }, "\(name) does not run")
  }

  private func act(
    _ path: String, _ json: String = "{}", on number: Int, as browser: Browser
  ) async throws -> Reply {
    let version = try await browser.api("GET", "/api/v1/tickets/\(number)").header("ETag")
    return try await browser.api(
      "POST", "/api/v1/tickets/\(number)/\(path)", json, headers: [("If-Match", version ?? "")])
  }

  @Test func `a mail becomes a ticket whose clocks run, wait, run on and stop`() async throws {
    try await Lanternhouse.with { world in
      let bytes = Array(Self.mail.utf8)
      #expect(try await Receiving.receive(bytes, at: world.clock.now, house: world.house))
      #expect(try await !Receiving.receive(bytes, at: world.clock.now, house: world.house))
      try await world.runJobs()
      let ben = try await world.signedIn(.ben)
      let queue = try await ben.api("GET", "/api/v1/tickets").json["items"]?.list ?? []
      #expect(queue.count == 1 && queue.first?["subject"]?.text == "The scanner is dark")
      let number = try #require(queue.first?["number"]?.number)

      // P3 of the standard level: an answer within 4 open hours, the fix within 24.
      let response = try await clock("firstResponse", of: number, as: ben)
      #expect(response["state"]?.text == "running")
      #expect(response["dueAt"]?.text == "2026-03-02T13:00:00Z")
      let page = try await ben.get("/tickets/\(number)")
      #expect(page.status == 200 && page.text.contains("datetime=\"2026-03-02T13:00:00Z\""))
      try await world.runJobs()
      #expect(world.tray.postings.map(\.recipients) == [["cleo@harbourdental.example"]])

      try await converse(number, ben, world)
      try await finish(number, ben, world)
    }
  }

  private func converse(_ number: Int, _ ben: Browser, _ world: Lanternhouse) async throws {
    world.clock.advance(by: 3600)
    let reply = try await act(
      "reply", "{\"words\":\"We look at it.\",\"minutes\":15}", on: number, as: ben)
    #expect(reply.status == 200, "\(reply.text)")
    #expect(try await clock("firstResponse", of: number, as: ben)["state"]?.text == "stopped")
    let before = try await clock("resolution", of: number, as: ben)["dueAt"]?.text
    #expect(before == "2026-03-04T17:00:00Z")

    let asked = try await act(
      "asks",
      """
      {"sentence":"Is its lamp green?","contact":"cleo","dueAt":"2026-03-03T12:00:00Z",
      "way":"write"}
      """, on: number, as: ben)
    let ask = try #require(try asked.json["asks"]?.list?.first?["id"]?.text)
    #expect(try await clock("resolution", of: number, as: ben)["state"]?.text == "paused")

    world.clock.advance(by: 2 * 3600)
    try await world.runJobs()
    let link = world.link(of: "cleo")
    let cleo = Browser(world.site)
    let shown = try await cleo.get("/for/\(link)/asks/\(ask)")
    #expect(shown.status == 200 && shown.text.contains("Is its lamp green?"))
    #expect(try await clock("resolution", of: number, as: ben)["state"]?.text == "paused")
    let answered = try await cleo.post("/for/\(link)/asks/\(ask)/answer", [("words", "No, red.")])
    #expect(answered.status == 303, "\(answered.text)")
    let after = try await clock("resolution", of: number, as: ben)
    #expect(after["state"]?.text == "running")
    #expect(after["dueAt"]?.text == "2026-03-05T11:00:00Z")
  }

  private func finish(_ number: Int, _ ben: Browser, _ world: Lanternhouse) async throws {
    world.clock.advance(by: 3600)
    let resolved = try await act(
      "resolution", "{\"fix\":\"A new lamp.\",\"minutes\":30}", on: number, as: ben)
    #expect(resolved.status == 200, "\(resolved.text)")
    #expect(try await clock("resolution", of: number, as: ben)["state"]?.text == "stopped")

    world.clock.advance(by: 3600)
    let link = world.link(of: "cleo")
    let cleo = Browser(world.site)
    let again = try await cleo.post(
      "/for/\(link)/requests/\(number)/not-fixed", [("words", "Dark again.")],
      from: "/for/\(link)/requests/\(number)")
    #expect(again.status == 303, "\(again.text)")
    #expect(try await clock("resolution", of: number, as: ben)["state"]?.text == "running")
    #expect(try await act("time", "{\"minutes\":20}", on: number, as: ben).status == 200)
    let ticket = try await ben.api("GET", "/api/v1/tickets/\(number)").json
    #expect(ticket["loggedMinutes"]?.number == 65)
    #expect(ticket["state"]?.text != "resolved")
    try await world.runJobs()
    let logged = try await world.house.db.read {
      try $0.first("SELECT CAST(SUM(minutes) AS BIGINT) FROM time_entries") { try $0[0] as Int }
    }
    #expect(logged == 65)
  }
}
