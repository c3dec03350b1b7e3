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

  @Test func `a second client of one name is made once somebody has looked at the first`()
    async throws
  {
    try await Lanternhouse.with { world in
      let amy = try await world.signedIn(.amy)
      let fields = [("name", "harbour DENTAL"), ("language", "en")]
      let form = try await amy.get("/clients/new").text
      #expect(!form.contains("name=\"sameName\""))
      let asked = try await amy.post("/clients", fields, from: "/clients/new")
      #expect(asked.status == 422)
      #expect(asked.text.contains("<a href=\"/clients/harbour\">Harbour Dental</a>"))
      #expect(asked.text.contains("name=\"sameName\"") && asked.text.contains("harbour DENTAL"))
      world.clock.advance(by: 60)
      let made = try await amy.post(
        "/clients", fields + [("sameName", "on")], from: "/clients/new")
      #expect(made.status == 303, "\(made.text)")
      let program = try await amy.api(
        "POST", "/api/v1/clients", #"{"name":"Harbour Dental","language":"en"}"#)
      #expect(program.status == 201, "a program is told, not stopped")
      #expect(try program.json["sameNameAs"] == "harbour")
      let rex = try await world.signedIn(.rex)
      let kline = try await rex.post(
        "/clients", [("name", "Kline"), ("language", "en")], from: "/clients/new")
      #expect(kline.status == 303, "nobody learns of clients they don't see")
    }
  }
}
