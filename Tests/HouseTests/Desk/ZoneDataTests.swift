// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Platform
import Rules
import Storage
import TestSupport
import Testing
import Web

@testable import Desk

/// The authorities move a zone's clocks while tickets are open.
struct ZoneDataTests {
  /// London an hour ahead from Tuesday 3 March 2026 on, as no data says until then.
  private static let renewed = """
    # version 2099a
    Z Europe/London 0 - GMT 2026 Mar 3 0u
    1 - BST

    """

  private func withRenewedZones(_ body: (Zones) async throws -> Void) async throws {
    try await Scratch.inFolder { folder in
      let source = "\(folder)/tzdata.zi"
      try Data(Self.renewed.utf8).write(to: URL(fileURLWithPath: source))
      try #require(try await Child("/usr/sbin/zic", ["-d", folder, source]).ended() == 0)
      let zones = Zones(folder: folder)
      try #require(zones.version == "2099a")
      try await body(zones)
    }
  }

  private struct Stored: Equatable {
    let due: Instant?
    let zoneData: String
  }

  private func fix(_ number: Int, _ world: Lanternhouse) async throws -> Stored? {
    try await world.house.db.read { db in
      try db.first(
        """
        SELECT k.due_at, k.zone_data FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id
        WHERE t.number = \(number) AND k.clock = 'resolution'
        """
      ) { Stored(due: try $0[0], zoneData: try $0[1]) }
    }
  }

