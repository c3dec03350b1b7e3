// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing
import Web

struct RouteTests {
  @Test func `a member sees a page, others are led to sign in`() async throws {
    let ben = try await SmallHouse.browser("ben").get("/notes?q=lamp")
    #expect(ben.status == 200)
    #expect(ben.text.contains("<p>lamp</p>"))

    let nobody = try await SmallHouse.browser().get("/notes")
    #expect(nobody.status == 303)
    #expect(nobody.header("Location") == "/sign-in?next=%2Fnotes")
    let narrowed = try await SmallHouse.browser().get("/notes?q=lamp")
    #expect(narrowed.header("Location") == "/sign-in?next=%2Fnotes%3Fq%3Dlamp")
  }

  @Test func `signing in begins a session that later requests carry`() async throws {
    let browser = SmallHouse.browser()
    let reply = try await browser.post(
      "/sign-in", [("name", "ben"), ("password", "secret")], from: "/sign-in")
    #expect(reply.status == 303)
    #expect(try await browser.get("/notes").status == 200)
  }

  @Test func `an act answers a form with a way on and a program with data`() async throws {
    let ben = SmallHouse.browser("ben")
    let form = try await ben.post("/notes", [("title", "Lamp")], from: "/notes/new")
    #expect(form.status == 303)
    #expect(form.header("Location") == "/notes")

    let twin = try await ben.api(
      "POST", "/api/v1/notes", #"{"title":"Lamp"}"#, token: "token-of-ben")
    #expect(twin.status == 201)
    #expect(twin.header("ETag") == "\"1\"")
    #expect(try twin.json["title"] == "Lamp")
  }

  @Test func `the sentence after an act shows once, escaped`() async throws {
    let ben = SmallHouse.browser("ben")
    let next = try await ben.submit("/notes", [("title", "<b>")], from: "/notes/new")
    #expect(next.text.contains("“&lt;b&gt;” was taken."))
    #expect(!(try await ben.get("/notes")).text.contains("was taken"))
  }

  @Test func `a refused form keeps what was typed and says why beside it`() async throws {
    let ben = SmallHouse.browser("ben")
    let reply = try await ben.post("/notes", [("title", "taken")], from: "/notes/new")
    #expect(reply.status == 422)
    #expect(reply.text.contains(#"value="taken""#))
    #expect(reply.text.contains("Choose another."))
  }

  @Test func `a visitor comes in by the link and is no member`() async throws {
    let cleo = SmallHouse.browser()
    #expect(try await cleo.get("/letters/letter").text.contains("Cleo"))
    #expect(cleo.cookies.keys.allSatisfy { $0 == "mainstay-flash" }, "\(cleo.cookies)")
    #expect(try await cleo.get("/notes").status == 303)
    #expect(try await cleo.get("/letters/other").status == 404)
  }
}
