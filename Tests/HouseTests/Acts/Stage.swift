// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Foundation
import Platform
import Rules
import Storage
import Testing
import Web

/// What stands in the places of an act's path, made afresh for one try at it, and its version.
struct Scene {
  var places: [String: String] = [:]
  var version = "\"1\""

  func filled(_ path: String) -> String {
    places.sorted { $0.key.count > $1.key.count }.reduce(path) {
      $0.replacingOccurrences(of: $1.key, with: $1.value)
    }
  }
}

/// Does every act of the house once, each on a record of its own, so that no try stands in another's
/// way.
final class Stage {
  let world: Lanternhouse
  let ada: Browser
  let cleo: Browser
  private let link: String
  private var made = 0

  init(_ world: Lanternhouse) async throws {
    self.world = world
    ada = try await world.signedIn(.ada)
    link = world.link(of: "cleo")
    cleo = Browser(world.site)
    try await cleo.get("/for/\(link)")
  }

  /// The acts a member or a contact can do.
  var acts: [Route] {
    world.site.routes.filter { $0.kind == .act && $0.principal != .nobody }
  }

  func number() -> String {
    made += 1
    return "\(made)"
  }

  /// A record for the route with everything that has to come before the act.
  func fresh(for path: String) async throws -> Scene {
    let deed = try #require(Deed.all[path], "no try at \(path) stands in the table")
    var scene = try await begin(path)
    for step in deed.before { try await advance(&scene, by: step) }
    return scene
  }

  private func begin(_ path: String) async throws -> Scene {
    if path.contains(":number") || path.contains(":ask") {
      var scene = try await made("tickets", ":number", "number")
      scene.places[":link"] = link
      return scene
    }
    guard path.contains(":id") else { return Scene() }
    switch path.split(separator: "/")[0] {
    case "contacts": return try await made("clients/harbour/contacts", like: "clients/:id/contacts")
    case "sites": return try await made("clients/harbour/sites", like: "clients/:id/sites")
    case "me": return try await made("me/tokens")
    case "inbox": return try await mail()
    case "outbox": return try await letter()
    case "parked-jobs": return try await parkedJob()
    case let noun: return try await made(String(noun))
    }
  }

  private func made(
    _ path: String, like deed: String? = nil, _ place: String = ":id", _ key: String = "id"
  ) async throws -> Scene {
    let json = try #require(Deed.all[deed ?? path]).json
    let reply = try await ada.api(
      "POST", "/api/v1/\(path)", json.replacingOccurrences(of: ":new", with: number()))
    try #require(reply.status == 201, "\(path): \(reply.text)")
    let value = try reply.json[key]
    let text = value?.text ?? value?.number.map(String.init) ?? ""
    let places = [place: text, ":month": "2026-02"]
    return Scene(places: places, version: reply.header("ETag") ?? "\"1\"")
  }

  private func made(_ path: String, _ place: String, _ key: String) async throws -> Scene {
    try await made(path, like: nil, place, key)
  }

  private func advance(_ scene: inout Scene, by step: String) async throws {
    let reply = try await ada.api(
      "POST", scene.filled("/api/v1/\(step)"), try await body(of: step),
      headers: [("If-Match", scene.version)])
    try #require(reply.status < 300, "\(step): \(reply.text)")
    scene.version = reply.header("ETag") ?? scene.version
    if step == "calendars/:id/holiday-files" { scene.places[":file"] = try reply.json["id"]?.text }
    if let ask = try reply.json["asks"]?[0]?["id"]?.text { scene.places[":ask"] = ask }
  }

  /// A mail from nobody we know, waiting for a person.
  private func mail() async throws -> Scene {
    let (mark, words) = (number(), "A mail, number \(made)")
    _ = try await Receiving.receive(
      Array("From: Gil <gil\(mark)@nowhere.example>\r\nSubject: \(words)\r\n\r\nHello.\r\n".utf8),
      at: world.clock.now, house: world.house)
    try await world.runJobs()
    let waiting = try await ada.api("GET", "/api/v1/inbox").json["items"]?.list ?? []
    let id = waiting.first { $0["subject"]?.text == words }?["id"]?.text
    return Scene(places: [":id": try #require(id)])
  }

  /// A letter that was kept because there was no relay then.
  private func letter() async throws -> Scene {
    var ticket = try await begin("tickets/:number")
    try await advance(&ticket, by: "tickets/:number/reply")
    let number = try #require(Int(ticket.places[":number"] ?? ""))
    let id = try await world.house.db.write { db in
      let own: SQL = "(SELECT id FROM tickets WHERE number = \(number)) AND kind = 'reply'"
      try db.execute("UPDATE letters SET state = 'kept' WHERE ticket_id = \(own)")
      return try db.first("SELECT id FROM letters WHERE ticket_id = \(own)") { try $0[0] as String }
    }
    return Scene(places: [":id": try #require(id)])
  }

  /// Work of a kind that does nothing, given up.
  private func parkedJob() async throws -> Scene {
    let (key, now) = ("given up \(number())", world.clock.now)
    let id = try await world.house.db.write { db in
      try db.enqueue(Job(kind: "desk.recount", key: key, runAt: now))
      try db.execute(
        "UPDATE jobs SET parked_at = \(now), last_error = 'The disk is full.' WHERE key = \(key)")
      return try db.first("SELECT id FROM jobs WHERE key = \(key)") { try $0[0] as String }
    }
    return Scene(places: [":id": try #require(id)])
  }

  func body(of path: String) async throws -> String {
    let json = try #require(Deed.all[path]).json
    var filled = json.replacingOccurrences(of: ":new", with: number())
    if filled.contains(":other") {
      let other = try await begin("tickets/:number").places[":number"] ?? ""
      filled = filled.replacingOccurrences(of: "\":other\"", with: other)
    }
    return filled
  }

  /// After these the doer's session is another or none.
  static let endingSessions: Set<String> = ["sign-out", "me/sign-out-everywhere", "me/password"]

  /// Dee where the act ends the doer's session: nobody else needs hers.
  func doer(of route: Route) async throws -> Browser {
    if route.principal == .visitor { return cleo }
    return Self.endingSessions.contains(route.path) ? try await world.signedIn(.dee) : ada
  }

  /// Sends the act as its endpoint takes it; `mark` is the key under which it is known again.
  func send(
    _ route: Route, _ endpoint: Route.Endpoint, _ scene: Scene, _ body: String, mark: String,
    as browser: Browser
  ) async throws -> Reply {
    let path = scene.filled(endpoint.path)
    guard endpoint.format == .page else {
      return try await browser.api(
        "POST", path, body, headers: [("If-Match", scene.version), ("Idempotency-Key", mark)])
    }
    let fields = try JSON(parsing: Array(body.utf8)).fields(of: route.shape)
    let version = scene.version.replacingOccurrences(of: "\"", with: "")
    if route.path.hasSuffix("holiday-files"), let sent = fields.first(where: { $0.0 == "file" }) {
      let file = Array(Data(base64Encoded: sent.1) ?? Data())
      return try await browser.post(
        path, fields.filter { $0.0 != "file" } + [("_once", mark)], file: ("file", "eve.ics", file))
    }
    return try await browser.post(path, fields + [("_once", mark), ("_version", version)])
  }
}
