// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Platform
import Rules
import Storage
import Switching
import TestSupport
import Testing

@Suite struct ServiceNowTests {
  @Test(arguments: Scratch.Engine.given)
  func `incidents come in once, with every unreadable row named`(engine: Scratch.Engine)
    async throws
  {
    try await SwitchingHouse.with(on: engine) { house, _ in
      let first = try await SwitchingHouse.bringIn(house)
      #expect(first.brought == 3)
      #expect(first.known == 0)
      #expect(first.faults.map(\.line) == [8])
      let again = try await SwitchingHouse.bringIn(house)
      #expect(again.brought == 0)
      #expect(again.known == 3)
      let counts: [Int] = try await house.db.read { db in
        try ["tickets", "contacts", "brought_incidents"].map { table in
          let sql: SQL =
            table == "tickets"
            ? "SELECT COUNT(*) FROM tickets"
            : table == "contacts"
              ? "SELECT COUNT(*) FROM contacts WHERE email IS NULL"
              : "SELECT COUNT(*) FROM brought_incidents"
          return try db.first(sql) { try $0[0] as Int } ?? -1
        }
      }
      #expect(counts == [3, 2, 3])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `clocks count what the rows say and call the first response not recorded`(
    engine: Scratch.Engine
  ) async throws {
    try await SwitchingHouse.with(on: engine) { house, _ in
      _ = try await SwitchingHouse.bringIn(house)
      let (fixes, responses) = try await house.db.read { db in
        let tickets: [ID<Ticket>] = try db.all("SELECT id FROM tickets ORDER BY number") {
          try $0[0]
        }
        func rows(_ clock: ClockKind) throws -> [CycleRow] {
          let found = try CycleRow.all(of: clock, on: tickets, for: .everyClient, in: db)
          return tickets.flatMap { found[$0] ?? [] }
        }
        return (try rows(.resolution), try rows(.firstResponse))
      }
      #expect(fixes.map(\.cycle.elapsedSeconds) == [7200, 3600, 21600])
      #expect(fixes.map { $0.cycle.waited(for: .client) } == [0, 21600, 0])
      #expect(fixes.map(\.cycle.breached) == [false, false, true])
      #expect(fixes.map(\.isRecorded) == [true, true, true])
      #expect(fixes.map(\.waitedAsImported) == [false, true, false])
      #expect(responses.map(\.isRecorded) == [false, false, false])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `an agreement that does not hold yet is refused and nothing comes in`(
    engine: Scratch.Engine
  ) async throws {
    try await SwitchingHouse.with(on: engine) { house, _ in
      let old = SwitchingHouse.log.withOlderYear
      await #expect(throws: ServiceNowImport.Refused.self) {
        try await ServiceNowImport.run(old, zone: "UTC", agreement: "Care", house: house)
      }
      await #expect(throws: ServiceNowImport.Refused.self) {
        try await ServiceNowImport.run(
          SwitchingHouse.log, zone: "UTC", agreement: "Nobody's", house: house)
      }
      let tickets = try await house.db.read {
        try $0.first("SELECT COUNT(*) FROM tickets") { try $0[0] as Int }
      }
      #expect(tickets == 0)
    }
  }
}

extension [UInt8] {
  /// The same log four years before the agreement.
  fileprivate var withOlderYear: [UInt8] {
    Array(String(decoding: self, as: UTF8.self).replacing("-2016 ", with: "-2012 ").utf8)
  }
}
