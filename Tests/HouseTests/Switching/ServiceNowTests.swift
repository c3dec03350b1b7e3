// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Foundation
import Platform
import Rules
import Storage
import TestSupport
import Testing

@testable import Switching

@Suite struct ServiceNowTests {
  @Test(arguments: Scratch.Engine.given)
  func `incidents come in once, with every unreadable row named`(engine: Scratch.Engine)
    async throws
  {
    try await SwitchingHouse.with(on: engine) { house, _ in
      let first = try await SwitchingHouse.bringIn(house)
      #expect(first.tally == .init(brought: 3))
      #expect(first.faults.map(\.line) == [8])
      let again = try await SwitchingHouse.bringIn(house)
      #expect(again.tally == .init(known: 3))
      let counts: [Int] = try await house.db.read { db in
        try [
          "SELECT COUNT(*) FROM tickets", "SELECT COUNT(*) FROM brought_callers",
          "SELECT COUNT(*) FROM contacts WHERE email IS NULL",
          "SELECT COUNT(*) FROM brought_incidents",
        ].map { (sql: SQL) in try db.first(sql) { try $0[0] as Int } ?? -1 }
      }
      #expect(counts == [3, 2, 3, 3])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `clocks count what the rows say and call the first response not recorded`(
    engine: Scratch.Engine
  ) async throws {
    try await SwitchingHouse.with(on: engine) { house, _ in
      try await SwitchingHouse.bringIn(house)
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
  func `a later export goes on where the earlier one ended, in one story`(engine: Scratch.Engine)
    async throws
  {
    try await SwitchingHouse.with(on: engine) { house, _ in
      try await SwitchingHouse.bringIn(house, SwitchingHouse.log.lines(0...4))
      #expect(try await fixes(house) == [7200, nil])
      let later = try await SwitchingHouse.bringIn(house)
      #expect(later.tally == .init(brought: 1, continued: 1, known: 1))
      #expect(try await fixes(house) == [7200, 3600, 21600])
      // An older export tells less, and takes nothing away.
      let older = try await SwitchingHouse.bringIn(house, SwitchingHouse.log.lines(0...4))
      #expect(older.tally == .init(known: 2))
      #expect(try await fixes(house) == [7200, 3600, 21600])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a row that reads otherwise takes back what was told from it`(engine: Scratch.Engine)
    async throws
  {
    try await SwitchingHouse.with(on: engine) { house, _ in
      try await SwitchingHouse.bringIn(house)
      let mended = SwitchingHouse.log.replacing("29-02-2016 11:00", with: "29-02-2016 12:00")
      #expect(
        try await SwitchingHouse.bringIn(house, mended).tally == .init(continued: 1, known: 2))
      #expect(try await fixes(house) == [10800, 3600, 21600])
      #expect(try await SwitchingHouse.bringIn(house, mended).tally == .init(known: 3))
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `where our people have worked since, new rows are named and left out`(
    engine: Scratch.Engine
  ) async throws {
    try await SwitchingHouse.with(on: engine) { house, _ in
      try await SwitchingHouse.bringIn(house, SwitchingHouse.log.lines(0...4))
      try await house.db.write { db in
        let story = try TicketStory.find(number: 1002, for: .everyClient, in: db)
        try story.save(
          story.ticket.noted("Called them", at: house.clock.now()), by: .member(ID("ada")),
          at: house.clock.now(), house: house, in: db)
      }
      let later = try await SwitchingHouse.bringIn(house)
      #expect(later.tally == .init(brought: 1, known: 2))
      #expect(later.faults.map(\.line) == [8, 6])
      #expect(try await fixes(house) == [7200, nil, 21600])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `an agreement that does not hold yet is refused and nothing comes in`(
    engine: Scratch.Engine
  ) async throws {
    try await SwitchingHouse.with(on: engine) { house, _ in
      let old = SwitchingHouse.log.replacing("-2016 ", with: "-2012 ")
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

  @Test(arguments: Scratch.Engine.given)
  func `each verdict that differs is told with the count that would explain it`(
    engine: Scratch.Engine
  ) async throws {
    try await SwitchingHouse.with(on: engine) { house, _ in
      let log = SwitchingHouse.log + Array(Self.more.utf8)
      try await SwitchingHouse.bringIn(house, log)
      let (pairs, counts) = try await house.db.read { db in
        (
          try VerdictPair.list(
            VerdictPair.Finding.allCases, limit: 100, for: .everyClient, in: db),
          try VerdictPair.counts(for: .everyClient, in: db)
        )
      }
      #expect(pairs.map(\.number) == ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"])
      #expect(
        pairs.map(\.finding) == [
          .bothKept, .clientWait, .bothMissed, .roundTheClock, .untilClosed, .shorterTarget,
          .longerTarget, .noVerdict,
        ])
      #expect(counts.values.reduce(0, +) == 8 && counts[.clientWait] == 1)
      let hidden = try await house.db.read {
        try VerdictPair.counts(for: .clients([]), in: $0)
      }
      #expect(hidden.isEmpty)
    }
  }

  /// Fixed over night, closed late, missed by nobody's count but theirs, missed by ours only, never
  /// fixed.
  private static let more = [
    ("I4", [("Resolved", "FALSE", "03-03-2016 09:30")], "02-03-2016 16:30"),
    (
      "I5", [("Resolved", "TRUE", "03-03-2016 10:00"), ("Closed", "FALSE", "08-03-2016 10:00")],
      "03-03-2016 09:00"
    ),
    ("I6", [("Closed", "FALSE", "03-03-2016 10:00")], "03-03-2016 09:00"),
    ("I7", [("Closed", "TRUE", "03-03-2016 16:00")], "03-03-2016 09:00"),
    ("I8", [("Active", "TRUE", "03-03-2016 16:00")], "03-03-2016 09:00"),
  ].map { number, rows, opened in
    rows.map { state, made, at in
      "\(number),\(state),\(made),Caller 1,\(opened),\(at),Category 1,2 - Medium,2 - Medium,1 - Critical,code 1\n"
    }.joined()
  }.joined()

  /// Time used of every fix, in the order of the tickets; nil for one that is not done.
  private func fixes(_ house: House) async throws -> [Int?] {
    try await house.db.read { db in
      try db.all(
        """
        SELECT k.stopped_at, k.elapsed FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id
        WHERE k.clock = 'resolution' ORDER BY t.number, k.cycle
        """
      ) {
        let end: Instant? = try $0[0]
        let elapsed: Int = try $0[1]
        return end == nil ? nil : elapsed
      }
    }
  }
}

extension [UInt8] {
  func replacing(_ words: String, with others: String) -> [UInt8] {
    Array(
      String(decoding: self, as: UTF8.self).replacingOccurrences(of: words, with: others).utf8)
  }

  /// Some of its lines, from 0, the heading.
  func lines(_ range: ClosedRange<Int>) -> [UInt8] {
    let all = String(decoding: self, as: UTF8.self).split(separator: "\n")
    return Array((all[range].joined(separator: "\n") + "\n").utf8)
  }
}