  private func facts(_ kind: String, _ world: Lanternhouse) async throws -> Int? {
    try await world.house.db.read { db in
      try db.first("SELECT COUNT(*) FROM journal WHERE kind = \(kind)") { try $0[0] as Int }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `SLA 6: new time-zone data counts the open clocks again and shows what moved`(
    engine: Scratch.Engine
  ) async throws {
    try await withRenewedZones { zones in
      try await Lanternhouse.with(on: engine) { before in
        let number = try await before.ticket()
        try await before.runJobs()
        let due = try #require(try await fix(number, before)?.due)
        #expect(try await facts("ticket.dueChanged", before) == 0)
        let after = try before.restarted(with: zones)
        try await after.runJobs()
        let earlier = due.advanced(by: -3600)
        #expect(try await fix(number, after) == Stored(due: earlier, zoneData: "2099a"))
        let ada = try await after.signedIn(.ada)
        let story = try await ada.get("/tickets/\(number)").text
        #expect(story.contains("found Fix due") && story.contains("time-zone data 2099a"))
        let today = try await ada.get("/").text
        #expect(
          today.contains(
            "New time-zone data, 2099a: promises of 1 ticket are due at another moment."))
        let page = try await ada.get("/due-changes?because=zoneData").text
        #expect(page.contains(">The scanner is dark</a>") && page.contains("1 h earlier"))
        let listed = try await ada.api("GET", "/api/v1/due-changes").json["items"]?.list
        let move = listed?.first { $0["clock"]?.text == "resolution" }
        #expect(move?["wasDueAt"]?.text == "\(due)" && move?["dueAt"]?.text == "\(earlier)")
        #expect(move?["because"]?.text == "zoneData" && move?["of"]?.text == "2099a")
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `what has stopped is counted with the same data, and nothing is told twice`(
    engine: Scratch.Engine
  ) async throws {
    try await withRenewedZones { zones in
      try await Lanternhouse.with(on: engine) { before in
        let stopped = try await before.ticket()
        let open = try await before.ticket("Another thing")
        let ada = try await before.signedIn(.ada)
        for (path, json) in [("resolution", #"{"fix":"x"}"#), ("closure", "{}")] {
          let done = try await before.act(path, json, on: stopped, as: ada)
          #expect(done.status == 200, "\(path): \(done.text)")
        }
        try await before.runJobs()
        let after = try before.restarted(with: zones)
        try await after.runJobs()
        for number in [stopped, open] {
          #expect(try await fix(number, after)?.zoneData == "2099a")
        }
        let told = try await facts("ticket.dueChanged", after)
        #expect(told.map { $0 > 0 } == true)
        after.clock.advance(by: 7200)
        try await after.runJobs()
        #expect(try await facts("ticket.dueChanged", after) == told)
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a node with older data counts nothing again, and what it writes is put right`(
    engine: Scratch.Engine
  ) async throws {
    try await withRenewedZones { zones in
      try await Lanternhouse.with(on: engine) { old in
        let number = try await old.ticket()
        try await old.runJobs()
        let due = try #require(try await fix(number, old)?.due)
        let new = try old.restarted(with: zones)
        try await new.runJobs()
        let renewed = Stored(due: due.advanced(by: -3600), zoneData: "2099a")
        #expect(try await fix(number, new) == renewed)
        try await old.house.db.write {
          try $0.enqueue(Job(kind: ZoneRecount.kind, key: "schedule", runAt: old.clock.now))
        }
        #expect(try await old.worker.runDue(at: old.clock.now) > 0)
        #expect(try await fix(number, old) == renewed)
        let ben = try await old.signedIn(.ben)
        let noted = try await old.act("notes", #"{"words":"x"}"#, on: number, as: ben)
        #expect(noted.status == 200, "\(noted.text)")
        #expect(try await fix(number, old)?.due == due)
        old.clock.advance(by: 3600)
        try await new.runJobs()
        #expect(try await fix(number, new) == renewed)
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `who works for some clients sees what moved for those, page by page`(
    engine: Scratch.Engine
  ) async throws {
    try await withRenewedZones { zones in
      try await Lanternhouse.with(on: engine) { before in
        let ours = try await before.ticket()
        let theirs = try await before.ticket("Kline's thing", for: "dov")
        try await before.runJobs()
        let after = try before.restarted(with: zones)
        try await after.runJobs()
        let rex = try await after.signedIn(.rex)
        let seen = try await rex.get("/due-changes").text
        #expect(seen.contains("T-\(ours)<") && !seen.contains("T-\(theirs)<"))
        #expect(try await rex.get("/").text.contains("promises of 1 ticket are due"))
        let ada = try await after.signedIn(.ada)
        #expect(try await ada.get("/").text.contains("promises of 2 tickets are due"))
        let all = try await ada.api("GET", "/api/v1/due-changes").json["items"]?.list ?? []
        var paged: [JSON] = []
        var next: String? = ""
        while let cursor = next, paged.count <= all.count {
          let page = try await ada.api("GET", "/api/v1/due-changes?limit=1&cursor=\(cursor)").json
          paged += page["items"]?.list ?? []
          next = page["next"]?.text
        }
        #expect(paged == all && all.count >= 2)
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `SLA 44: hours that change move promises in the open, with the calendar named`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ada = try await world.signedIn(.ada)
      let path = "/api/v1/calendars/office"
      let version = try await ada.api("GET", path).header("ETag") ?? ""
      let days = ["mon", "tue", "wed", "thu", "fri"].map { "\"\($0)\":\"10:00-17:00\"" }
      let reply = try await ada.api(
        "POST", "\(path)/versions",
        "{\"effectiveFrom\":\"2026-03-03\",\(days.joined(separator: ",")),\"holidays\":\"\"}",
        headers: [("If-Match", version)])
      #expect(reply.status == 200, "\(reply.text)")
      try await world.runJobs()
      let story = try await ada.get("/tickets/\(number)").text
      #expect(story.contains("A calendar it counts by has other hours now."))
      let page = try await ada.get("/due-changes?because=hours").text
      #expect(page.contains(" h later") && page.contains(#"<a href="/calendars/office">"#))
      #expect(!(try await ada.get("/due-changes?because=terms").text.contains("T-\(number)<")))
      #expect(!(try await ada.get("/").text.contains("New time-zone data")))
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `SLA 43: terms signed in advance tell what is due anew when they begin`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ada = try await world.signedIn(.ada)
      let path = "/api/v1/agreements/promises"
      let targets = (1...4).map { "\"p\($0)\":{\"resolution\":360000}" }
      let terms = Deed.terms.replacing("2026-04-01", with: "2026-03-03").replacing(
        #""targets":{"p1":{"firstResponse":3600,"resolution":14400}}"#,
        with: "\"targets\":{\(targets.joined(separator: ","))},\"applyToOpen\":true")
      let version = try await ada.api("GET", path).header("ETag") ?? ""
      let draft = try await ada.api(
        "POST", "\(path)/draft", terms, headers: [("If-Match", version)])
      #expect(draft.status == 200, "\(draft.text)")
      let signed = try await ada.api(
        "POST", "\(path)/signature", #"{"signer":"Cleo","signedOn":"2026-03-02"}"#,
        headers: [("If-Match", draft.header("ETag") ?? "")])
      #expect(signed.status == 200, "\(signed.text)")
      try await world.runJobs()
      let before = try #require(try await fix(number, world)?.due)
      world.clock.advance(by: 86_400)
      try await world.runJobs()
      let after = try #require(try await fix(number, world)?.due)
      #expect(after > before)
      let story = try await world.signedIn(.ada).get("/tickets/\(number)").text
      #expect(story.contains("Its agreement has other terms now."))
    }
  }
}
