// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import Testing
import Web

/// What holds for every act of the house, made from the list of its routes.
struct ActLawTests {
  /// What an act leaves behind.
  private struct Traces: Equatable {
    var kept = 0
    var facts = 0
    var audited = 0
    var others: [Int] = []
  }

  private func traces(_ kind: String, _ world: Lanternhouse) async throws -> Traces {
    try await world.house.db.read { db in
      func count(_ statement: SQL) throws -> Int { try db.first(statement) { try $0[0] } ?? 0 }
      return Traces(
        kept: try count("SELECT COUNT(*) FROM kept_replies"),
        facts: try count("SELECT COUNT(*) FROM journal"),
        audited: try count("SELECT COUNT(*) FROM journal WHERE kind = \(kind)"),
        others: [
          try count("SELECT COUNT(*) FROM jobs"), try count("SELECT COUNT(*) FROM letters"),
          try count("SELECT COUNT(*) FROM tickets"), try count("SELECT COUNT(*) FROM contacts"),
          try count("SELECT COUNT(*) FROM time_entries"),
          try count("SELECT COUNT(*) FROM sessions"),
          try count("SELECT COUNT(*) FROM api_tokens"),
          try count("SELECT COUNT(*) FROM sign_in_links"),
        ])
    }
  }

  @Test func `each act leaves its fact, and sent twice it is done once`() async throws {
    try await Lanternhouse.with { world in
      let stage = try await Stage(world)
      for route in stage.acts {
        for endpoint in route.endpoints {
          try await sendTwice(route, endpoint, stage)
        }
      }
    }
  }

  private func sendTwice(
    _ route: Route, _ endpoint: Route.Endpoint, _ stage: Stage
  ) async throws {
    let (scene, body) = (
      try await stage.fresh(for: route.path), try await stage.body(of: route.path)
    )
    let (doer, mark) = (try await stage.doer(of: route), "mark-\(stage.number())")
    let before = try await traces(route.audit ?? "", stage.world)
    let first = try await stage.send(route, endpoint, scene, body, mark: mark, as: doer)
    let after = try await traces(route.audit ?? "", stage.world)
    #expect(first.status == 303 || (200...201).contains(first.status), "\(endpoint.path)")
    if first.status >= 400 { Issue.record("\(endpoint.path): \(first.text)") }
    #expect(after.kept == before.kept + 1, "\(endpoint.path) writes beside `call.write`")
    #expect(after.audited > before.audited, "\(endpoint.path) leaves no \(route.audit ?? "fact")")
    let second = try await stage.send(route, endpoint, scene, body, mark: mark, as: doer)
    #expect(try await traces(route.audit ?? "", stage.world) == after, "\(endpoint.path)")
    // Where the session is over, the repeat is met at the door.
    guard !Stage.endingSessions.contains(route.path) else { return }
    #expect(second.status == first.status, "\(endpoint.path): \(second.text)")
    #expect(second.bytes == first.bytes, "\(endpoint.path)")
    for name in ["Location", "ETag"] {
      #expect(second.header(name) == first.header(name), "\(endpoint.path): \(name)")
    }
  }

  /// What they change has no version: it is only ever added, used up or ended.
  private static let unversioned: Set<String> = [
    "me/tokens/:id/revocation", "members/:id/sign-in-link", "clients/:id/contacts",
    "clients/:id/sites", "inbox/:id/assignment", "inbox/:id/dismissal", "inbox/:id/retry",
    "outbox/:id/sending", "clients/:id/reports/:month/issues", "calendars/:id/holiday-files",
    "parked-jobs/:id/retry",
  ]

  @Test func `a change of what is there asks which version, and refuses a stale one`() async throws
  {
    try await Lanternhouse.with { world in
      let stage = try await Stage(world)
      for route in stage.acts where route.principal == .staff && route.path.contains(":") {
        #expect(route.isVersioned != Self.unversioned.contains(route.path), "\(route.path)")
        guard route.isVersioned else { continue }
        let scene = try await stage.fresh(for: route.path)
        let body = try await stage.body(of: route.path)
        let before = try await traces("", world)
        for (version, status) in [(nil, 428), ("\"999\"", 412), ("\"0\"", 412), ("new", 412)] {
          let reply = try await stage.ada.api(
            "POST", scene.filled("/api/v1/\(route.path)"), body,
            headers: version.map { [("If-Match", $0)] } ?? [])
          #expect(reply.status == status, "\(route.path) \(version ?? "-"): \(reply.text)")
        }
        let form = try await stage.ada.post(
          scene.filled("/\(route.path)"),
          try JSON(parsing: Array(body.utf8)).fields(of: route.shape) + [("_version", "999")])
        #expect([412, 422].contains(form.status), "\(route.path): \(form.status)")
        #expect(try await traces("", world) == before, "\(route.path) changed something")
      }
    }
  }

  @Test func `a key or a field nobody declared is refused and nothing happens`() async throws {
    try await Lanternhouse.with { world in
      let stage = try await Stage(world)
      for route in stage.acts {
        for endpoint in route.endpoints {
          try await sendMore(route, endpoint, stage)
        }
      }
    }
  }

  private func sendMore(
    _ route: Route, _ endpoint: Route.Endpoint, _ stage: Stage
  ) async throws {
    let scene = try await stage.fresh(for: route.path)
    let body = try await stage.body(of: route.path)
    let more = body.replacing("}", with: ",\"unheard\":1}", maxReplacements: 1)
    let doer = try await stage.doer(of: route)
    let before = try await traces("", stage.world)
    let reply = try await stage.send(
      route, endpoint, scene, body == "{}" ? "{\"unheard\":1}" : more, mark: "m", as: doer)
    #expect(reply.status == 422, "\(endpoint.path): \(reply.status)")
    #expect(reply.text.contains("unheard"), "\(endpoint.path): \(reply.text)")
    #expect(try await traces("", stage.world) == before, "\(endpoint.path)")
  }
}
