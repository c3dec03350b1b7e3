// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Rules
import Storage
import TestSupport
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
      let member = try #require(Deed.all["members"]).json.replacing(":new", with: "9")
      let added = try await rex.api("POST", "/api/v1/members", member)
      #expect(try added.status == 201 && added.json["clients"] == ["harbour"], "\(added.text)")
    }
  }

  private func change(
    _ member: String, role: String = "technician", active: Bool = true, as browser: Browser
  ) async throws -> Reply {
    let version = try await browser.api("GET", "/api/v1/members/\(member)").header("ETag") ?? ""
    return try await browser.api(
      "POST", "/api/v1/members/\(member)",
      #"{"name":"\#(member)","email":"\#(member)@lanternhouse.example","role":"\#(role)","tier":"first","language":"en","active":\#(active)}"#,
      headers: [("If-Match", version)])
  }

  @Test func `the last owner who sees every client stays one`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      for reply in [
        try await change("ada", as: ada),
        try await change("ada", role: "owner", active: false, as: ada),
      ] {
        #expect(reply.status == 422)
        #expect(try reply.json["code"]?.text == "member.lastWideOwner", "\(reply.text)")
        #expect(try reply.json["errors"]?[0]?["pointer"] == "/role")
      }
      #expect(try await change("rex", as: ada).status == 200)
      #expect(try await change("ben", role: "owner", as: ada).status == 200)
      #expect(try await change("ada", as: ada).status == 200)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `two owners can't each make the other the last`(_ engine: Scratch.Engine) async throws {
    try await Lanternhouse.with(on: engine) { world in
      for _ in 0..<8 {
        try await world.house.db.write { db in
          try db.execute("UPDATE members SET role = 'owner' WHERE id IN \(list: ["ada", "ben"])")
        }
        let (ada, ben) = (try await world.signedIn(.ada), try await world.signedIn(.ben))
        async let first = change("ben", as: ada).status
        async let second = change("ada", as: ben).status
        let statuses = try await [first, second]
        #expect(statuses.contains(200), "\(statuses)")
        let wide = try await world.house.db.read { db in
          try db.first(
            "SELECT COUNT(*) FROM members WHERE role = 'owner' AND restricted = 0 AND active = 1"
          ) { try $0[0] as Int }
        }
        #expect(wide ?? 0 > 0, "\(statuses)")
      }
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
