// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing
import Web

/// What a contact sees and does by their link.
struct VisitorTests {
  @Test func `a link shows what is theirs, and nothing of ours`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ben = try await world.signedIn(.ben)
      let version = try await ben.api("GET", "/api/v1/tickets/\(number)").header("ETag") ?? ""
      try await ben.api(
        "POST", "/api/v1/tickets/\(number)/notes", #"{"words":"Only we see this"}"#,
        headers: [("If-Match", version)])
      let cleo = Browser(world.site)
      let link = world.link(of: "cleo")
      let list = try await cleo.get("/for/\(link)")
      #expect(list.status == 200 && list.text.contains("The scanner is dark"))
      let page = try await cleo.get("/for/\(link)/requests/\(number)")
      #expect(page.status == 200 && page.text.contains("It was fine."))
      #expect(!page.text.contains("Only we see this"))
      #expect(!page.text.contains("href=\"/tickets"))
    }
  }

  @Test func `a link ends with its quarter, with its person and when it is bent`() async throws {
    try await Lanternhouse.with { world in
      let link = world.link(of: "cleo")
      let guest = Browser(world.site)
      #expect(try await guest.get("/for/\(link)").status == 200)
      let bent = String(link.dropLast()) + (link.hasSuffix("0") ? "1" : "0")
      #expect(try await guest.get("/for/\(bent)").status == 404)
      let swapped = "dov" + link.dropFirst("cleo".count)
      #expect(try await guest.get("/for/\(swapped)").status == 404)
      world.clock.advance(by: 90 * 86_400)
      #expect(try await guest.get("/for/\(link)").status == 404)
      let fresh = world.link(of: "cleo")
      _ = try await world.house.db.write {
        try $0.execute("UPDATE contacts SET active = 0 WHERE id = \("cleo")")
      }
      #expect(try await guest.get("/for/\(fresh)").status == 404)
    }
  }

  @Test func `an answer without words is refused, and a second one too`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let path = "/for/\(world.link(of: "cleo"))/asks/\(try await world.ask("cleo", on: number))"
      let cleo = Browser(world.site)
      let empty = try await cleo.post("\(path)/answer", [("words", "")], from: path)
      #expect(empty.status == 422 && empty.text.contains("Your answer is missing"))
      #expect(try await cleo.post("\(path)/answer", [("words", "Two")]).status == 303)
      #expect(try await cleo.get(path).text.contains("Answered on"))
      #expect(try await cleo.post("\(path)/answer", [("words", "Three")]).status == 422)
    }
  }

  @Test func `not fixed can only be said of what was fixed`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let path = "/for/\(world.link(of: "cleo"))/requests/\(number)"
      let cleo = Browser(world.site)
      let early = try await cleo.post("\(path)/not-fixed", [("words", "Still dark")], from: path)
      #expect(early.status == 422 && early.text.contains("Still dark"))
      #expect(try await cleo.post("\(path)/messages", [("words", "Still dark")]).status == 303)
      #expect(try await cleo.get(path).text.contains("Still dark"))
    }
  }
}
