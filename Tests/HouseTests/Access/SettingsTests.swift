// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import Testing
import Web

/// The owner corrects what was typed at the set-up.
struct SettingsTests {
  @Test func `the provider's name and zone are corrected, and the journal says so`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let page = try await ada.get("/settings").text
      #expect(
        page.contains("value=\"Lanternhouse IT\"") && page.contains("value=\"Europe/London\""))
      let saved = try await ada.submit(
        "/settings", [("name", "Lantern House"), ("zone", "Europe/Berlin"), ("closeDays", "7")],
        from: "/settings")
      #expect(saved.text.contains("Saved.") && saved.text.contains("value=\"Lantern House\""))
      let read = try await ada.api("GET", "/api/v1/settings").json
      #expect(read["name"]?.text == "Lantern House" && read["zone"]?.text == "Europe/Berlin")
      let facts = try await world.house.db.read {
        try $0.all("SELECT body FROM journal WHERE kind = 'provider.changed'") {
          try $0[0] as String
        }
      }
      #expect(facts.count == 1)
      #expect(facts[0].contains("Lantern House") && facts[0].contains("Europe/Berlin"))
      #expect(!facts[0].contains("closeDays"))
    }
  }

  @Test func `a program that sends one of them leaves the others`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      for (body, name, days) in [
        (#"{"closeDays":9}"#, "Lanternhouse IT", 9), (#"{"name":"Lantern"}"#, "Lantern", 9),
      ] {
        let reply = try await ada.api("POST", "/api/v1/settings", body)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(try reply.json["name"]?.text == name && reply.json["closeDays"]?.number == days)
        #expect(try reply.json["zone"]?.text == "Europe/London")
      }
    }
  }

  @Test func `a zone that is none is refused beside its field with the nearest`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let fields = [("name", "Lantern"), ("zone", "Europe/Lodnon"), ("closeDays", "7")]
      let page = try await ada.post("/settings", fields, from: "/settings")
      #expect(page.status == 422 && page.text.contains("id=\"f-zone-error\""))
      #expect(page.text.contains("Did you mean Europe/London?"))
      let twin = try await ada.api("POST", "/api/v1/settings", #"{"zone":"Mars"}"#)
      #expect(try twin.status == 422 && twin.json["errors"]?[0]?["pointer"] == "/zone")
      let empty = try await ada.post(
        "/settings", [("name", ""), ("zone", "Europe/London"), ("closeDays", "7")],
        from: "/settings")
      #expect(empty.status == 422 && empty.text.contains("id=\"f-name-error\""))
    }
  }

  @Test func `a token is allowed something, and its line says what`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let empty = try await ada.post("/me/tokens", [("name", "Nothing")], from: "/me")
      #expect(empty.status == 422)
      #expect(empty.text.contains("A token has to be allowed something."))
      let twin = try await ada.api(
        "POST", "/api/v1/me/tokens", #"{"name":"Nothing","permissions":[]}"#)
      #expect(try twin.status == 422 && twin.json["code"]?.text == "token.empty")
      _ = try await world.token(.deskRead, .timeLog)
      #expect(try await ada.get("/me").text.contains("See tickets, Log time"))
    }
  }
}
