// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules
import Testing
import Web

/// Whoever may see Harbour only learns nothing about Kline: what is Kline's answers like what was
/// never there.
struct StrangerTests {
  /// What fills an act's form, so that the lookup is reached.
  private static let typed: [String: String] = [
    "split": #"{"subject":"x","words":"x"}"#, "notes": #"{"words":"x"}"#,
    "time": #"{"minutes":5}"#, "holder": #"{"holder":"ben"}"#,
    "priority": #"{"impact":"one","urgency":"low","why":"x"}"#,
    "third-party": #"{"name":"x","reference":"1"}"#, "third-party/answer": #"{"words":"x"}"#,
    "visit": #"{"why":"x"}"#, "visit/cancellation": #"{"why":"x"}"#,
    "resolution": #"{"fix":"x"}"#, "reopening": #"{"why":"x"}"#, "cancellation": #"{"why":"x"}"#,
    "merge": #"{"into":1}"#, "move": #"{"client":"harbour","why":"x"}"#,
    "undo": #"{"sequence":1}"#, "reply": #"{"words":"x"}"#,
    "asks":
      #"{"sentence":"x","contact":"dov","dueAt":"2026-03-09T12:00:00Z","way":"write"}"#,
    "settlement": #"{"how":"phone"}"#, "assignment": #"{"client":"harbour"}"#,
    "signature": #"{"signer":"x","signedOn":"2026-03-02"}"#,
    "contacts": #"{"name":"x","active":true}"#, "sites": #"{"name":"x","zone":"Europe/London"}"#,
    "clients": #"{"name":"x","language":"en"}"#,
  ]

  /// Kline's records under the places of the paths, beside names of nothing.
  private struct Targets {
    let number: Int
    let ask: String
    let letter: String

    func theirs(_ path: String) -> String { filled(path, "\(number)", ask, id(path)) }
    func nothing(_ path: String) -> String { filled(path, "999999", "nothing", "nothing") }

    private func filled(
      _ path: String, _ number: String, _ ask: String, _ id: String
    ) -> String {
      path.replacingOccurrences(of: ":number", with: number)
        .replacingOccurrences(of: ":ask", with: ask).replacingOccurrences(of: ":id", with: id)
        .replacingOccurrences(of: ":month", with: "2026-02")
        .replacingOccurrences(of: ":issue", with: "1")
    }

    private func id(_ path: String) -> String {
      if path.contains("contacts/:id") { return "dov" }
      if path.contains("sites/:id") { return "klinesite" }
      if path.contains("agreements/:id") { return "klinepromises" }
      if path.contains("outbox/:id") { return letter }
      return path.contains("clients/:id") ? "kline" : "nothing"
    }
  }

  private func targets(_ world: Lanternhouse) async throws -> Targets {
    let number = try await world.ticket(for: "dov")
    let ask = try await world.ask("dov", on: number)
    try await world.runJobs()
    let letters = try await world.signedIn(.ada).api("GET", "/api/v1/outbox").json["items"]?.list
    return Targets(
      number: number, ask: ask, letter: try #require(letters?.first?["id"]?.text))
  }

  private func body(of route: Route) -> String {
    let keys = Self.typed.keys.filter { route.path.hasSuffix("/\($0)") }
    if let key = keys.max(by: { $0.count < $1.count }) { return Self.typed[key]! }
    let noun = route.path.split(separator: "/").first.map(String.init) ?? ""
    return route.path == "\(noun)/:id" ? Self.typed[noun] ?? "{}" : "{}"
  }

  private func ask(
    _ endpoint: Route.Endpoint, _ path: String, _ body: String, as browser: Browser
  ) async throws -> Reply {
    switch (endpoint.method, endpoint.format) {
    case (.get, _): return try await browser.send("GET", path)
    case (.post, .json):
      return try await browser.api("POST", path, body, headers: [("If-Match", "1")])
    case (.post, .page):
      let fields = try JSON(parsing: Array(body.utf8))
      return try await browser.post(path, fields.fields)
    }
  }

  /// The reply without what differs by nature: its own number, its seals and its forms' names.
  private func plain(_ reply: Reply) -> String {
    let number = reply.header("X-Request-ID") ?? "-"
    return reply.text.replacing(number, with: "")
      .replacing(/name="(_csrf|_once)" value="[^"]*"/, with: "")
      .replacing(/name="csrf-token" content="[^"]*"/, with: "")
  }

  @Test func `a member for other clients gets what nobody's number gets`() async throws {
    try await Lanternhouse.with { world in
      let targets = try await targets(world)
      let rex = try await world.signedIn(.rex)
      let before = try await facts(world)
      for route in world.site.routes
      where route.scope == .client && route.path.contains(":") && !route.path.contains("inbox") {
        for endpoint in route.endpoints {
          let body = body(of: route)
          let query = route.path.hasSuffix("differences") ? "?from=1&to=1" : ""
          let theirs = try await ask(
            endpoint, targets.theirs(endpoint.path) + query, body, as: rex)
          let nothing = try await ask(
            endpoint, targets.nothing(endpoint.path) + query, body, as: rex)
          let isOpenForm = route.path.hasSuffix("draft") && route.kind == .act
          #expect(
            theirs.status == 404 || isOpenForm && theirs.status == 422,
            "\(endpoint.method.rawValue) \(endpoint.path): \(theirs.status) \(theirs.text)")
          #expect(plain(theirs) == plain(nothing), "\(endpoint.path)")
        }
      }
      #expect(try await facts(world) == before)
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
          let theirs = try await ask(
            endpoint, targets.theirs(path), #"{"words":"x"}"#, as: cleo)
          let nothing = try await ask(
            endpoint, targets.nothing(path), #"{"words":"x"}"#, as: cleo)
          #expect(theirs.status == 404, "\(endpoint.path): \(theirs.text)")
          #expect(plain(theirs) == plain(nothing), "\(endpoint.path)")
        }
      }
      #expect(try await facts(world) == before)
    }
  }

  @Test func `lists show a member for Harbour nothing of Kline`() async throws {
    try await Lanternhouse.with { world in
      _ = try await targets(world)
      let rex = try await world.signedIn(.rex)
      for path in [
        "/", "/tickets", "/clients", "/agreements", "/outbox", "/inbox", "/tickets/new", "/reports",
        "/switching/servicenow",
      ] {
        let page = try await rex.get(path)
        #expect(page.status == 200, "\(path)")
        #expect(!page.text.contains("Kline") && !page.text.contains("Dov"), "\(path)")
        guard !["/", "/tickets/new", "/reports"].contains(path) else { continue }
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

extension JSON {
  /// An object's members as a form sends them.
  fileprivate var fields: [(String, String)] {
    guard case .object(let members) = self else { return [] }
    return members.map { member in
      let text = member.value.text ?? member.value.number.map(String.init) ?? "on"
      return (member.key, text)
    }
  }
}
