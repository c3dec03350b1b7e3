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

  @Test func `open ones are listed until others are asked for, words or not`() async throws {
    try await Lanternhouse.with { world in
      let done = try await world.ticket("Lamp that glows again")
      _ = try await world.ticket("Lamp that is dark")
      let ada = try await world.signedIn(.ada)
      _ = try await world.act("resolution", #"{"fix":"x"}"#, on: done, as: ada)
      _ = try await world.act("closure", on: done, as: ada)
      for (query, lists) in [
        ("", false), ("?q=lamp", false), ("?state=live&q=lamp", false), ("?state=all", true),
        ("?state=all&q=lamp", true),
      ] {
        let page = try await ada.get("/tickets\(query)").text
        #expect(page.contains("Lamp that is dark"), "\(query)")
        #expect(page.contains("Lamp that glows again") == lists, "\(query)")
        let twin = try await ada.api("GET", "/api/v1/tickets\(query)")
        #expect(try twin.json["items"]?.list?.count == (lists ? 2 : 1), "\(query)")
      }
      let page = try await ada.get("/tickets").text
      #expect(page.contains("<option value=\"live\" selected>Open ones</option>"))
      #expect(page.contains("<option value=\"due\" selected>"))
      let order = try #require(page.firstMatch(of: /name="sort"[^>]*>(.*?)<\/select>/)?.1)
      #expect(!order.contains("Any"))
      #expect(page.contains(/role="search".*<input type="hidden" name="state" value="all">/))
    }
  }

  @Test func `the queue is asked for anybody's tickets by name`() async throws {
    try await Lanternhouse.with { world in
      let bens = try await world.ticket("Ben has this lamp")
      _ = try await world.ticket("Nobody has this lamp")
      let ada = try await world.signedIn(.ada)
      let given = try await world.act("holder", #"{"holder":"ben"}"#, on: bens, as: ada)
      #expect(given.status == 200, "\(given.text)")
      let page = try await ada.get("/tickets?holder=ben").text
      #expect(page.contains("<option value=\"ben\" selected>Ben</option>"))
      #expect(page.contains("Ben has this") && !page.contains("Nobody has this"))
      let twin = try await ada.api("GET", "/api/v1/tickets?holder=ben").json["items"]?.list
      #expect(twin?.compactMap { $0["number"]?.number } == [bens])
      #expect(try await ada.api("GET", "/api/v1/tickets?holder=stranger").status == 422)
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
