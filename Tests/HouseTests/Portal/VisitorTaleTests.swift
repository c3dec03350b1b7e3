// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import Testing
import Web

/// What a contact reads of what was said on their request, and whose words it says they are.
struct VisitorTaleTests {
  private func page(_ number: Int, _ world: Lanternhouse) async throws -> String {
    try await Browser(world.site).get("/for/\(world.link(of: "cleo"))/requests/\(number)").text
  }

  @Test func `what a member took down is the member's writing`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      for (channel, told) in [
        ("phone", "wrote down what Cleo said on the phone"),
        ("inPerson", "wrote down what Cleo said in person"),
        ("form", "wrote down what we found by ourselves"),
      ] {
        let inside = try await ada.submit(
          "/tickets",
          [("who", "Cleo"), ("subject", "x"), ("words", "Dark."), ("channel", channel)],
          from: "/tickets/new"
        ).text
        let number = try #require(inside.firstMatch(of: /T-(\d+)/).flatMap { Int($0.1) })
        #expect(inside.contains("<strong>Ada</strong><small>\(told)</small>"), "\(channel)")
        let theirs = try await page(number, world)
        #expect(theirs.contains("<strong>Ada</strong><small>wrote down</small>"), "\(channel)")
        #expect(!theirs.contains("<strong>Cleo</strong>"))
      }
    }
  }

  @Test func `their own mail stays theirs`() async throws {
    try await Lanternhouse.with { world in
      try await world.receive(
        "From: Cleo <cleo@harbourdental.example>\nSubject: Dark\nMessage-ID: <d@x>\n\nDark.\n")
      try await world.runJobs()
      #expect(try await page(1001, world).contains("<strong>Cleo</strong><small>wrote</small>"))
      let inside = try await world.signedIn(.ada).get("/tickets/1001").text
      #expect(inside.contains("<strong>Cleo</strong><small>reached us by mail</small>"))
    }
  }

  @Test func `an ask and its answer stand on the request, in order, once each`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ask = try await world.ask("cleo", on: number)
      world.clock.advance(by: 60)
      let (cleo, path) = (Browser(world.site), "/for/\(world.link(of: "cleo"))/asks/\(ask)")
      try await cleo.submit("\(path)/answer", [("words", "Room two.")], from: path)
      var rest = try await page(number, world)[...]
      for words in ["What was said", "You answered", "Room two.", "We asked", "Which room?"] {
        let found = try #require(rest.firstRange(of: words), "\(words) is missing or too early")
        rest = rest[found.upperBound...]
      }
      #expect(!rest.contains("we need something from you"))
    }
  }

  @Test func `an answer given on the phone says who wrote it down`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ask = try await world.ask("cleo", on: number)
      let dee = try await world.signedIn(.dee)
      let told = try await world.act(
        "asks/\(ask)/settlement", #"{"how":"phone","words":"The second"}"#, on: number, as: dee)
      #expect(told.status == 200, "\(told.text)")
      let theirs = try await page(number, world)
      #expect(theirs.contains("Dee wrote down your answer") && theirs.contains("The second"))
    }
  }

  @Test func `a merged request says where it goes on`() async throws {
    try await Lanternhouse.with { world in
      let (number, other) = (try await world.ticket(), try await world.ticket("Dark again"))
      let ada = try await world.signedIn(.ada)
      let merged = try await world.act("merge", #"{"into":\#(other)}"#, on: number, as: ada)
      #expect(merged.status == 200, "\(merged.text)")
      let theirs = try await page(number, world)
      #expect(theirs.contains("This request goes on in T-\(other)"))
      #expect(theirs.contains("/requests/\(other)\"") && !theirs.contains("Our promises"))
      try await world.house.db.write {
        _ = try $0.execute("UPDATE tickets SET contact_id = NULL WHERE number = \(other)")
      }
      let hidden = try await page(number, world)
      #expect(hidden.contains("goes on in another one") && !hidden.contains("T-\(other)"))
    }
  }
}
