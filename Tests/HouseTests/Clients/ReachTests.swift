// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Rules
import Storage
import Testing
import Web

/// Which clients a member sees is an owner's to say, and nobody gives more than they see.
struct ReachTests {
  private func set(
    _ json: String, of member: String, as browser: Browser
  ) async throws -> Reply {
    let version = try await browser.api("GET", "/api/v1/members/\(member)").header("ETag") ?? ""
    return try await browser.api(
      "POST", "/api/v1/members/\(member)/clients", json, headers: [("If-Match", version)])
  }

  @Test func `who is given one client sees that one from now on`() async throws {
    try await Lanternhouse.with { world in
      _ = try await world.ticket(for: "dov")
      let ben = try await world.signedIn(.ben)
      #expect(try await ben.get("/clients").text.contains("Kline"))
      let ada = try await world.signedIn(.ada)
      let form = try await ada.get("/members/ben/clients")
      #expect(form.text.contains("Harbour Dental") && form.text.contains("Kline"))
      let done = try await ada.submit(
        "/members/ben/clients", [("reach", "some"), ("clients", "harbour"), ("_version", "1")])
      #expect(done.text.contains("1 client only."), "\(done.text)")
      #expect(try await ben.get("/clients").status == 303, "the old session still stands")
      let again = try await world.signedIn(.ben)
      let list = try await again.get("/clients").text
      #expect(list.contains("Harbour Dental") && !list.contains("Kline"))
      #expect(try await again.get("/tickets/1001").status == 404)
    }
  }

  @Test func `the form shows who was chosen, and the twin reads it back`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let both = try await set(
        #"{"reach":"some","clients":["kline","harbour"]}"#, of: "ben", as: ada)
      #expect(
        try both.status == 200 && both.json["clients"] == ["harbour", "kline"], "\(both.text)")
      let form = try await ada.get("/members/ben/clients").text
      for client in ["harbour", "kline"] {
        #expect(form.contains("value=\"\(client)\" checked"), "\(form)")
      }
      let every = try await set(#"{"reach":"every"}"#, of: "ben", as: ada)
      #expect(try every.json["clients"] == .null)
    }
  }

  @Test(arguments: [
    (#"{"reach":"some"}"#, "ben", "member.noClient"),
    (#"{"reach":"some","clients":["nothing"]}"#, "ben", "choice.unknown"),
    (#"{"reach":"some","clients":["harbour"]}"#, "ada", "member.lastWideOwner"),
  ])
  func `what would help nobody is refused in its field`(
    _ json: String, _ member: String, _ code: String
  ) async throws {
    try await Lanternhouse.with { world in
      let reply = try await set(json, of: member, as: try await world.signedIn(.ada))
      #expect(try reply.status == 422 && reply.json["code"]?.text == code, "\(reply.text)")
      #expect(try reply.json["errors"]?[0]?["pointer"] != nil)
    }
  }

  /// Rex is an owner, for Harbour only: he must not become, or make, somebody who sees Kline.
  @Test func `an owner for some clients gives nobody more than that`() async throws {
    try await Lanternhouse.with { world in
      let rex = try await world.signedIn(.rex)
      for (member, json) in [("rex", #"{"reach":"every"}"#), ("ben", #"{"reach":"every"}"#)] {
        let reply = try await set(json, of: member, as: rex)
        #expect(try reply.json["code"]?.text == "member.beyondReach", "\(reply.text)")
      }
      let link = try await rex.post("/members/ada/sign-in-link", [], from: "/members/ada")
      #expect(link.status == 422 && !link.text.contains("/sign-in/"))
      let change = try await rex.api(
        "POST", "/api/v1/members/ada",
        #"{"name":"Ada","email":"rex2@lanternhouse.example","role":"owner","tier":"first","language":"en","active":true}"#,
        headers: [("If-Match", "1")])
      #expect(try change.json["code"]?.text == "member.beyondReach", "\(change.text)")
      let added = try await rex.api(
        "POST", "/api/v1/members", try #require(Deed.all["members"]).json)
      #expect(try added.status == 201 && added.json["clients"] == ["harbour"], "\(added.text)")
    }
  }

  @Test func `of another's clients only those one sees oneself are named`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      _ = try await set(#"{"reach":"some","clients":["kline","harbour"]}"#, of: "ben", as: ada)
      let rex = try await world.signedIn(.rex)
      #expect(try await rex.api("GET", "/api/v1/members/ben").json["clients"] == ["harbour"])
    }
  }
}
