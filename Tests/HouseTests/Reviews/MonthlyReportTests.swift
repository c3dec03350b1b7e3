// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Platform
import Rules
import Storage
import TestSupport
import Testing

@testable import Reviews

@Suite struct MonthlyReportTests {
  static let march = Month("2016-03")!
  static let later = Instant("2016-12-01T00:00:00Z")!

  private func report(
    _ month: Month, _ house: House, asOf now: Instant = later
  ) async throws -> MonthlyReport {
    try await house.db.read {
      try MonthlyReport.load(
        SwitchingHouse.client, month: month, asOf: now, for: .everyClient, house: house, in: $0)
    }
  }

  /// Every cycle of every ticket, folded from its events alone.
  private func recount(_ moment: Instant, _ house: House) async throws -> [(Int, ClockCycle)] {
    try await house.db.read { db in
      try db.all("SELECT id FROM tickets ORDER BY number") { try $0[0] as ID<Ticket> }.flatMap {
        let story = try TicketStory.find($0, for: .everyClient, in: db)
        return try TicketClocks.read(story.history, asOf: moment, house: house, in: db)
          .reading.cycles.filter { !story.history.unrecordedClocks.contains($0.clock) }
          .map { (story.ticket.number, $0) }
      }
    }
  }

  private func expectSame(
    _ report: MonthlyReport, _ cycles: [(Int, ClockCycle)], _ period: Range<Instant>
  ) {
    #expect(report.card == Scorecard(cycles.map(\.1), in: period))
    for clock in ClockKind.allCases {
      let ended = cycles.map(\.1).filter {
        $0.clock == clock && $0.state == .stopped && $0.targetSeconds != nil
          && period.contains($0.stoppedAt!)
      }
      let kept = ended.filter { $0.elapsedSeconds <= $0.targetSeconds! }.count
      #expect(report.count(clock, .kept) == kept)
      #expect(report.count(clock, .missed) == ended.count - kept)
      for slice in MonthlyReport.Slice.allCases {
        #expect(report.lines(clock, slice).count == report.count(clock, slice))
      }
    }
    let known = Dictionary(
      cycles.map { ("\($0.0) \($0.1.clock) \($0.1.cycle)", $0.1) }
    ) { first, _ in first }
    for line in report.lines where line.verdict != .notRecorded {
      let mine = line.row.cycle
      let other = known["\(line.row.number) \(mine.clock) \(mine.cycle)"]
      #expect(other?.elapsedSeconds == mine.elapsedSeconds)
      #expect(other?.stoppedAt == mine.stoppedAt && other?.breachAt == mine.breachAt)
      #expect(other?.waited(for: .client) == mine.waited(for: .client))
      #expect(other?.waited(for: .thirdParty) == mine.waited(for: .thirdParty))
      let times = report.times(of: line)
      let end = mine.stoppedAt ?? report.moment
      #expect(
        times.ours + times.client + times.thirdParty + times.outside == end.since(mine.startedAt))
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `SLA 53, 54: any month of a random world equals a recount from the events`(
    engine: Scratch.Engine
  ) async throws {
    try await SwitchingHouse.with(on: engine, zone: "Europe/London") { house, _ in
      try await house.db.write { db in
        var months = RandomMonths(seed: 54, house)
        try months.play(60, in: db)
      }
      let zone = try house.zones.zone(named: "Europe/London")
      for name in ["2016-01", "2016-02", "2016-03", "2016-04", "2016-05"] {
        let month = Month(name)!
        let period = Scorecard.month(of: month.first, in: zone)
        let report = try await report(month, house)
        let cycles = try await recount(period.upperBound.advanced(by: -1), house)
        #expect(report.period == period && !report.lines.isEmpty)
        expectSame(report, cycles, period)
      }
      let april = try await report(Month("2016-04")!, house)
      #expect(april.period.lowerBound == RandomMonths.stroke)
      #expect(april.lines.contains { $0.row.cycle.stoppedAt == RandomMonths.stroke })
      let now = Instant("2016-04-07T12:00:00Z")!
      let underWay = try await report(Month("2016-04")!, house, asOf: now)
      #expect(underWay.stage == .underWay)
      expectSame(underWay, try await recount(now, house), underWay.period)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `what happens later changes no month before it`(engine: Scratch.Engine) async throws {
    try await SwitchingHouse.with(on: engine) { house, _ in
      try await SwitchingHouse.bringIn(house)
      let before = try await report(Self.march, house).csv
      try await house.db.write { db in
        for number in [1001, 1002] {
          let story = try TicketStory.find(number: number, for: .everyClient, in: db)
          let at = Instant("2016-04-04T10:00:00Z")!
          try story.save(
            story.ticket.reopened(why: "Again", at: at), by: .system, at: at, house: house, in: db)
        }
      }
      #expect(try await report(Self.march, house).csv == before)
      let april = try await report(Month("2016-04")!, house)
      #expect(april.count(.resolution, .open) + april.count(.resolution, .openAndMissed) == 2)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `every figure opens to as many rows, and each miss is there`(engine: Scratch.Engine)
    async throws
  {
    try await SwitchingHouse.with(on: engine) { house, _ in
      try await SwitchingHouse.bringIn(house)
      let report = try await report(Self.march, house)
      let line = try #require(report.card.line(.resolution))
      #expect(line.met == 1 && line.breached == 1)
      #expect(report.count(.resolution, .kept) == 1)
      #expect(report.misses.map(\.row.subject) == ["I3, Category 1"])
      #expect(report.lines(.firstResponse, .notRecorded).count == 2)
      #expect(report.card.line(.firstResponse) == nil)
      #expect(report.times == .init(ours: 25200, client: 21600, thirdParty: 0, outside: 0))
      let lines = report.csv.split(separator: "\r\n")
      #expect(lines.count == report.lines.count + 1)
      #expect(lines.contains { $0.contains("\"I3, Category 1\",resolution,1,missed,p1") })
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `another client's month is absent`(engine: Scratch.Engine) async throws {
    try await SwitchingHouse.with(on: engine) { house, _ in
      await #expect(throws: Absent.self) {
        try await house.db.read {
          try MonthlyReport.load(
            SwitchingHouse.client, month: Self.march, asOf: Self.later, for: .clients([]),
            house: house, in: $0)
        }
      }
    }
  }

  @Test(arguments: ["2016-3", "2016-13", "0001-01", "9999-12", "2016-03-01", "x", ""])
  func `what is no month is none`(text: String) { #expect(Month(text) == nil) }

  @Test func `a line of an issued report that reads otherwise is named, value by value`() {
    let head = "ticket,clock,cycle,verdict\r\n"
    let issued = head + "T-1,resolution,1,met\r\nT-2,resolution,1,met\r\nT-3,onSite,1,open\r\n"
    let now = head + "T-1,resolution,1,missed\r\nT-2,resolution,1,met\r\nT-4,onSite,1,met\r\n"
    #expect(ReportDifference.all(issued: issued, now: issued).isEmpty)
    let found = ReportDifference.all(issued: issued, now: now)
    #expect(found.map(\.ticket) == ["T-1", "T-4", "T-3"])
    #expect(
      found.map(\.kind) == [
        .changed([.init(column: "verdict", issued: "met", now: "missed")]), .new, .gone,
      ])
  }
}
