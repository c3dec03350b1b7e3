// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Rules
import Storage
import Testing
import Web

/// Who asks is said by typing, among two thousand people as among two, with scripts and without.
struct PersonFieldTests {
  /// Harbour's and Kline's people by turns, two of one name, and one at the end of the alphabet.
  private func crowd(_ world: Lanternhouse) async throws {
    let now = world.clock.now
    try await world.house.db.write { db in
      for number in 0..<2000 {
        let client: ID<Client> = ID(number % 2 == 0 ? "harbour" : "kline")
        try Contact(
          id: ID("p\(number)"), client: client, name: "Person\(number) Family\(number % 40)",
          email: "p\(number)@crowd.example"
        ).insert(at: now, in: db)
      }
      for (id, client, name) in [
        ("jo", "harbour", "Jo Same"), ("joe", "kline", "Jo Same"), ("zoe", "kline", "Zoë Last"),
        ("zora", "harbour", "Zora Able"),
      ] {
        try Contact(id: ID(id), client: ID(client), name: name, email: "\(id)@last.example")
          .insert(at: now, in: db)
      }
    }
  }

  private func crowded(_ body: (Lanternhouse, Browser) async throws -> Void) async throws {
    try await Lanternhouse.with { world in
      try await crowd(world)
      try await body(world, try await world.signedIn(.ada))
    }
  }

  private func open(
    _ fields: [(String, String)], as browser: Browser
  ) async throws -> Reply {
    try await browser.post(
      "/tickets", [("subject", "A lamp is out")] + fields, from: "/tickets/new")
  }

  private func contact(of reply: Reply, as browser: Browser) async throws -> String? {
    let path = try #require(reply.header("Location"), "\(reply.text.suffix(2000))")
    return try await browser.api("GET", "/api/v1\(path)").json["contact"]?.text
  }

