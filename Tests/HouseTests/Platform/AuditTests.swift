// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import TestSupport
import Testing

@Suite struct AuditTests {
  /// What somebody with the database's own powers might do to row 7 of 20, and where it must show.
  enum Tampering: String, CaseIterable, Sendable {
    case delete, body, actor, time, client, swap, cutOff, cutOffWithHead, insert, insertAtEnd,
      reseal

    var found: (position: Int, kind: AuditReport.Kind) {
      switch self {
      case .delete: (7, .missing)
      case .body, .actor, .time, .client, .swap, .reseal: (7, .changed)
      case .cutOff, .cutOffWithHead: (19, .cutOff)
      case .insert: (8, .changed)
      case .insertAtEnd: (21, .changed)
      }
    }

    var statements: [SQL] {
      switch self {
      case .delete: ["DELETE FROM journal WHERE position = 7"]
      case .body: [#"UPDATE journal SET body = '{"n":8}' WHERE position = 7"#]
      case .actor: ["UPDATE journal SET actor = 'member/dov' WHERE position = 7"]
      case .time: ["UPDATE journal SET occurred_at = occurred_at - 1 WHERE position = 7"]
      case .client: ["UPDATE journal SET client_id = 'other' WHERE position = 7"]
      case .swap:
        [
          "UPDATE journal SET position = -1 WHERE position = 7",
          "UPDATE journal SET position = 7 WHERE position = 8",
          "UPDATE journal SET position = 8 WHERE position = -1",
        ]
      case .cutOff: ["DELETE FROM journal WHERE position >= 19"]
      case .cutOffWithHead:
        [
          "DELETE FROM journal WHERE position >= 19",
          """
          UPDATE journal_head SET position = 18,
            seal = (SELECT seal FROM journal WHERE position = 18)
          """,
        ]
      case .insert:
        (8...20).reversed().map {
          "UPDATE journal SET position = \($0 + 1) WHERE position = \($0)" as SQL
        } + [Self.insertion(at: 8)]
      case .insertAtEnd: [Self.insertion(at: 21)]
      case .reseal:
        [
          "UPDATE journal SET seal = (SELECT seal FROM journal WHERE position = 8) WHERE position = 7"
        ]
      }
    }

    private static func insertion(at position: Int) -> SQL {
      """
      INSERT INTO journal SELECT subject, sequence + 1000, kind, occurred_at, recorded_at,
        client_id, actor, body, \(position), seal FROM journal WHERE position = 7
      """
    }
  }

