// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing
import Web

/// A list is its address: what it was narrowed to stands in its filters and goes on to its next page.
struct QueueAddressTests {
  @Test func `the next page of the queue is narrowed as this one is`() async throws {
    try await Lanternhouse.with { world in
      for number in 1...3 { _ = try await world.ticket("Lamp \(number)") }
      _ = try await world.ticket("Somebody else's lamp", for: "dov")
      let ada = try await world.signedIn(.ada)
      let page = try await ada.get("/tickets?client=harbour&sort=number&limit=2&q=lamp")
      #expect(page.text.contains("<option value=\"harbour\" selected>"))
      #expect(page.text.contains("<option value=\"number\" selected>"))
      let next = try #require(page.text.firstMatch(of: /href="(\/tickets\?[^"]*cursor=[^"]*)"/)?.1)
      let address = String(next).replacing("&amp;", with: "&")
      for part in ["client=harbour", "limit=2", "q=lamp", "sort=number"] {
        #expect(address.contains(part), "\(address)")
      }
      let rest = try await ada.get(address)
      #expect(rest.text.contains("Lamp 1") && !rest.text.contains("Lamp 2"))
      #expect(!rest.text.contains("Somebody else"))
    }
  }

  @Test func `the lists of clients and letters keep their length`() async throws {
    try await Lanternhouse.with { world in
      for _ in 1...2 {
        _ = try await world.ticket()
        try await world.runJobs()
        world.clock.advance(by: 7200)
      }
      let ada = try await world.signedIn(.ada)
      for path in ["/clients?limit=1", "/outbox?limit=1"] {
        let page = try await ada.get(path)
        #expect(page.text.contains(/href="[^"]*cursor=[^"]*&amp;limit=1"/), "\(path)")
      }
    }
  }
}
