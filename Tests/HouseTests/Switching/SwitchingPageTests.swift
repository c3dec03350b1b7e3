// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules
import Switching
import Testing
import Web

/// The page of what was brought in, as people and programs ask for it.
@Suite struct SwitchingPageTests {
  /// Sixty incidents of March, every second one missed by the source alone, and a broken row.
  private static let log: [UInt8] = {
    let heading =
      "number,incident_state,made_sla,caller_id,opened_at,sys_updated_at,impact,urgency,priority"
    let rows = (10..<70).map { number in
      "INC\(number),Closed,\(number % 2 == 0),Caller 1,02-03-2026 08:00,02-03-2026 08:30,2 - Medium,2 - Medium,1 - Critical"
    }
    return Array(([heading] + rows + ["INC99,Asleep"]).joined(separator: "\n").utf8)
  }()

  private func with(_ body: (Lanternhouse, Browser) async throws -> Void) async throws {
    try await Lanternhouse.with { world in
      let came = try await ServiceNowImport.run(
        Self.log, zone: "Europe/London", agreement: "Standard for harbour", house: world.house)
      #expect(came.tally.brought == 60)
      try await body(world, world.signedIn(.ada))
    }
  }

  @Test func `sums open to their rows, page by page`() async throws {
    try await with { _, ada in
      let page = try await ada.get("/switching/servicenow")
      #expect(page.status == 200)
      #expect(page.text.contains("<a href=\"/switching/servicenow?show=differ\">30</a>"))
      #expect(page.text.contains("finding=shorterTarget\">30</a>"))
      let target = "/api/v1/switching/servicenow?show=differ&limit=20"
      var (on, seen) = ("", [String]())
      while true {
        let list = try await ada.api("GET", target + on).json
        seen += list["items"]?.list?.compactMap { $0["number"]?.text } ?? []
        guard let next = list["next"]?.text else { break }
        on = "&cursor=\(next)"
      }
      #expect(seen == (10..<70).filter { $0 % 2 == 1 }.map { "INC\($0)" })
      let second = try await ada.get(
        "/switching/servicenow?show=agree&limit=20&cursor=\(Cursor("INC48").text)")
      #expect(second.text.contains("INC50") && !second.text.contains("INC49"))
      let first = try await ada.get("/switching/servicenow?show=agree&limit=20").text
      #expect(first.contains("<option value=\"agree\" selected>"))
      let next = "/switching/servicenow?cursor=\(Cursor("INC48").text)&amp;show=agree"
      #expect(first.contains(next))
    }
  }

  @Test func `the last import stands there with every row it left out`() async throws {
    try await with { _, ada in
      let page = try await ada.get("/switching/servicenow").text
      #expect(page.contains("60 incidents brought in"))
      #expect(page.contains("It has 2 values where the heading has 9."))
      #expect(page.contains("mainstay import servicenow"))
    }
  }

  @Test func `a member for other clients sees nothing of it, and a technician no page`()
    async throws
  {
    try await with { world, _ in
      try await world.house.db.write { db in
        try db.execute("UPDATE brought_incidents SET client_id = 'kline'")
        try db.execute("UPDATE import_runs SET client_id = 'kline'")
      }
      let rex = try await world.signedIn(.rex)
      let page = try await rex.get("/switching/servicenow")
      #expect(
        page.status == 200 && !page.text.contains("INC10") && !page.text.contains("60 incidents"))
      #expect(try await world.signedIn(.ben).get("/switching/servicenow").status == 403)
    }
  }
}
