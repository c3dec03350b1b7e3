// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Rules
import Storage
import Testing
import Web

/// Coming in: where one was going, once by a link, and never half.
struct SignInTests {
  private func link(of member: String, _ world: Lanternhouse) async throws -> String {
    let now = world.clock.now
    let key = try await world.house.db.write {
      try SignInLink.make(for: ID(member), validFor: 86_400, at: now, in: $0)
    }
    return "/sign-in/\(key)"
  }

  @Test func `a double click on a sign-in link comes in, another browser does not`() async throws {
    try await Lanternhouse.with { world in
      let link = try await link(of: "ben", world)
      let (ben, thief) = (Browser(world.site), Browser(world.site))
      try await thief.get(link)
      try await ben.get(link)
      let cookies = ben.cookies
      #expect(try await ben.post("\(link)/use").status == 303)
      // The second click leaves before the first is answered: without the session, that is.
      let twice = Browser(world.site, cookies: cookies)
      let second = try await twice.post("\(link)/use", from: link)
      #expect(second.status == 303 && second.header("Location") == "/", "\(second.text)")
      #expect(try await twice.get("/me").status == 200)
      #expect(try await ben.get("/me").status == 200)
      #expect(try await thief.post("\(link)/use").status == 422)
      #expect(try await thief.get("/me").status == 303)
    }
  }

  @Test func `a used link leads in only whoever it let in`() async throws {
    try await Lanternhouse.with { world in
      let link = try await link(of: "ben", world)
      let ben = Browser(world.site)
      try await ben.post("\(link)/use", from: link)
      world.clock.advance(by: 3600)
      let again = try await ben.get("\(link)?next=%2Ftickets")
      #expect(again.status == 303 && again.header("Location") == "/tickets")
      #expect(try await world.signedIn(.dee).get(link).status == 404)
      try await ben.post("/sign-out", from: "/me")
      #expect(try await ben.get(link).status == 404)
      #expect(try await ben.post("\(link)/use", from: "/sign-in").status == 422)
    }
  }

  @Test func `a link is not used up by a sign-in that failed`() async throws {
    try await Lanternhouse.with(on: .sqlite) { world in
      let link = try await link(of: "ben", world)
      let ben = Browser(world.site)
      try await world.house.db.write { db in
        try db.execute(
          """
          CREATE TRIGGER shut BEFORE INSERT ON sessions
          BEGIN SELECT RAISE(ABORT, 'shut'); END
          """)
      }
      #expect(try await ben.post("\(link)/use", from: link).status == 500)
      try await world.house.db.write { db in try db.execute("DROP TRIGGER shut") }
      // Another browser: this one might be let in twice.
      let other = Browser(world.site)
      #expect(try await other.post("\(link)/use", from: link).status == 303)
    }
  }

  @Test func `whoever was asked to sign in goes on to where they were going`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let phrase = "four words nobody guesses"
      try await world.signedIn(.ben).post("/me/password", [("password", phrase)], from: "/me")
      let ben = Browser(world.site)
      let door = try #require(try await ben.get("/tickets/\(number)").header("Location"))
      let page = try await ben.get(door)
      #expect(
        page.text.contains("<input type=\"hidden\" name=\"next\" value=\"/tickets/\(number)\">"),
        "\(page.text)")
      let fields = [("email", "ben@lanternhouse.example"), ("next", "/tickets/\(number)")]
      let slip = try await ben.post("/sign-in", fields + [("password", "wrong wrong wrong")])
      #expect(slip.status == 422 && slip.text.contains("value=\"/tickets/\(number)\""))
      let done = try await ben.post("/sign-in", fields + [("password", phrase)])
      #expect(done.header("Location") == "/tickets/\(number)")
    }
  }

  @Test(arguments: [
    "//evil.example", "https://evil.example/", "/\\evil.example", "tickets", "/a b",
  ])
  func `nobody is led out of the house`(_ next: String) async throws {
    try await Lanternhouse.with { world in
      let link = try await link(of: "ben", world)
      let ben = Browser(world.site)
      let shown = try await ben.get("\(link)?next=\(Browser.escaped(next))")
      #expect(shown.text.contains("name=\"next\" value=\"/\""), "\(shown.text)")
      #expect(try await ben.post("\(link)/use", [("next", next)]).header("Location") == "/")
    }
  }

  @Test func `a sign-in link leads on too`() async throws {
    try await Lanternhouse.with { world in
      let link = try await link(of: "ben", world)
      let ben = Browser(world.site)
      #expect(try await ben.get("\(link)?next=%2Fme").text.contains("name=\"next\" value=\"/me\""))
      #expect(try await ben.post("\(link)/use", [("next", "/me")]).header("Location") == "/me")
    }
  }
}
