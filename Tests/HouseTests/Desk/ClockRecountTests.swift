// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import TestSupport
import Testing
import Web

@testable import Desk

/// Hours and terms written down after the fact: what was stored of a clock, its page and its
/// month's report go on saying the same.
struct ClockRecountTests {
  private static let hours = ["mon", "tue", "wed", "thu", "fri"]
    .map { "\"\($0)\":\"09:00-17:00\"" }.joined(separator: ",")

  /// The office was closed for the first week of March, and nobody had written it down.
  private static let week = (2...6).map { "2026-03-0\($0) Away" }.joined(separator: "\\n")

  private func correct(
    _ world: Lanternhouse, from day: String = "2026-03-01", holidays: String = week
  ) async throws {
    let ada = try await world.signedIn(.ada)
    let path = "/api/v1/calendars/office"
    let version = try await ada.api("GET", path).header("ETag") ?? ""
    let reply = try await ada.api(
      "POST", "\(path)/versions",
      "{\"effectiveFrom\":\"\(day)\",\(Self.hours),\"holidays\":\"\(holidays)\"}",
      headers: [("If-Match", version)])
    #expect(reply.status == 200, "\(reply.text)")
    try await world.runJobs()
  }

  /// Opened on Monday, fixed on Monday a week later at ten: 41 hours of the office.
  private func fixed(_ world: Lanternhouse) async throws -> Int {
    let number = try await world.ticket()
    world.clock.advance(by: 7 * 86_400 + 3600)
    let ada = try await world.signedIn(.ada)
    let done = try await world.act("resolution", #"{"fix":"x"}"#, on: number, as: ada)
    #expect(done.status == 200, "\(done.text)")
    return number
  }

  private func stored(_ number: Int, _ world: Lanternhouse) async throws -> Int? {
    try await world.house.db.read { db in
      try db.first(
        """
        SELECT k.elapsed FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id
        WHERE t.number = \(number) AND k.clock = 'resolution'
        """
      ) { try $0[0] as Int }
    }
  }

  private static let report = "clients/harbour/reports/2026-03"

  private func slices(_ world: Lanternhouse) async throws -> (kept: Int?, missed: Int?) {
    let ada = try await world.signedIn(.ada)
    let clocks = try await ada.api("GET", "/api/v1/\(Self.report)").json["clocks"]?.list
    let fix = clocks?.first { $0["clock"]?.text == "resolution" }
    return (fix?["kept"]?.number, fix?["missed"]?.number)
  }

  @Test(arguments: Scratch.Engine.given)
  func `SLA 44: a holiday put right afterwards reaches the clocks that stopped`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let number = try await fixed(world)
      #expect(try await stored(number, world) == 41 * 3600)
      world.clock.advance(by: 30 * 86_400)
      #expect(try await slices(world) == (kept: 0, missed: 1))
      try await correct(world)
      #expect(try await stored(number, world) == 3600)
      #expect(try await slices(world) == (kept: 1, missed: 0))
      let ada = try await world.signedIn(.ada)
      let minutes = try await ada.get("/tickets/\(number)/clocks").text
      #expect(minutes.contains("met in 1 h") && minutes.contains("holiday Away, Mon 2 Mar 2026"))
      #expect(
        minutes.contains(
          "Office hours version 2, <a href=\"/agreements/promises/versions/1\">terms version 1</a>")
      )
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `SLA 44: what was issued stays, and the difference is named`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      _ = try await fixed(world)
      world.clock.advance(by: 30 * 86_400)
      let ada = try await world.signedIn(.ada)
      #expect(try await ada.api("POST", "/api/v1/\(Self.report)/issues", "{}").status == 201)
      let issued = try await ada.get("/\(Self.report)/issues/1").bytes
      try await correct(world)
      let page = try await ada.get("/\(Self.report)").text
      #expect(page.contains("differ from what was issued") || page.contains("1 row differs"))
      #expect(page.contains("<del>missed</del> <ins>met</ins>"))
      #expect(try await ada.get("/\(Self.report)/issues/1").bytes == issued)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `SLA 43, 44: terms signed for days gone by reach the tickets that came in them`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      _ = try await fixed(world)
      world.clock.advance(by: 30 * 86_400)
      try await sign(world, #"{"resolution":360000}"#)
      #expect(try await slices(world) == (kept: 1, missed: 0))
    }
  }

  /// A later version for the same days, with these targets for every priority.
  private func sign(_ world: Lanternhouse, _ promised: String) async throws {
    let ada = try await world.signedIn(.ada)
    let path = "/api/v1/agreements/promises"
    let targets = (1...4).map { "\"p\($0)\":\(promised)" }.joined(separator: ",")
    let terms = Deed.terms.replacing("2026-04-01", with: "2026-03-01").replacing(
      #""targets":{"p1":{"firstResponse":3600,"resolution":14400}}"#,
      with: "\"targets\":{\(targets)}")
    let version = try await ada.api("GET", path).header("ETag") ?? ""
    let draft = try await ada.api("POST", "\(path)/draft", terms, headers: [("If-Match", version)])
    #expect(draft.status == 200, "\(draft.text)")
    let signed = try await ada.api(
      "POST", "\(path)/signature", #"{"signer":"Cleo","signedOn":"2026-03-02"}"#,
      headers: [("If-Match", draft.header("ETag") ?? "")])
    #expect(signed.status == 200, "\(signed.text)")
    try await world.runJobs()
  }

  @Test(arguments: Scratch.Engine.given)
  func `a ticket that was moved away is counted by the terms it came under`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let number = try await world.ticket()
      let ada = try await world.signedIn(.ada)
      for (path, json) in [
        ("reply", #"{"words":"x","afterwards":"open"}"#),
        ("move", #"{"client":"kline","contact":"dov","why":"x"}"#), ("resolution", #"{"fix":"x"}"#),
      ] {
        let done = try await world.act(path, json, on: number, as: ada)
        #expect(done.status == 200, "\(path): \(done.text)")
      }
      try await sign(world, #"{"firstResponse":36000}"#)
      let promised = try await world.house.db.read { db in
        try db.first("SELECT target FROM clock_cycles WHERE clock = 'firstResponse'") {
          try $0[0] as Int
        }
      }
      #expect(promised == 36000)
    }
  }

  /// Rows whose stories are gone: the first among the open and the first among the stopped.
  private static let ghosts: [SQL] = [
    """
    INSERT INTO tickets (id, number, client_id, agreement_id, subject, channel, state, move,
      priority, live, opened_at, last_word_at, wrote_again, logged_minutes, version, due_rank)
    SELECT '0' || live, 9000 + live, client_id, agreement_id, subject, channel, state, move,
      priority, live, opened_at, last_word_at, wrote_again, logged_minutes, version, due_rank
    FROM tickets WHERE number <= 1002
    """,
    """
    INSERT INTO clock_cycles (ticket_id, clock, cycle, client_id, agreement_id, priority,
      terms_version, calendar, zone_data, state, ending, started_at, stopped_at, target, elapsed,
      paused_open, paused_wall, waited_client, waited_third, recorded)
    SELECT '00', clock, cycle, k.client_id, k.agreement_id, k.priority, terms_version, calendar,
      zone_data, k.state, ending, started_at, stopped_at, target, elapsed, paused_open,
      paused_wall, waited_client, waited_third, recorded
    FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id WHERE t.number = 1001
    """,
  ]

  @Test(arguments: Scratch.Engine.given)
  func `a ticket that can't be read stops no other from being counted`(
    engine: Scratch.Engine
  ) async throws {
    let book = Log.Book()
    try await Lanternhouse.with(on: engine, log: .recording(book)) { world in
      let stopped = try await fixed(world)
      let open = try await world.ticket("Another thing")
      let other = try await world.ticket("A third thing")
      try await world.house.db.write { db in
        for statement in Self.ghosts { try db.execute(statement) }
      }
      try await correct(world, holidays: "\(Self.week)\\n2026-03-09 Away")
      #expect(try await stored(stopped, world) == 0)
      let dues = try await world.house.db.read { db in
        try db.all(
          "SELECT next_due_at FROM tickets WHERE number IN (\(open), \(other)) ORDER BY number"
        ) { try $0[0] as Instant }
      }
      // Opened on the day that is a holiday now, so the earliest promise runs from Tuesday on.
      #expect(dues.count == 2 && dues.allSatisfy { $0 > Instant("2026-03-10T09:00:00Z")! })
      let ghosts = book.lines.filter { $0.level == .error }.compactMap { $0.values["ticket"] }
      #expect(Set(ghosts) == ["00", "01"])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `only clocks that the change can have touched are counted, in pieces, each once`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let before = try await fixed(world)
      world.clock.advance(by: 6 * 86_400 + 23 * 3600)
      var after: [Int] = []
      for _ in 0..<5 { after.append(try await world.ticket()) }
      world.clock.advance(by: 3600)
      let ada = try await world.signedIn(.ada)
      for number in after {
        _ = try await world.act("resolution", #"{"fix":"x"}"#, on: number, as: ada)
      }
      try await world.runJobs()
      try await world.house.db.write { try $0.execute("UPDATE clock_cycles SET elapsed = 7") }
      let worker = Worker(
        house: world.house, workings: Workings(jobs: [ClockRecount.handler(inPiecesOf: 2)]))
      try await world.house.db.write { db in
        try db.enqueue(
          Job(
            kind: ClockRecount.kind, key: "calendar/office#9",
            body: ["subject": .text("calendar/office"), "sequence": .number(9)],
            runAt: world.clock.now))
      }
      try await later(in: world)
      var jobs = 0
      while case let count = try await worker.runDue(at: world.clock.now), count > 0 {
        jobs += count
      }
      // One piece finds nothing open; five tickets are three pieces.
      #expect(jobs == 4)
      #expect(try await stored(before, world) == 7)
      for number in after { #expect(try await stored(number, world) == 3600) }
    }
  }

  /// A second version from the day on which the five came, as its fact tells.
  private func later(in world: Lanternhouse) async throws {
    let now = world.clock.now
    try await world.house.db.write { db in
      let office = try db.first("SELECT version FROM calendars WHERE id = 'office'") {
        try $0[0] as Int
      }
      #expect(office == 1)
      try db.execute(
        """
        INSERT INTO calendar_versions
          (calendar_id, number, effective_from, week, holidays, exceptions, filed)
        SELECT calendar_id, 2, \(Instant("2026-03-16T00:00:00Z")!), week, holidays, exceptions,
          filed FROM calendar_versions WHERE calendar_id = 'office'
        """)
      let fact = Fact(
        "calendar.noted", about: Subject("calendar", "office"), at: now, ["number": .number(2)])
      try db.append(Array(repeating: fact, count: 9), by: .system, at: now)
    }
  }
}
