// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Foundation
import Rules
import Storage
import Testing
import Web

/// What members settle for themselves.
struct ProfileTests {
  @Test(arguments: Lanternhouse.Person.allCases)
  func `whatever their role, a member has a password of their own`(
    _ person: Lanternhouse.Person
  ) async throws {
    try await Lanternhouse.with { world in
      let browser = try await world.signedIn(person)
      let phrase = "four words nobody guesses"
      let changed = try await browser.post("/me/password", [("password", phrase)], from: "/me")
      #expect(changed.status == 303, "\(changed.text)")
      let other = Browser(world.site)
      try await other.post(
        "/sign-in", [("email", "\(person)@lanternhouse.example"), ("password", phrase)],
        from: "/sign-in")
      #expect(try await other.get("/me").status == 200)
    }
  }

  @Test func `an auditor looks and makes no token`() async throws {
    try await Lanternhouse.with { world in
      let eve = try await world.signedIn(.eve)
      let page = try await eve.get("/me").text
      #expect(page.contains("action=\"/me/password\"") && !page.contains("/me/tokens"))
      let made = try await eve.api(
        "POST", "/api/v1/me/tokens", #"{"name":"x","permissions":["desk.read"]}"#)
      #expect(made.status == 403)
    }
  }

  @Test func `the next page comes in the language and the look that were chosen`() async throws {
    try await Lanternhouse.with { world in
      let ben = try await world.signedIn(.ben)
      let before = try await ben.get("/me").text
      #expect(before.contains("<html lang=\"en\">"))
      let after = try await ben.submit("/me/look", [("language", "de"), ("theme", "dark")])
      #expect(after.text.contains("<html lang=\"de\" data-theme=\"dark\">"), "\(after.text)")
      #expect(after.text.contains("name=\"theme\" value=\"dark\" checked"))
      let tickets = try await ben.get("/tickets").text
      #expect(tickets.contains("<html lang=\"de\" data-theme=\"dark\">"))
      #expect(try await world.signedIn(.dee).get("/me").text.contains("<html lang=\"en\">"))
    }
  }

  @Test func `a program chooses too, and what an owner changes leaves the look alone`() async throws
  {
    try await Lanternhouse.with { world in
      let ben = try await world.signedIn(.ben)
      let chosen = try await ben.api(
        "POST", "/api/v1/me/look", #"{"language":"de","theme":"light"}"#)
      #expect(try chosen.status == 200 && chosen.json["theme"] == "light", "\(chosen.text)")
      let ada = try await world.signedIn(.ada)
      let version = try await ada.api("GET", "/api/v1/members/ben").header("ETag") ?? ""
      let changed = try await ada.api(
        "POST", "/api/v1/members/ben",
        #"{"name":"Ben B","email":"ben@lanternhouse.example","role":"technician","tier":"second","language":"de","active":true}"#,
        headers: [("If-Match", version)])
      #expect(changed.status == 200, "\(changed.text)")
      #expect(try await ben.get("/me").text.contains("<html lang=\"de\" data-theme=\"light\">"))
      let odd = try await ben.api("POST", "/api/v1/me/look", #"{"language":"en-XA","theme":"x"}"#)
      #expect(odd.status == 422)
    }
  }

  @Test func `what is wrong in one form is told in no other`() async throws {
    try await Lanternhouse.with { world in
      let ben = try await world.signedIn(.ben)
      let refused = try await ben.post("/me/password", [("password", "short")], from: "/me")
      #expect(refused.status == 422)
      #expect(refused.text.components(separatedBy: "class=\"problems\"").count == 2)
      #expect(refused.text.contains("name=\"theme\" value=\"system\" checked"))
    }
  }

  @Test(arguments: Lanternhouse.Person.allCases.filter { $0 != .eve })
  func `a token's form offers what the member may, and nothing more`(
    _ person: Lanternhouse.Person
  ) async throws {
    try await Lanternhouse.with { world in
      let page = try await world.signedIn(person).get("/me").text
      let offered = page.matches(of: /name="permissions" value="([a-z.]+)"/).map { String($0.1) }
      #expect(Set(offered) == Set(person.role.permissions.map(\.rawValue)))
    }
  }

  /// A provider in Berlin on a machine that keeps UTC.
  @Test func `a new member reads by the provider's clock unless they have their own`() async throws
  {
    try await Lanternhouse.with { world in
      try await world.house.db.write {
        try $0.execute("UPDATE provider SET zone = 'Europe/Berlin'")
      }
      let ada = try await world.signedIn(.ada)
      let form = try await ada.get("/members/new").text
      #expect(
        form.contains("id=\"f-zone\" name=\"zone\"") && form.contains("value=\"Europe/Berlin\""))
      for (zone, expected) in [(nil, "Europe/Berlin"), ("America/New_York", "America/New_York")] {
        let own = zone.map { ",\"zone\":\"\($0)\"" } ?? ""
        let made = try await ada.api(
          "POST", "/api/v1/members",
          #"{"name":"Gil","email":"gil\#(zone == nil ? "" : "2")@x.example","role":"owner","tier":"first","language":"en","active":true\#(own)}"#
        )
        let id = try #require(try made.json["id"]?.text, "\(made.text)")
        let now = world.clock.now
        let key = try await world.house.db.write {
          try SignInLink.make(for: ID(id), validFor: 600, at: now, in: $0)
        }
        let gil = Browser(world.site)
        try await gil.submit("/sign-in/\(key)/use", from: "/sign-in/\(key)")
        let page = try await gil.get("/agreements/new").text
        #expect(page.contains("value=\"\(expected)\""))
      }
    }
  }
}
