// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import TestSupport
import Testing
import Web

/// Who is told that it is fixed, and in which words.
struct FixLetterTests {
  private func letters(_ world: Lanternhouse) async throws -> [(state: String, words: String)] {
    try await world.house.db.read {
      try $0.all("SELECT state, words FROM letters WHERE kind = 'resolution'") {
        (state: try $0[0] as String, words: try $0[1] as String)
      }
    }
  }

  private func request(_ number: Int, _ world: Lanternhouse) async throws -> String {
    try await Browser(world.site).get("/for/\(world.link(of: "cleo"))/requests/\(number)").text
  }

  @Test(arguments: Scratch.Engine.given)
  func `what fixed it is told on their page and by a letter with the way back`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ben = try await world.signedIn(.ben)
      let form = try await ben.get("/tickets/\(number)").text
      #expect(form.contains("The client reads these words, on their page and in a letter."))
      let fixed = try await world.act(
        "resolution", #"{"fix":"A new lamp.","minutes":5}"#, on: number, as: ben)
      #expect(fixed.status == 200, "\(fixed.text)")
      let page = try await request(number, world)
      #expect(page.contains("<strong>Ben</strong><small>said that it is fixed</small>"))
      #expect(page.components(separatedBy: "A new lamp.").count == 2)
      #expect(try await letters(world).map(\.state) == ["held"])
      world.clock.advance(by: 15)
      try await world.runJobs()
      #expect(try await letters(world).map(\.state) == ["sent"])
      let words = try #require(try await letters(world).first).words
      #expect(words.contains("A new lamp.") && words.contains("You can say so until"))
      #expect(words.contains("/requests/\(number)") && words.contains("Ben says that"))
      #expect(try await !ben.get("/tickets/\(number)").text.contains("No letter told"))
    }
  }

  @Test func `the letter is taken back with the act`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ben = try await world.signedIn(.ben)
      _ = try await world.act("resolution", #"{"fix":"A new lamp."}"#, on: number, as: ben)
      #expect(try await world.undo(on: number, as: ben).status == 200)
      #expect(try await letters(world).map(\.state) == ["takenBack"])
      #expect(try await !request(number, world).contains("A new lamp."))
      world.clock.advance(by: 15)
      try await world.runJobs()
      #expect(!world.tray.postings.contains { $0.text.contains("A new lamp.") })
    }
  }

  @Test func `whoever read it in the reply gets no second letter`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ben = try await world.signedIn(.ben)
      _ = try await world.act(
        "reply", #"{"words":"A new lamp.","afterwards":"resolve"}"#, on: number, as: ben)
      #expect(try await letters(world).isEmpty)
      let page = try await request(number, world)
      #expect(page.contains("said that it is fixed"))
      #expect(page.components(separatedBy: "A new lamp.").count == 2)
      #expect(try await !ben.get("/tickets/\(number)").text.contains("No letter told"))
    }
  }

  @Test(arguments: ["email = NULL", "active = 0"])
  func `where nobody can be told the ticket says so, and none is written`(
    change: String
  ) async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      try await world.runJobs()
      _ = try await world.house.db.write { db in
        try change == "active = 0"
          ? db.execute("UPDATE contacts SET active = 0 WHERE id = 'cleo'")
          : db.execute("UPDATE contacts SET email = NULL WHERE id = 'cleo'")
      }
      let ben = try await world.signedIn(.ben)
      _ = try await world.act("resolution", #"{"fix":"A new lamp."}"#, on: number, as: ben)
      #expect(try await letters(world).isEmpty)
      #expect(
        try await ben.get("/tickets/\(number)").text.contains("No letter told the client."))
    }
  }
}
