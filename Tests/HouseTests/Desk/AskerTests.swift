// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Rules
import Storage
import Testing
import Web

/// Who asks where nobody is named, and where nobody is known.
struct AskerTests {
  /// A ticket of Harbour's that names nobody.
  private func nameless(_ ada: Browser) async throws -> String {
    let made = try await ada.api(
      "POST", "/api/v1/tickets", #"{"client":"harbour","subject":"A lamp is out"}"#)
    return "/tickets/\(try #require(try made.json["number"]?.number))"
  }

  private func people(_ world: Lanternhouse) async throws -> Int {
    try await world.house.db.read {
      try $0.first("SELECT COUNT(*) FROM contacts") { try $0[0] as Int } ?? 0
    }
  }

  @Test func `where nobody is named the reply's place says so, with the field that mends it`()
    async throws
  {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let path = try await nameless(ada)
      let page = try await ada.get(path)
      #expect(page.text.contains("Nobody is named who asks") && !page.text.contains("composer"))
      #expect(
        page.text.contains("action=\"\(path)/contact\"") && page.text.contains("data-key=\"r\""))
      let before = try await ada.api("GET", "/api/v1\(path)").json
      world.clock.advance(by: 600)
      let unknown = try await ada.post("\(path)/contact", [("who", "Nessie")], from: path)
      #expect(unknown.status == 422 && unknown.text.contains("Nobody is found by “Nessie”"))
      #expect(unknown.text.contains("id=\"contact-who-error\""))
      let foreign = try await ada.post("\(path)/contact", [("who", "Dov")], from: path)
      #expect(foreign.status == 422, "Dov is Kline's")
      #expect(try await ada.post("\(path)/contact", [("who", "")]).status == 422)
      let named = try await ada.submit("\(path)/contact", [("who", "Cleo")], from: path)
      #expect(named.text.contains("To Cleo") && named.text.contains("said that Cleo asks"))
      let after = try await ada.api("GET", "/api/v1\(path)").json
      #expect(after["contact"]?.text == "cleo" && after["agreement"] == before["agreement"])
      #expect(
        after["clocks"]?.list?.map { $0["dueAt"] } == before["clocks"]?.list?.map { $0["dueAt"] })
      #expect(after["clocks"]?.list?.count == before["clocks"]?.list?.count)
    }
  }

  @Test func `naming who asks begins no clock anew, whatever the agreement says of moves`()
    async throws
  {
    let opening = Opening(
      channel: .phone, subject: "A lamp is out",
      placement: Placement(client: ID("harbour"), agreement: ID("promises")), priority: .p3,
      impact: .one, urgency: .normal)
    func recorded(_ sequence: Int, _ event: TicketEvent) -> RecordedTicketEvent {
      RecordedTicketEvent(
        sequence: sequence, event: event, occurredAt: TestHouse.monday,
        recordedAt: TestHouse.monday,
        actor: .system)
    }
    let named = Placement(client: ID("harbour"), contact: ID("cleo"), agreement: ID("promises"))
    let moved = Placement(client: ID("harbour"), contact: ID("cleo"))
    let history = [
      recorded(1, .opened(opening)), recorded(2, .moved(named, why: "")),
      recorded(3, .moved(moved, why: "")),
    ]
    #expect(history.forClocks.origins == [1, 3])
  }

  @Test func `a new asker is added with the ticket, without a script`() async throws {
    try await Lanternhouse.with { world in
      let dee = try await world.signedIn(.dee)
      let start = [("who", "Una Quay"), ("subject", "A lamp is out")]
      let again = try await dee.post("/tickets", start, from: "/tickets/new")
      #expect(again.status == 422 && again.text.contains("or add them here"))
      #expect(
        again.text.contains("name=\"person.name\"") && again.text.contains("value=\"Una Quay\""))
      let client = try #require(again.text.range(of: "id=\"f-client\""))
      let advanced = try #require(again.text.range(of: "<summary>Advanced"))
      #expect(client.lowerBound < advanced.lowerBound)
      let before = try await people(world)
      let whole = start + [("person.name", "Una Quay"), ("person.email", "Una@quay.example")]
      let nowhere = try await dee.post("/tickets", whole, from: "/tickets/new")
      #expect(nowhere.status == 422 && nowhere.text.contains("id=\"f-client-error\""))
      #expect(try await people(world) == before)
      let page = try await dee.submit(
        "/tickets", whole + [("client", "harbour")], from: "/tickets/new")
      #expect(page.text.contains("To Una Quay"), "\(page.text.prefix(3000))")
      #expect(try await people(world) == before + 1)
      let found = try await dee.api("GET", "/api/v1/contacts?q=una%40quay.example").json["items"]
      #expect(found?[0]?["client"]?.text == "harbour")
    }
  }

  @Test func `nobody is asked for a new person before somebody was not found`() async throws {
    try await Lanternhouse.with { world in
      let page = try await world.signedIn(.ada).get("/tickets/new")
      #expect(!page.text.contains("person.name") && !page.text.contains(">None</option>"))
    }
  }

  @Test func `a program adds who asks in the same act, once`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let before = try await people(world)
      let body = #"""
        {"client":"harbour","subject":"x","person":{"name":"Una","email":"una@quay.example"}}
        """#
      let key = [("Idempotency-Key", "once")]
      let made = try await ada.api("POST", "/api/v1/tickets", body, headers: key)
      #expect(made.status == 201, "\(made.text)")
      #expect(try await ada.api("POST", "/api/v1/tickets", body, headers: key).status == 201)
      #expect(try await people(world) == before + 1)
      let path = try await nameless(ada)
      let version = try await ada.api("GET", "/api/v1\(path)").header("ETag") ?? ""
      let named = try await ada.api(
        "POST", "/api/v1\(path)/contact", #"{"person":{"name":"Ivo","email":"ivo@quay.example"}}"#,
        headers: [("If-Match", version)])
      #expect(try named.status == 200 && named.json["contact"]?.text != nil, "\(named.text)")
      #expect(try await people(world) == before + 2)
    }
  }

  @Test(arguments: [
    (#"{"client":"harbour","subject":"x","person":{"name":"Una"}}"#, "/person/email"),
    (#"{"client":"harbour","subject":"x","person":{"email":"una@quay.example"}}"#, "/person/name"),
    (#"{"subject":"x","person":{"name":"Una","email":"una@quay.example"}}"#, "/client"),
    (
      #"{"client":"nowhere","subject":"x","person":{"name":"Una","email":"u@q.example"}}"#,
      "/client"
    ),
    (
      #"{"client":"harbour","subject":"x","person":{"name":"Una","email":"cleo@harbourdental.example"}}"#,
      "/person/email"
    ),
    (
      #"{"client":"harbour","who":"Cleo","subject":"x","person":{"name":"Una","email":"u@q.example"}}"#,
      "/person/name"
    ),
    (#"{"client":"harbour","subject":"x","person":{"name":"Una","email":"no"}}"#, "/person/email"),
  ]) func `a new asker who is unclear is refused, and nobody is added`(
    body: String, pointer: String
  ) async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let before = try await Ledger(of: world.house.db)
      let refused = try await ada.api("POST", "/api/v1/tickets", body)
      #expect(refused.status == 422 && refused.text.contains("\"\(pointer)\""), "\(refused.text)")
      #expect(try await Ledger(of: world.house.db) == before)
    }
  }

  @Test func `only who keeps people adds one, and only where they see`() async throws {
    try await Lanternhouse.with { world in
      let before = try await people(world)
      let una = #""subject":"x","person":{"name":"Una","email":"una@quay.example"}"#
      let ben = try await world.signedIn(.ben)
      let refused = try await ben.api("POST", "/api/v1/tickets", "{\"client\":\"harbour\",\(una)}")
      #expect(refused.status == 422 && refused.text.contains("contact.mayNotAdd"))
      let form = try await ben.post(
        "/tickets", [("who", "Una"), ("subject", "x")], from: "/tickets/new")
      #expect(form.status == 422 && !form.text.contains("name=\"person.name\""))
      let rex = try await world.signedIn(.rex)
      let stranger = try await rex.api("POST", "/api/v1/tickets", "{\"client\":\"kline\",\(una)}")
      #expect(stranger.status == 422 && stranger.text.contains("\"/client\""), "\(stranger.text)")
      #expect(try await people(world) == before)
    }
  }
}
