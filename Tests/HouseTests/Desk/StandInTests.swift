// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Platform
import Rules
import Storage
import Testing
import Web

/// Whoever stands in for a contact can answer in their place.
struct StandInTests {
  /// Una, who stands in for Cleo, and Tom, who does not.
  private func appoint(_ world: Lanternhouse) async throws {
    try await world.house.db.write { db in
      for (id, name) in [("una", "Una"), ("tom", "Tom")] {
        try Contact(
          id: ID(id), client: ID("harbour"), name: name, email: "\(id)@harbourdental.example"
        ).insert(at: TestHouse.monday, in: db)
      }
      try db.execute("UPDATE contacts SET stand_in_id = 'una' WHERE id = 'cleo'")
    }
  }

  private func leave(_ people: String..., of world: Lanternhouse) async throws {
    _ = try await world.house.db.write {
      try $0.execute("UPDATE contacts SET active = 0 WHERE id IN \(list: people)")
    }
  }

  /// Everybody who was reminded, a day after the ask was due.
  private func reminded(_ world: Lanternhouse) async throws -> [Mailer.Posting] {
    for _ in 0..<3 {
      world.clock.advance(by: 86_400)
      try await world.runJobs()
    }
    return world.tray.postings.filter { $0.text.contains("we still need") }
  }

  @Test func `the link in the late reminder opens, and the answer says who gave it`() async throws {
    try await Lanternhouse.with { world in
      try await appoint(world)
      let number = try await world.ticket()
      let ask = try await world.ask("cleo", on: number)
      let letter = try #require(try await reminded(world).last)
      #expect(letter.recipients == ["una@harbourdental.example"])
      let words = letter.text.replacing("=\r\n", with: "")
      let link = try #require(words.firstMatch(of: /http:\/\/localhost:8080(\/for\/[^\s=]+)/)?.1)
      #expect(link.hasSuffix("/asks/\(ask)"))
      let una = Browser(world.site)
      let page = try await una.get(String(link))
      #expect(page.status == 200 && page.text.contains("Which room?"))
      #expect(try await una.post("\(link)/answer", [("words", "Room two.")]).status == 303)
      let story = try await world.signedIn(.ben).get("/tickets/\(number)")
      #expect(story.text.contains("Una") && story.text.contains("Room two."))
      let facts = try await world.house.db.read { db in
        try db.all("SELECT actor FROM journal WHERE kind = 'ticket.askSettled'") {
          try $0[0] as String
        }
      }
      #expect(facts.count == 1 && facts[0].contains("una"), "\(facts)")
    }
  }

  @Test func `nobody else opens it, and who stands in no longer works there neither`() async throws
  {
    try await Lanternhouse.with { world in
      try await appoint(world)
      let ask = try await world.ask("cleo", on: try await world.ticket())
      let una = world.link(of: "una", at: "una@harbourdental.example")
      #expect(try await Browser(world.site).get("/for/\(una)/asks/\(ask)").status == 200)
      let others = [world.link(of: "tom", at: "tom@harbourdental.example"), world.link(of: "dov")]
      for link in others {
        #expect(try await Browser(world.site).get("/for/\(link)/asks/\(ask)").status == 404)
      }
      try await leave("una", of: world)
      #expect(try await Browser(world.site).get("/for/\(una)/asks/\(ask)").status == 404)
    }
  }

  @Test func `who has left is not reminded, the other of the two is`() async throws {
    try await Lanternhouse.with { world in
      try await appoint(world)
      let number = try await world.ticket()
      _ = try await world.ask("cleo", on: number)
      try await leave("una", of: world)
      #expect(
        Set(try await reminded(world).flatMap(\.recipients)) == ["cleo@harbourdental.example"])
    }
    try await Lanternhouse.with { world in
      try await appoint(world)
      _ = try await world.ask("cleo", on: try await world.ticket())
      try await leave("cleo", of: world)
      #expect(Set(try await reminded(world).flatMap(\.recipients)) == ["una@harbourdental.example"])
    }
    try await Lanternhouse.with { world in
      try await appoint(world)
      _ = try await world.ask("cleo", on: try await world.ticket())
      try await leave("cleo", "una", of: world)
      #expect(try await reminded(world).isEmpty)
    }
  }
}
