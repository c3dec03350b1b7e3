// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Platform
import Rules
import Storage
import TestSupport
import Testing

@testable import Reviews

@Suite struct MonthlyReportTests {
  static let march = Day("2016-03-01")!

  private func report(_ month: Day, _ house: House) async throws -> MonthlyReport {
    try await house.db.read {
      try MonthlyReport.load(
        SwitchingHouse.client, month: month, for: .everyClient, house: house, in: $0)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `SLA 53, 54: the month equals a recount from the events`(engine: Scratch.Engine)
    async throws
  {
    try await SwitchingHouse.with(on: engine) { house, _ in
      _ = try await SwitchingHouse.bringIn(house)
      for month in [Self.march, Day("2016-02-01")!] {
        let report = try await report(month, house)
        let cycles = try await house.db.read { db in
          try db.all("SELECT id FROM tickets") { try $0[0] as ID<Ticket> }.flatMap { id in
            let story = try TicketStory.find(id, for: .everyClient, in: db)
            return try TicketClocks.read(
              story.history, asOf: report.period.upperBound, house: house, in: db
            ).reading.cycles.filter { !story.history.unrecordedClocks.contains($0.clock) }
          }
        }
        #expect(report.card == Scorecard(cycles, in: report.period))
        #expect(!report.card.lines.isEmpty)
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `every figure opens to as many rows, and each miss is there`(engine: Scratch.Engine)
    async throws
  {
    try await SwitchingHouse.with(on: engine) { house, _ in
      _ = try await SwitchingHouse.bringIn(house)
      let report = try await report(Self.march, house)
      let line = try #require(report.card.line(.resolution))
      #expect(line.met == 1)
      #expect(line.breached == 1)
      #expect(report.cycles(.resolution, .met).count == line.met)
      #expect(report.misses.map(\.subject) == ["I3, Category 1"])
      #expect(report.cycles(.firstResponse, .notRecorded).count == 2)
      #expect(report.card.line(.firstResponse) == nil)
      #expect(report.times == .init(ours: 25200, client: 21600, thirdParty: 0, outside: 0))
      let lines = report.csv.split(separator: "\r\n")
      #expect(lines.count == report.cycles(nil, nil).count + 1)
      #expect(lines.contains { $0.contains("\"I3, Category 1\",resolution,1,missed,p1") })
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `another client's month is absent`(engine: Scratch.Engine) async throws {
    try await SwitchingHouse.with(on: engine) { house, _ in
      await #expect(throws: Absent.self) {
        try await house.db.read {
          try MonthlyReport.load(
            SwitchingHouse.client, month: Self.march, for: .clients([]), house: house, in: $0)
        }
      }
    }
  }
}
