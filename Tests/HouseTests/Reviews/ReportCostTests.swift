// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Rules
import Storage
import Switching
import TestSupport
import Testing
import Web

/// What the reports cost: as many questions for a month of six hundred requests as for one of two.
@Suite struct ReportCostTests {
  private static let path = "/clients/harbour/reports/2026-03"

  /// Requests of March that nobody has answered, and one that was resolved.
  private func open(_ count: Int, _ world: Lanternhouse) async throws {
    let now = world.clock.now
    world.clock.advance(by: 3600)
    try await world.house.db.write { db in
      for number in 1...count {
        let story = try Request(
          client: ID("harbour"), contact: ID("cleo"), subject: "Request \(number)", words: "",
          channel: .phone, receivedAt: now
        ).open(by: .system, scope: .everyClient, at: now, house: world.house, in: db)
        guard number == 1 else { continue }
        let later = now.advanced(by: 3600)
        try story.save(
          story.ticket.resolved(fix: "Done", at: later), by: .system, at: later,
          house: world.house, in: db)
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a report asks no more for a full month than for a quiet one`(
    _ engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      try await open(2, world)
      let ada = try await world.signedIn(.ada)
      try await world.expectCost(of: Self.path, 5, asked: ada)
      try await open(600, world)
      for (path, count, status) in [
        ("/reports", 1, 200), ("/reports?name=har", 1, 200), ("/clients/harbour/reports", 1, 303),
        (Self.path, 5, 200), ("/api/v1" + Self.path, 5, 200), (Self.path + "/rows", 4, 200),
        (Self.path + "/csv", 4, 200), ("/clients/harbour/reports/2026-02", 3, 200),
        ("/clients/harbour/reports/2027-02", 2, 200),
      ] {
        try await world.expectCost(of: path, count, asked: ada, status: status)
      }
      let twin = try await ada.api("GET", "/api/v1" + Self.path).json
      let fix = twin["clocks"]?.list?.first { $0["clock"]?.text == "resolution" }
      #expect(fix?["kept"]?.number == 2 && fix?["open"]?.number == 600)
    }
  }

  @Test func `an issued month costs no more, and its file one question`() async throws {
    try await Lanternhouse.with { world in
      try await open(2, world)
      world.clock.advance(by: 33 * 86_400)
      let ada = try await world.signedIn(.ada)
      try await ada.get(Self.path)
      try await ada.submit(Self.path + "/issues")
      try await world.expectCost(of: Self.path, 5, asked: ada)
      try await world.expectCost(of: Self.path + "/issues/1", 2, asked: ada)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `what was brought in asks no more than four questions`(
    _ engine: Scratch.Engine
  ) async throws {
    let heading =
      "number,incident_state,made_sla,caller_id,opened_at,sys_updated_at,impact,urgency,priority"
    let row =
      "INC10,Closed,true,Caller 1,02-03-2026 08:00,02-03-2026 08:30,2 - Medium,2 - Medium,1 - Critical"
    try await Lanternhouse.with(on: engine) { world in
      _ = try await ServiceNowImport.run(
        Array([heading, row, "INC99,Asleep"].joined(separator: "\n").utf8),
        zone: "Europe/London", agreement: "Standard for harbour", house: world.house)
      for person in [Lanternhouse.Person.ada, .rex] {
        let browser = try await world.signedIn(person)
        for path in ["/switching/servicenow", "/switching/servicenow?show=differ"] {
          try await world.expectCost(of: path, 4, asked: browser)
        }
      }
    }
  }

  @Test func `the clients' reports are listed page by page and found by name`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let first = try await ada.get("/reports?limit=1").text
      #expect(first.contains("Harbour Dental") && !first.contains("Kline"))
      let next = "/reports?cursor=\(Cursor("harbour dental", "harbour").text)&amp;limit=1"
      #expect(first.contains(next), "\(first)")
      let second = try await ada.get(next.replacing("&amp;", with: "&")).text
      #expect(second.contains("Kline") && !second.contains("Harbour Dental"))
      let found = try await ada.get("/reports?name=kl").text
      #expect(found.contains("Kline") && !found.contains("Harbour Dental"))
      let rex = try await world.signedIn(.rex).get("/reports").text
      #expect(rex.contains("Harbour Dental") && !rex.contains("Kline"))
    }
  }
}
