// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import TestSupport
import Testing
import Web

/// When a resolved ticket closes by itself: the provider says after how many days.
struct ClosingTests {
  private func state(_ number: Int, _ browser: Browser) async throws -> String? {
    try await browser.api("GET", "/api/v1/tickets/\(number)").json["state"]?.text
  }

  @Test(arguments: Scratch.Engine.given)
  func `a resolved ticket says when it closes, and closes then`(engine: Scratch.Engine) async throws
  {
    try await Lanternhouse.with(on: engine) { world in
      let number = try await world.ticket()
      let ada = try await world.signedIn(.ada)
      _ = try await world.act("resolution", #"{"fix":"x"}"#, on: number, as: ada)
      let usual = try await ada.get("/tickets/\(number)").text
      #expect(usual.contains("it closes by itself after Mon 9 Mar 2026, 09:00"))
      let saved = try await ada.submit(
        "/settings", [("name", "Lanternhouse IT"), ("zone", "Europe/London"), ("closeDays", "3")],
        from: "/settings")
      #expect(saved.text.contains("Saved.") && saved.text.contains("value=\"3\""))
      let sooner = try await ada.get("/tickets/\(number)").text
      #expect(sooner.contains("it closes by itself after Thu 5 Mar 2026, 09:00"))
      let cleo = try await Browser(world.site).get(
        "/for/\(world.link(of: "cleo"))/requests/\(number)")
      #expect(cleo.text.contains("You can say so here until Thu 5 Mar 2026, 09:00"))
      world.clock.advance(by: 3 * 86_400 - 60)
      try await world.runJobs()
      #expect(try await state(number, ada) == "resolved")
      world.clock.advance(by: 3600)
      try await world.runJobs()
      #expect(try await state(number, ada) == "closed")
      #expect(!(try await ada.get("/tickets/\(number)").text).contains("closes by itself"))
    }
  }

  @Test(arguments: ["0", "91", "-1", "two", "1.5", ""])
  func `days that can't be are refused in a sentence`(_ days: String) async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let reply = try await ada.post(
        "/settings", [("name", "Lanternhouse IT"), ("zone", "Europe/London"), ("closeDays", days)],
        from: "/settings")
      #expect(reply.status == 422 && reply.text.contains("id=\"f-closeDays-error\""))
      #expect(reply.text.contains("value=\"\(days)\""))
      let kept = try await ada.api("GET", "/api/v1/settings").json["closeDays"]?.number
      #expect(kept == 7)
    }
  }

  @Test func `only who may change settings sees them`() async throws {
    try await Lanternhouse.with { world in
      let ben = try await world.signedIn(.ben)
      #expect(try await ben.get("/settings").status == 403)
      #expect(!(try await ben.get("/me").text).contains("href=\"/settings\""))
      #expect(try await world.signedIn(.ada).get("/me").text.contains("href=\"/settings\""))
    }
  }
}
