// SPDX-License-Identifier: AGPL-3.0-or-later

import Testing
import Web

/// Clients, their places and their people through the door.
struct ClientTests {
  @Test func `a client is added and changed, and its page agrees with its twin`() async throws {
    try await Lanternhouse.with { world in
      let dee = try await world.signedIn(.dee)
      let shown = try await dee.submit(
        "/clients", [("name", "Mill & Sons"), ("language", "en")], from: "/clients/new")
      #expect(shown.status == 200 && shown.text.contains("Mill &amp; Sons"))
      let rows = try await dee.api("GET", "/api/v1/clients?name=mill").json["items"]?.list ?? []
      let id = try #require(rows.first?["id"]?.text)
      let read = try await dee.api("GET", "/api/v1/clients/\(id)")
      let changed = try await dee.api(
        "POST", "/api/v1/clients/\(id)", #"{"name":"Mill","language":"de"}"#,
        headers: [("If-Match", read.header("ETag") ?? "")])
      #expect(try changed.status == 200 && changed.json["name"]?.text == "Mill")
      let stale = try await dee.post(
        "/clients/\(id)", [("name", "Mine"), ("language", "en"), ("_version", "1")],
        from: "/clients/\(id)/change")
      #expect([412, 422].contains(stale.status) && stale.text.contains("Mine"))
    }
  }

  @Test func `places and people are listed with their client`() async throws {
    try await Lanternhouse.with { world in
      let ben = try await world.signedIn(.ben)
      let page = try await ben.get("/clients/harbour")
      #expect(page.text.contains("Cleo") && page.text.contains("Main"))
      #expect(!page.text.contains("/clients/harbour/change"))
      let people = try await ben.api("GET", "/api/v1/clients/harbour/contacts").json
      #expect(people["items"]?[0]?["name"]?.text == "Cleo")
      let sites = try await ben.api("GET", "/api/v1/clients/harbour/sites").json
      #expect(sites["items"]?[0]?["zone"]?.text == "Europe/London")
      #expect(try await ben.get("/contacts/cleo").status == 200)
      #expect(try await ben.get("/sites/harboursite").status == 200)
    }
  }
}
