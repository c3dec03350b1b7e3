// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules
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
}
