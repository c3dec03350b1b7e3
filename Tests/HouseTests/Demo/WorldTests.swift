// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Agreements
import Clients
import Demo
import Desk
import Platform
import Reviews
import Rules
import Storage
import TestSupport
import Testing
import Web
import Work

/// The demo world is whole or not there, and everything in it happened when it says.
@Suite struct WorldTests {
  private func with(
    _ engine: Scratch.Engine, _ body: (World, House, Worker) async throws -> Void
  ) async throws {
    let settings = [
      "MAINSTAY_SMTP": "smtps://relay.example:465", "MAINSTAY_FROM": "desk@lanternhouse.example",
    ]
    try await TestHouse.with(on: engine, settings: settings) { house, clock in
      let pen = Pen(house, .english)
      let workings = [
        AccessRoom.room(house), ClientsRoom.room(house),
        AgreementsRoom.room(
          house, foresight: ReviewsRoom.foresight(house), uncovered: DeskRoom.uncovered),
        WorkRoom.room,
        DeskRoom.room(pen),
      ].map(\.workings).reduce(.ground, +)
      try await house.settle(workings)
      try await body(
        World(pen, at: clock.now), house, Worker(house: house, workings: workings))
    }
  }

  private func count(_ table: SQL, _ house: House) async throws -> Int {
    try await house.db.read { try $0.first("SELECT COUNT(*) FROM \(table)") { try $0[0] } ?? 0 }
  }

  @Test(arguments: Scratch.Engine.given)
  func `each receipt was written when its request came, and the first start writes none`(
    _ engine: Scratch.Engine
  ) async throws {
    try await with(engine) { world, house, worker in
      try await world.make { _ in }
      let receipts: SQL = """
        letters l JOIN tickets t ON t.id = l.ticket_id WHERE l.kind = 'acknowledgement'
        """
      let written = try await count(receipts, house)
      #expect(written > 40)
      #expect(try await count("\(receipts) AND l.written_at <> t.opened_at", house) == 0)
      #expect(try await count("\(receipts) AND l.state <> 'kept'", house) == 0)
      while try await worker.runDue(at: world.now) > 0 {}
      #expect(try await count(receipts, house) == written)
      #expect(try await count("\(receipts) AND l.state <> 'kept'", house) == 0)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `tickets are numbered in the order in which they came`(
    _ engine: Scratch.Engine
  ) async throws {
    try await with(engine) { world, house, _ in
      try await world.make { _ in }
      let moments: [Instant] = try await house.db.read {
        try $0.all("SELECT opened_at FROM tickets ORDER BY number") { try $0[0] }
      }
      #expect(moments.count == 50 && moments == moments.sorted())
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a world that breaks off leaves nothing, and the next one is whole`(
    _ engine: Scratch.Engine
  ) async throws {
    try await with(engine) { world, house, _ in
      try await house.db.write { _ = try $0.execute("ALTER TABLE asks RENAME TO gone") }
      await #expect(throws: (any Error).self) { try await world.make { _ in } }
      for table in ["members", "clients", "tickets", "letters", "journal", "jobs"] as [SQL] {
        #expect(try await count(table, house) == 0, "\(table.text)")
      }
      try await house.db.write { _ = try $0.execute("ALTER TABLE gone RENAME TO asks") }
      try await world.make { _ in }
      #expect(try await count("tickets", house) == 50)
      try await world.make { _ in }
      #expect(try await count("tickets", house) == 50)
    }
  }
}