  @Test(arguments: Scratch.Engine.given, Tampering.allCases)
  func `each way to tamper with one row is found at its place`(
    engine: Scratch.Engine, tampering: Tampering
  ) async throws {
    try await withTwentyFacts(on: engine) { house in
      let witnesses = try await noted(in: house)
      try await house.db.write { db in
        try db.dropJournalTriggers()
        for statement in tampering.statements { try db.execute(statement) }
      }
      let fault = try #require(try await house.db.audit(against: witnesses).fault)
      #expect(fault.position == tampering.found.position)
      #expect(fault.kind == tampering.found.kind)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `an untouched journal is sound to the last row`(engine: Scratch.Engine) async throws {
    try await withTwentyFacts(on: engine) { house in
      let report = try await house.db.audit(against: try await noted(in: house))
      #expect(report == AuditReport(sound: 20, unsealed: 0, fault: nil))
      #expect(report.sentence == "The journal is as it was written: 20 rows.")
    }
  }

  @Test func `a row without a seal shows where one process writes alone`() async throws {
    try await withTwentyFacts(on: .sqlite) { house in
      _ = try await house.db.write { db in
        try db.execute(
          """
          INSERT INTO journal SELECT subject, 999, kind, occurred_at, recorded_at, client_id,
            actor, body, NULL, NULL FROM journal WHERE position = 7
          """)
      }
      let fault = try #require(try await house.db.audit().fault)
      #expect(fault.kind == .unsealed)
      #expect(fault.row == "ticket/1#999")
    }
  }

  @Test func `a note that this installation did not sign is not believed`() async throws {
    try await withTwentyFacts(on: .sqlite) { house in
      try await Worker(house: house, workings: .ground).runDue()
      let key = house.secrets.key(for: "audit heads")
      let path = house.config.auditHeads
      let mine = try Witness.noted(in: path, signedBy: key)
      #expect(mine.witnesses.map(\.position) == [20])
      #expect(mine.strange == 0)
      let theirs = try Witness.noted(in: path, signedBy: Secret([1, 2, 3]))
      #expect(theirs.witnesses.isEmpty)
      #expect(theirs.strange == 1)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `many writers at once make one unbroken chain`(engine: Scratch.Engine) async throws {
    try await TestHouse.with(on: engine) { house, clock in
      let now = clock.now
      await withTaskGroup { group in
        for writer in 0..<8 {
          group.addTask {
            for number in 0..<10 {
              let fact = Fact(
                "ticket.noted", about: Subject("ticket", "\(writer)"), at: now,
                ["n": .number(number)])
              await #expect(throws: Never.self) {
                try await house.db.write { try $0.append([fact], by: .system, at: now) }
              }
            }
          }
        }
      }
      try await sealed(house, clock)
      #expect(try await house.db.audit() == AuditReport(sound: 80, unsealed: 0, fault: nil))
    }
  }

  @Test func `what is written while the journal is read is no tampering`() async throws {
    try await TestHouse.with(on: .sqlite) { house, clock in
      let now = clock.now
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<4 {
          group.addTask {
            for number in 0..<40 {
              let fact = Fact(
                "ticket.noted", about: Subject("ticket", "\(writer)"), at: now,
                ["n": .number(number)])
              try await house.db.write { try $0.append([fact], by: .system, at: now) }
            }
          }
        }
        group.addTask {
          var sound = 0
          while sound < 160 {
            let report = try await house.db.audit(step: 3)
            #expect(report.fault == nil, "\(report.sentence)")
            sound = report.fault == nil ? report.sound : 160
          }
        }
        try await group.waitForAll()
      }
    }
  }

  private func withTwentyFacts(
    on engine: Scratch.Engine, _ body: (House) async throws -> Void
  ) async throws {
    try await TestHouse.with(on: engine) { house, clock in
      let now = clock.now
      for number in 1...20 {
        let fact = Fact(
          "ticket.noted", about: Subject("ticket", "\(number % 3)"), client: ID("harbour"),
          at: now, ["n": .number(number)])
        try await house.db.write { try $0.append([fact], by: .member(ID("ben")), at: now) }
      }
      try await sealed(house, clock)
      try await body(house)
    }
  }

  /// PostgreSQL's sealer comes round; on SQLite it finds nothing to do.
  private func sealed(_ house: House, _ clock: SetClock) async throws {
    try await Worker(
      house: house,
      workings: Workings(jobs: Workings.ground.jobs, schedule: Workings.ground.schedule)
    ).runDue(at: clock.now)
    #expect(try await house.db.read { try $0.unsealedCount } == 0)
  }

  private func noted(in house: House) async throws -> [Witness] {
    try Witness.noted(in: house.config.auditHeads, signedBy: house.secrets.key(for: "audit heads"))
      .witnesses
  }
}

extension Connection {
  /// What an intruder with the powers of the schema's owner would do first.
  fileprivate func dropJournalTriggers() throws {
    for trigger in ["kept", "fixed", "settled", "whole"] {
      try dropTrigger(trigger)
    }
  }

  private func dropTrigger(_ name: String) throws {
    let statements: [String: (sqlite: SQL, postgres: SQL)] = [
      "kept": ("DROP TRIGGER journal_kept", "DROP TRIGGER journal_kept ON journal"),
      "fixed": ("DROP TRIGGER journal_fixed", "DROP TRIGGER journal_fixed ON journal"),
      "settled": ("DROP TRIGGER journal_settled", "DROP TRIGGER journal_settled ON journal"),
      "whole": ("SELECT 1", "DROP TRIGGER journal_whole ON journal"),
    ]
    let statement = statements[name]!
    try execute(writesAlone ? statement.sqlite : statement.postgres)
  }
}