  /// The identities offered as choices in a form drawn again.
  private func offered(_ reply: Reply) -> [String] {
    reply.text.matches(of: /type="radio" name="contact" value="([^"]*)"/).map { String($0.1) }
  }

  @Test func `the form weighs the same however many people there are`() async throws {
    try await crowded { _, ada in
      let page = try await ada.get("/tickets/new")
      #expect(page.status == 200 && page.bytes.count < 20_000, "\(page.bytes.count)")
      #expect(!page.text.contains("Person7") && page.text.contains("data-suggest"))
    }
  }

  @Test func `few people are offered without a script`() async throws {
    try await Lanternhouse.with { world in
      let page = try await world.signedIn(.ada).get("/tickets/new")
      #expect(page.text.contains("list=\"f-who-list\""))
      #expect(page.text.contains("<option value=\"Cleo, Harbour Dental\">cleo@harbourdental.ex"))
    }
  }

  @Test func `words that mean one person only are taken`() async throws {
    try await crowded { _, ada in
      for (words, id) in [
        ("Zoë Last", "zoe"), ("zoe last", "zoe"), ("ZOE@last.example", "zoe"), ("Zoe", "zoe"),
        ("Zoe Kline", "zoe"), ("Jo Same, Kline", "joe"), ("jo same, harbour dental", "jo"),
        ("Person7 Family7", "p7"), ("p1999@crowd.example", "p1999"),
      ] {
        let reply = try await open([("who", words)], as: ada)
        #expect(try await contact(of: reply, as: ada) == id, "\(words)")
      }
    }
  }

  @Test func `other words come back with the form and those who may be meant`() async throws {
    try await crowded { world, ada in
      for (words, count, says) in [
        ("Jo Same", 2, "may mean several people"), ("zo", 2, "may mean several people"),
        ("zor", 1, "may mean the person below"),
        ("Person1", 12, "More than 12 people"), ("Harbour", 12, "More than 12 people"),
        ("Zoe Harbour", 0, "Nobody is found by"), ("Nessie", 0, "Nobody is found by"),
        ("???", 0, "Nobody is found by"), ("zoe\" OR 1 --", 0, "Nobody is found by"),
      ] {
        world.clock.advance(by: 60)
        let before = try await Ledger(of: world.house.db)
        let again = try await open([("who", words), ("words", "Since noon.")], as: ada)
        #expect(again.status == 422 && again.text.contains(says), "\(words)")
        let people = offered(again).filter { !$0.isEmpty }
        #expect(people.count == count, "\(words): \(people)")
        #expect(again.text.contains("A lamp is out") && again.text.contains("Since noon."))
        #expect(again.text.contains("id=\"f-who-error\"") && again.bytes.count < 25_000)
        #expect(try await Ledger(of: world.house.db) == before, "\(words)")
      }
    }
  }

  @Test func `without a script the second sending opens the ticket`() async throws {
    try await crowded { _, ada in
      let again = try await open([("who", "Jo Same")], as: ada)
      #expect(offered(again) == ["jo", "joe", ""])
      #expect(again.text.contains("Jo Same, Kline, joe@last.example"))
      let chosen = [("who", "Jo Same"), ("contact", "joe")]
      let incomplete = try await ada.post("/tickets", chosen + [("subject", "")])
      #expect(incomplete.text.contains("value=\"joe\" checked"))
      #expect(try await contact(of: open(chosen, as: ada), as: ada) == "joe")
      // Words typed after the choice win over it.
      let other = try await open([("who", "Zora Able"), ("contact", "joe")], as: ada)
      #expect(try await contact(of: other, as: ada) == "zora")
    }
  }

  @Test func `who sees Harbour only finds nobody of Kline`() async throws {
    try await crowded { world, ada in
      let rex = try await world.signedIn(.rex)
      for words in ["Zoe Last", "zoe@last.example", "Zoe Last, Kline"] {
        let again = try await open([("who", words)], as: rex)
        #expect(again.status == 422 && again.text.contains("Nobody is found by"), "\(words)")
      }
      #expect(try await contact(of: open([("who", "Jo Same")], as: rex), as: rex) == "jo")
      for query in ["q=zoe", "q=kline", "q=p7&client=kline", "q=joe%40last.example"] {
        let list = try await rex.api("GET", "/api/v1/contacts?\(query)")
        #expect(list.status == 200, "\(list.text)")
        #expect(try list.json["items"]?.list == [], "\(query)")
        let all = try await ada.api("GET", "/api/v1/contacts?\(query)").json["items"]?.list
        #expect(all?.isEmpty == false, "\(query)")
      }
    }
  }

  @Test func `a program finds people by words, and names them by id`() async throws {
    try await crowded { _, ada in
      let found = try await ada.api("GET", "/api/v1/contacts?q=person").json["items"]?.list
      #expect(found?.count == 12)
      let zoe = try await ada.api("GET", "/api/v1/contacts?q=zoe+la").json["items"]?[0]
      #expect(zoe?["written"]?.text == "Zoë Last, Kline" && zoe?["id"]?.text == "zoe")
      #expect(try await ada.api("GET", "/api/v1/contacts").status == 422)
      #expect(try await ada.api("GET", "/api/v1/contacts?q=a&limit=51").status == 422)
      let made = try await ada.api("POST", "/api/v1/tickets", #"{"contact":"zoe","subject":"x"}"#)
      #expect(try made.status == 201 && made.json["contact"]?.text == "zoe")
    }
  }

  @Test func `an ask and a move say who by typing too`() async throws {
    try await crowded { world, ada in
      let number = try await world.ticket(for: "zoe")
      let path = "/tickets/\(number)"
      let page = try await ada.get(path)
      #expect(page.bytes.count < 60_000 && page.text.contains("To Zoë Last"))
      #expect(page.text.contains("value=\"Zoë Last\"") && !page.text.contains("Person7"))
      let ask = [
        ("sentence", "Which room?"), ("dueAt", "2026-03-03T12:00"), ("way", "write"),
      ]
      let unclear = try await ada.post("\(path)/asks", ask + [("who", "Family7")], from: path)
      #expect(unclear.status == 422 && offered(unclear).count == 13)
      #expect(unclear.text.contains("Which room?"))
      let nobody = try await ada.post("\(path)/asks", ask + [("who", "")], from: path)
      #expect(nobody.status == 422 && nobody.text.contains("one person who has to act"))
      let asked = try await ada.submit("\(path)/asks", ask + [("who", "p7@crowd.example")])
      #expect(asked.text.contains("Which room?"))
      let asks = try await ada.api("GET", "/api/v1\(path)").json["asks"]
      #expect(asks?[0]?["contact"]?.text == "p7")
      let form = try await ada.get("\(path)/move?client=harbour")
      #expect(form.bytes.count < 20_000 && form.text.contains("contacts?client=harbour"))
      let moved = try await ada.post(
        "\(path)/move", [("client", "harbour"), ("who", "Jo Same"), ("why", "Jo was meant.")])
      #expect(try await contact(of: moved, as: ada) == "jo")
    }
  }

  @Test func `whoever left a client stays on their ticket when it moves`() async throws {
    try await Lanternhouse.with { world in
      let path = "/tickets/\(try await world.ticket())"
      let ada = try await world.signedIn(.ada)
      try await world.house.db.write { db in
        var cleo = try Contact.find(ID("cleo"), for: .everyClient, in: db)
        cleo.active = false
        try cleo.update(in: db)
      }
      #expect(try await open([("who", "Cleo")], as: ada).status == 422)
      let form = try await ada.get("\(path)/move?client=harbour")
      #expect(form.text.contains("value=\"Cleo\""))
      let moved = try await ada.post(
        "\(path)/move", [("client", "harbour"), ("who", "Cleo"), ("why", "Another agreement.")])
      #expect(try await contact(of: moved, as: ada) == "cleo")
    }
  }

  @Test func `a person is found by what they and their client are called now`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      func found(_ words: String) async throws -> Int? {
        try await ada.api("GET", "/api/v1/contacts?q=\(words)").json["items"]?.list?.count
      }
      #expect(try await found("quayside") == 0)
      try await world.house.db.write { db in
        var harbour = try Client.find(ID("harbour"), for: .everyClient, in: db)
        harbour.name = "Quayside"
        try harbour.update(in: db)
        var dov = try Contact.find(ID("dov"), for: .everyClient, in: db)
        dov.name = "Davor"
        try dov.update(in: db)
      }
      #expect(try await found("quayside") == 1)
      #expect(try await found("harbour") == 1, "the mail address still says so")
      #expect(try await found("davor") == 1)
    }
  }
}
