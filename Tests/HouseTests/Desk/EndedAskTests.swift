// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Storage
import Testing
import Web

/// An ask ends with its ticket: nobody is waited on, reminded or left before a closed door.
struct EndedAskTests {
  private func count(_ sql: SQL, _ world: Lanternhouse) async throws -> Int {
    try await world.house.db.read { try $0.first(sql) { try $0[0] } ?? -1 }
  }

  private func expectQuiet(_ world: Lanternhouse) async throws {
    world.clock.advance(by: 3 * 86_400)
    try await world.runJobs()
    #expect(try await count("SELECT COUNT(*) FROM letters WHERE kind = 'reminder'", world) == 0)
    #expect(try await world.house.db.read { try $0.parkedJobs().map(\.reason) } == [])
  }

  @Test(arguments: ["merge", "cancellation"])
  func `an ask ends with its ticket, and its page says where it goes on`(
    way: String
  ) async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let other = try await world.ticket("Dark again")
      let ask = try await world.ask("cleo", on: number)
      let ada = try await world.signedIn(.ada)
      let words = way == "merge" ? #"{"into":\#(other)}"# : #"{"why":"A double."}"#
      let ended = try await world.act(way, words, on: number, as: ada)
      #expect(ended.status == 200, "\(ended.text)")
      let (cleo, link) = (Browser(world.site), world.link(of: "cleo"))
      #expect(try await !cleo.get("/for/\(link)").text.contains("Which room?"))
      let page = try await cleo.get("/for/\(link)/asks/\(ask)").text
      #expect(page.contains("We no longer need an answer") && !page.contains("Answered on"))
      #expect(page.contains("/requests/\(way == "merge" ? other : number)\""))
      try await expectQuiet(world)
    }
  }

  /// The answer was being written down when the reminder looked: the story it then waits for
  /// decides.
  @Test func `nobody is reminded who has answered a moment before`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ask = try await world.ask("cleo", on: number)
      let ada = try await world.signedIn(.ada)
      let told = try await world.act(
        "asks/\(ask)/settlement", #"{"how":"phone","words":"The second"}"#, on: number, as: ada)
      #expect(told.status == 200, "\(told.text)")
      _ = try await world.house.db.write {
        try $0.execute("UPDATE asks SET settled_at = NULL WHERE id = \(ask)")
      }
      try await expectQuiet(world)
    }
  }

  @Test func `an ask ends when its ticket moves to another client`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ask = try await world.ask("cleo", on: number)
      let ada = try await world.signedIn(.ada)
      let moved = try await world.act(
        "move", #"{"client":"kline","contact":"dov","why":"Theirs"}"#, on: number, as: ada)
      #expect(moved.status == 200, "\(moved.text)")
      let (cleo, link) = (Browser(world.site), world.link(of: "cleo"))
      #expect(try await !cleo.get("/for/\(link)").text.contains("Which room?"))
      let page = try await cleo.get("/for/\(link)/asks/\(ask)").text
      #expect(page.contains("We no longer need an answer") && !page.contains("/requests/"))
      let dov = try await Browser(world.site).get("/for/\(world.link(of: "dov"))/asks/\(ask)")
      #expect(dov.status == 404)
      try await expectQuiet(world)
    }
  }

  @Test func `where it goes on is no door to what is not theirs`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let other = try await world.ticket("Dark again")
      let ask = try await world.ask("cleo", on: number)
      let ada = try await world.signedIn(.ada)
      let moved = try await world.act(
        "move", #"{"client":"harbour","why":"Nobody's"}"#, on: other, as: ada)
      #expect(moved.status == 200, "\(moved.text)")
      #expect(
        try await world.act("merge", #"{"into":\#(other)}"#, on: number, as: ada).status == 200)
      let link = world.link(of: "cleo")
      let page = try await Browser(world.site).get("/for/\(link)/asks/\(ask)").text
      #expect(page.contains("We no longer need an answer") && !page.contains("/requests/"))
    }
  }

  @Test func `an ask that is taken back leaves with its letter`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let before = world.tray.postings.count
      _ = try await world.ask("cleo", on: number)
      let ada = try await world.signedIn(.ada)
      #expect(try await world.undo(on: number, as: ada).status == 200)
      try await expectQuiet(world)
      let taken: SQL = "SELECT COUNT(*) FROM letters WHERE kind = 'ask' AND state = 'takenBack'"
      #expect(try await count(taken, world) == 1)
      #expect(
        !world.tray.postings.dropFirst(before).contains {
          String(decoding: $0.message, as: UTF8.self).contains("Which room?")
        })
    }
  }

  @Test func `an ask whose letter has left can't be taken back`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      try await world.runJobs()
      _ = try await world.ask("cleo", on: number)
      world.clock.advance(by: 60)
      try await world.runJobs()
      let refused = try await world.undo(on: number, as: world.signedIn(.ada))
      #expect(try refused.json["code"]?.text == "ticket.letterHasLeft")
    }
  }
}
