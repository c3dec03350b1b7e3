// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Desk
import Foundation
import Rules
import Storage
import Testing
import Web

/// Whoever may see Harbour only learns nothing about Kline: what is Kline's answers like what was
/// never there.
struct StrangerTests {
  /// Kline's records under the places of the paths, beside names of nothing.
  private struct Targets {
    let number: Int
    let ask: String
    let file: String
    let written: String
    let letter: String
    let mail: String

    func theirs(_ path: String) -> String {
      filled(
        path, ["number": "\(number)", "ask": ask, "file": file, "letter": written, "id": id(path)])
    }

    func nothing(_ path: String) -> String {
      let names = ["ask", "file", "letter", "id"].map { ($0, "nothing") }
      return filled(path, Dictionary(uniqueKeysWithValues: names + [("number", "999999")]))
    }

    private func filled(_ path: String, _ values: [String: String]) -> String {
      var same = ["month": "2026-02", "issue": "1"]
      if path.contains("versions/:number") { same["number"] = "1" }
      let parts = path.split(separator: "/").map { part in
        let name = String(part.dropFirst())
        return part.hasPrefix(":") ? same[name] ?? values[name] : String(part)
      }
      return "/" + parts.map { $0 ?? "unknown" }.joined(separator: "/")
    }

    /// A noun without a line here names no record of a client, and the test says so.
    private func id(_ path: String) -> String {
      let ids = [
        "contacts/:id": "dov", "sites/:id": "klinesite", "agreements/:id": "klinepromises",
        "clients/:id": "kline", "outbox/:id": letter, "inbox/:id": mail,
      ]
      return ids.first { path.contains($0.key) }?.value ?? "unknown noun"
    }
  }

  /// Dov's mail, with a page of its own and a file.
  private static let request = """
    From: Dov <dov@kline.example>
    Subject: A plan of the rooms
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: text/html

    <p>Here is the <b>plan</b>.</p>
    --b
    Content-Type: text/csv; name=plan.csv
    Content-Disposition: attachment; filename=plan.csv

    room,door
    --b--

    """

  private func targets(_ world: Lanternhouse) async throws -> Targets {
    for mail in [Self.request, "From: Gil <gil@kline.example>\nSubject: Hello\n\nHello.\n"] {
      _ = try await Receiving.receive(Array(mail.utf8), at: world.clock.now, house: world.house)
      try await world.runJobs()
    }
    let came = try await world.house.db.read { db in
      try db.first(
        """
        SELECT t.number, l.id, f.id FROM letter_files f JOIN letters l ON l.id = f.letter_id
        JOIN tickets t ON t.id = l.ticket_id
        """
      ) { (try $0[0] as Int, try $0[1] as String, try $0[2] as String) }
    }
    let (number, written, file) = try #require(came)
    let ask = try await world.ask("dov", on: number)
    try await world.runJobs()
    let ada = try await world.signedIn(.ada)
    let issued = try await ada.api("POST", "/api/v1/clients/kline/reports/2026-02/issues", "{}")
    try #require(issued.status == 201, "\(issued.text)")
    let letters = try await ada.api("GET", "/api/v1/outbox").json["items"]
    let mails = try await ada.api("GET", "/api/v1/inbox").json["items"]
    return Targets(
      number: number, ask: ask, file: file, written: written,
      letter: try #require(letters?[0]?["id"]?.text),
      mail: try #require(mails?[0]?["id"]?.text))
  }

  private func ask(
    _ route: Route, _ endpoint: Route.Endpoint, _ path: String, as browser: Browser
  ) async throws -> Reply {
    let body = (Deed.all[route.path]?.json ?? "{}")
      .replacingOccurrences(of: "\":other\"", with: "1").replacingOccurrences(of: ":new", with: "1")
    switch (endpoint.method, endpoint.format) {
    case (.get, _):
      let query = route.path.hasSuffix("differences") ? "?from=1&to=1" : ""
      return try await browser.send("GET", path + query)
    case (.post, .json):
      return try await browser.api("POST", path, body, headers: [("If-Match", "1")])
    case (.post, .page):
      let fields = try JSON(parsing: Array(body.utf8)).fields(of: route.shape)
      return try await browser.post(path, fields)
    }
  }

  /// The reply without what differs by nature: its own number, its seals and its forms' names.
  private func plain(_ reply: Reply) -> String {
    let number = reply.header("X-Request-ID") ?? "-"
    return reply.text.replacing(number, with: "")
      .replacing(/name="(_csrf|_once)" value="[^"]*"/, with: "")
      .replacing(/name="csrf-token" content="[^"]*"/, with: "")
  }

  /// What stands in these paths is the provider's own and nobody's client.
  private static let ownPlaces: Set<String> = [
    "me/tokens/:id/revocation", "members/:id", "members/:id/sign-in-link", "members/:id/clients",
    "calendars/:id", "calendars/:id/versions/new", "calendars/:id/versions",
    "calendars/:id/holiday-files/new", "calendars/:id/holiday-files",
    "calendars/:id/recount", "parked-jobs/:id/retry", "calendars/:id/holiday-files/:file",
    "calendars/:id/holiday-files/:file/versions",
  ]

  @Test func `whatever names a record of a client says so in its route`() async throws {
    try await Lanternhouse.with { world in
      for route in world.site.routes where route.principal == .staff && route.path.contains(":") {
        let isOwn = Self.ownPlaces.contains(route.path)
        #expect((route.scope == .client) == !isOwn, "\(route.path)")
      }
    }
  }

  @Test func `a member for other clients gets what nobody's number gets`() async throws {
    try await Lanternhouse.with { world in
      let targets = try await targets(world)
      let rex = try await world.signedIn(.rex)
      let before = try await facts(world)
      for route in world.site.routes where route.scope == .client && route.path.contains(":") {
        for endpoint in route.endpoints {
          let theirs = try await ask(route, endpoint, targets.theirs(endpoint.path), as: rex)
          let nothing = try await ask(route, endpoint, targets.nothing(endpoint.path), as: rex)
          #expect(
            theirs.status == 404,
            "\(endpoint.method.rawValue) \(endpoint.path): \(theirs.status) \(theirs.text)")
          #expect(plain(theirs) == plain(nothing), "\(endpoint.path)")
        }
      }
      #expect(try await facts(world) == before)
    }
  }

