// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import TestSupport
import Testing
import Web

/// People and clients by the thousand: no page lists them all, and each is found by typing, with
/// scripts and without.
@Suite struct CrowdTests {
  /// Two thousand people at Harbour, some of whom have left, and two hundred clients more, two of
  /// them of one name.
  private func crowded(
    on engine: Scratch.Engine? = nil, _ body: (Lanternhouse, Browser) async throws -> Void
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let now = world.clock.now
      try await world.house.db.write { db in
        for number in 0..<2000 {
          try Contact(
            id: ID("p\(number)"), client: ID("harbour"), name: "Person\(number) Family",
            email: "p\(number)@crowd.example", active: number % 100 != 7
          ).insert(at: now, in: db)
        }
        for number in 0..<200 {
          try Client(id: ID("c\(number)"), name: "Crowd \(number)").insert(at: now, in: db)
        }
        for twin in ["east", "west"] {
          try Client(id: ID(twin), name: "Twin Mill").insert(at: now, in: db)
        }
      }
      try await body(world, try await world.signedIn(.ada))
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a client's people are paged and found by words`(_ engine: Scratch.Engine) async throws {
    try await crowded(on: engine) { world, ada in
      let page = try await ada.get("/clients/harbour")
      #expect(page.text.matches(of: /href="\/contacts\//).count == 50)
      #expect(page.bytes.count < 40_000 && page.text.contains("id=\"people\""))
      let next = try #require(page.text.firstMatch(of: /href="(\/clients\/harbour\?cursor=[^"]*)"/))
      let second = try await ada.get(String(next.1).replacing("&amp;", with: "&"))
      #expect(second.text.matches(of: /href="\/contacts\//).count == 50)
      let found = try await ada.get("/clients/harbour?q=person1999")
      #expect(found.text.matches(of: /href="\/contacts\//).count == 1)
      #expect(found.text.contains("Person1999") && found.text.contains("value=\"person1999\""))
      let nobody = try await ada.get("/clients/harbour?q=dov")
      #expect(nobody.text.contains("Nobody is found by these words."))
      try await world.expectCost(of: "/clients/harbour", 3, asked: ada)
      try await world.expectCost(of: "/clients/harbour?q=person", 3, asked: ada)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a program reads everybody once, those who have left last`(
    _ engine: Scratch.Engine
  ) async throws {
    try await crowded(on: engine) { _, ada in
      var (on, seen) = ("", [(id: String, active: Bool)]())
      while true {
        let list = try await ada.api("GET", "/api/v1/clients/harbour/contacts?limit=199\(on)").json
        for item in list["items"]?.list ?? [] {
          seen.append((item["id"]?.text ?? "", item["active"] == .flag(true)))
        }
        guard let next = list["next"]?.text else { break }
        on = "&cursor=\(next)"
      }
      #expect(seen.count == 2001 && Set(seen.map(\.id)).count == 2001)
      #expect(
        seen.prefix(1981).allSatisfy(\.active) && !seen.dropFirst(1981).contains(where: \.active))
    }
  }

  @Test func `a stand-in is said by typing`() async throws {
    try await crowded { world, ada in
      let form = try await ada.get("/contacts/cleo")
      #expect(form.bytes.count < 20_000 && !form.text.contains("Person7"))
      #expect(form.text.contains("/api/v1/contacts?client=harbour"))
      func save(_ fields: (String, String)..., version: Int) async throws -> Reply {
        let own = [("name", "Cleo"), ("active", "on"), ("_version", "\(version)")]
        return try await ada.post("/contacts/cleo", own + fields, from: "/contacts/cleo")
      }
      func standIn() async throws -> String? {
        let people = try await ada.api("GET", "/api/v1/clients/harbour/contacts?q=cleo").json
        return people["items"]?[0]?["standIn"]?.text
      }
      #expect(try await save(("standInName", "Person9 Family"), version: 1).status == 303)
      #expect(try await standIn() == "p9")
      #expect(try await ada.get("/contacts/cleo").text.contains("value=\"Person9 Family\""))
      let unclear = try await save(("standInName", "family"), version: 2)
      #expect(unclear.status == 422 && unclear.text.contains("More than 12 people"))
      #expect(unclear.text.matches(of: /name="standIn" value="p/).count == 12)
      for (words, says) in [
        ("Cleo", "Nobody can stand in for themselves"), ("Dov", "Nobody is found by"),
      ] {
        let again = try await save(("standInName", words), version: 2)
        #expect(again.status == 422 && again.text.contains(says), "\(words)")
        #expect(again.text.contains("id=\"f-standInName-error\""), "\(words)")
      }
      #expect(try await save(("standInName", "Person9 Family"), version: 2).status == 303)
      #expect(try await standIn() == "p9", "whom the form named by itself")
      #expect(try await save(("standInName", ""), version: 3).status == 303)
      #expect(try await standIn() == nil)
      try await world.expectCost(of: "/contacts/cleo", 4, asked: ada)
      try await world.expectCost(of: "/clients/harbour/contacts/new", 3, asked: ada)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `no page lists every client, and none asks more for it`(
    _ engine: Scratch.Engine
  ) async throws {
    try await crowded(on: engine) { world, ada in
      let number = try await world.ticket()
      try await world.receive(
        """
        From: Gil <gil@harbourdental.example>
        Subject: Who am I?
        Message-ID: <who@harbourdental.example>

        A question.
        """)
      try await world.runJobs()
      let inbox = try await ada.api("GET", "/api/v1/inbox").json["items"]?[0]?["id"]?.text ?? ""
      for (path, count) in [
        ("/tickets", 5), ("/tickets?client=harbour", 5), ("/tickets?client=Twin+Mill+(west)", 4),
        ("/tickets/new", 2), ("/tickets/\(number)/move", 2),
        ("/tickets/\(number)/move?client=harbour", 5), ("/agreements", 3), ("/agreements/new", 3),
        ("/inbox/\(inbox)", 3), ("/members/ben/clients", 2), ("/reports", 1),
      ] {
        let page = try await ada.get(path)
        #expect(page.bytes.count < 30_000, "\(path): \(page.bytes.count)")
        #expect(!page.text.contains("Crowd 77"), "\(path)")
        try await world.expectCost(of: path, count, asked: ada)
      }
      #expect(try await ada.get("/inbox/\(inbox)").text.contains("value=\"Harbour Dental\""))
      let filter = try await ada.get("/tickets?client=harbour").text
      #expect(filter.contains("value=\"Harbour Dental\"") && filter.contains("T-\(number)"))
      #expect(filter.contains("data-suggest-by=\"name\""))
    }
  }

  @Test func `a client is named by whole words that mean no other`() async throws {
    try await crowded { _, ada in
      func open(_ client: String) async throws -> Reply {
        try await ada.post(
          "/tickets", [("subject", "A lamp"), ("client", client)], from: "/tickets/new")
      }
      for (words, id) in [
        ("Harbour", "harbour"), ("harbour dental", "harbour"), ("kline", "kline"),
        ("Crowd 7", "c7"), ("Twin Mill (east)", "east"), ("c77", "c77"),
      ] {
        let opened = try await open(words)
        let path = try #require(opened.header("Location"), "\(words)")
        #expect(try await ada.api("GET", "/api/v1\(path)").json["client"]?.text == id, "\(words)")
      }
      for (words, says) in [
        ("Twin Mill", "may mean Twin Mill (east), Twin Mill (west)"), ("Harb", "may mean Harbour"),
        ("crowd", "More than 12 clients"), ("Nessie", "No client is found by that"),
      ] {
        let again = try await open(words)
        #expect(again.status == 422 && again.text.contains(says), "\(words): \(again.text)")
        #expect(again.text.contains("value=\"\(words)\"") && again.text.contains("A lamp"))
      }
      let begun = try await ada.get("/tickets?client=Ha")
      #expect(begun.status == 200 && begun.text.contains(">A lamp<"), "all whose names begin so")
      #expect(begun.text.contains("value=\"Ha\"") && !begun.text.contains(">Kline<"))
      #expect(try await ada.get("/tickets?client=Nessie").text.contains("No ticket matches"))
      #expect(try await ada.get("/tickets?client=crowd").status == 422)
    }
  }

  @Test func `move, agreement and reach take a client by name too`() async throws {
    try await crowded { world, ada in
      let path = "/tickets/\(try await world.ticket())"
      let form = try await ada.get("\(path)/move?client=Crowd+7")
      #expect(form.text.contains("<option value=\"c7\""))
      let unclear = try await ada.get("\(path)/move?client=Twin")
      #expect(unclear.status == 200 && unclear.text.contains("may mean Twin Mill (east)"))
      #expect(unclear.text.contains("value=\"Twin\"") && !unclear.text.contains("name=\"why\""))
      let moved = try await ada.post(
        "\(path)/move", [("client", "Crowd 7"), ("why", "Theirs.")], from: "\(path)/move")
      #expect(moved.status == 303)
      #expect(try await ada.api("GET", "/api/v1\(path)").json["client"]?.text == "c7")
      let drafted = try await ada.submit(
        "/agreements",
        [
          ("name", "Care"), ("client", "crowd 8"), ("zone", "UTC"), ("calendar", "office"),
          ("effectiveFrom", "2026-04-01"), ("preset", "calm"),
        ], from: "/agreements/new")
      #expect(drafted.text.contains("Care"))
      #expect(try await ada.get("/agreements").text.contains("Crowd 8"))
      for (words, count) in [("Crowd 9", 1), ("Twin Mill (west)", 2)] {
        let kept = count == 1 ? [] : [("clients", "c9")]
        let done = try await ada.submit(
          "/members/ben/clients",
          [("reach", "some"), ("add", words), ("_version", "\(count)")] + kept)
        #expect(done.status == 200, "\(done.text)")
        let ben = try await ada.api("GET", "/api/v1/members/ben").json["clients"]
        #expect(ben?.list?.count == count)
      }
      let reach = try await ada.get("/members/ben/clients").text
      #expect(reach.contains("value=\"c9\" checked") && reach.contains("value=\"west\" checked"))
    }
  }
}