  /// Ada meets each record where Rex meets nothing: the addresses above are real ones.
  @Test func `who sees every client finds what the stranger did not`() async throws {
    try await Lanternhouse.with { world in
      let targets = try await targets(world)
      let ada = try await world.signedIn(.ada)
      for route in world.site.routes
      where route.scope == .client && route.path.contains(":") && route.kind != .act {
        for endpoint in route.endpoints {
          let theirs = try await ask(route, endpoint, targets.theirs(endpoint.path), as: ada)
          #expect([200, 303].contains(theirs.status), "\(endpoint.path): \(theirs.status)")
        }
      }
    }
  }

  @Test func `another client's contact gets what nobody's number gets`() async throws {
    try await Lanternhouse.with { world in
      let targets = try await targets(world)
      let cleo = Browser(world.site)
      let link = world.link(of: "cleo")
      try await cleo.get("/for/\(link)")
      let before = try await facts(world)
      for route in world.site.routes
      where route.principal == .visitor && route.path != "for/:link" {
        for endpoint in route.endpoints {
          let path = endpoint.path.replacingOccurrences(of: ":link", with: link)
          let theirs = try await ask(route, endpoint, targets.theirs(path), as: cleo)
          let nothing = try await ask(route, endpoint, targets.nothing(path), as: cleo)
          #expect(theirs.status == 404, "\(endpoint.path): \(theirs.text)")
          #expect(plain(theirs) == plain(nothing), "\(endpoint.path)")
        }
      }
      #expect(try await facts(world) == before)
    }
  }

  /// Kline's records named in a form, beside names of nothing: by path, field, theirs and the rest.
  private static let named = [
    ("tickets", "contact", "dov", #""subject":"x","words":"x""#),
    ("tickets", "client", "kline", #""subject":"x""#),
    ("tickets/1001/move", "client", "kline", #""why":"x""#),
    ("tickets/1001/move", "contact", "dov", #""client":"harbour","why":"x""#),
    ("tickets/1001/move", "agreement", "klinepromises", #""client":"harbour","why":"x""#),
    (
      "tickets/1001/asks", "contact", "dov",
      #""sentence":"x","dueAt":"2026-03-03T12:00:00Z","way":"write""#
    ),
    ("clients/harbour/contacts", "site", "klinesite", #""name":"x","active":true"#),
    ("clients/harbour/contacts", "standIn", "dov", #""name":"x","active":true"#),
    (
      "agreements", "client", "kline",
      #""name":"x","zone":"UTC","effectiveFrom":"2026-04-01","calendar":"office","preset":"calm""#
    ),
    ("members/gil/clients", "clients", "kline", #""reach":"some""#),
  ]

  @Test(arguments: named)
  func `a form does not tell their records from none`(
    _ path: String, _ field: String, _ theirs: String, _ rest: String
  ) async throws {
    try await Lanternhouse.with { world in
      #expect(try await world.ticket() == 1001)
      try await world.house.db.write { db in
        try Member(
          id: ID("gil"), name: "Gil", email: "gil@lanternhouse.example", role: .technician,
          clients: [ID("harbour")]
        ).insert(at: world.clock.now, in: db)
      }
      let rex = try await world.signedIn(.rex)
      let read = try await rex.api("GET", "/api/v1/tickets/1001").header("ETag") ?? ""
      let version = path.hasPrefix("tickets/") ? read : "1"
      var replies: [Reply] = []
      for name in [theirs, "nothing"] {
        let value = field == "clients" ? "[\"\(name)\"]" : "\"\(name)\""
        replies.append(
          try await rex.api(
            "POST", "/api/v1/\(path)", "{\"\(field)\":\(value),\(rest)}",
            headers: [("If-Match", version)]))
      }
      #expect(replies[0].status == 422, "\(replies[0].text)")
      #expect(try replies[0].json["errors"]?[0]?["pointer"]?.text == "/\(field)")
      #expect(plain(replies[0]) == plain(replies[1]))
    }
  }

  @Test func `lists show a member for Harbour nothing of Kline`() async throws {
    try await Lanternhouse.with { world in
      _ = try await targets(world)
      let rex = try await world.signedIn(.rex)
      for path in [
        "/", "/tickets", "/clients", "/agreements", "/outbox", "/inbox", "/tickets/new", "/reports",
        "/switching/servicenow", "/members", "/agreements/new", "/tickets?client=kline",
        "/agreements?client=kline",
      ] {
        let page = try await rex.get(path)
        #expect(page.status == 200, "\(path)")
        #expect(!page.text.contains("Kline") && !page.text.contains("Dov"), "\(path)")
        guard !["/", "/tickets/new", "/agreements/new", "/reports"].contains(path) else { continue }
        let twin = try await rex.api("GET", "/api/v1\(path)")
        #expect(twin.status == 200 && !twin.text.contains("kline"), "\(path)")
      }
    }
  }

  private func facts(_ world: Lanternhouse) async throws -> Int {
    try await world.house.db.read {
      try $0.first("SELECT COUNT(*) FROM journal WHERE client_id = \("kline")") { try $0[0] } ?? 0
    }
  }
}
