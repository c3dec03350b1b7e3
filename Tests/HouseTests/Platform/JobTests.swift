// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import TestSupport
import Testing

@Suite struct JobTests {
  /// A job's effect: one row, which nothing stops from being written twice.
  static let marks = Migration(
    "2026-11-21-marks", ["CREATE TABLE marks (job TEXT NOT NULL, at BIGINT NOT NULL)"])

  static let marking = JobHandler("mark") { house, job, db in
    try db.mark(job.key, at: house.clock.now())
  }

  private func with(
    on engine: Scratch.Engine, _ jobs: [JobHandler], schedule: [Recurring] = [],
    _ body: (House, SetClock, Workings) async throws -> Void
  ) async throws {
    let room = Workings(migrations: [Self.marks], jobs: jobs, schedule: schedule)
    let tables = Workings(migrations: Workings.ground.migrations)
    try await TestHouse.with(tables + room, on: engine) { house, clock throws in
      try await body(house, clock, room)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a job ordered twice while it waits is done once`(engine: Scratch.Engine) async throws {
    try await with(on: engine, [Self.marking]) { house, clock, room throws in
      let now = clock.now
      let later = Job(kind: "mark", key: "a", runAt: now.advanced(by: 600))
      let sooner = Job(kind: "mark", key: "a", runAt: now.advanced(by: 60))
      try await house.db.write { db in for job in [later, sooner, later] { try db.enqueue(job) } }
      let worker = Worker(house: house, workings: room)
      #expect(try await worker.runDue() == 0)
      clock.advance(by: 60)
      #expect(try await worker.runDue() == 1)
      clock.advance(by: 6000)
      #expect(try await worker.runDue() == 0)
      #expect(try await house.marks() == ["a"])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a job ordered again while it runs runs once more`(engine: Scratch.Engine) async throws {
    let again = JobHandler("again") { house, job in
      let now = house.clock.now()
      let isFirst = try await house.marks().isEmpty
      if isFirst { try await house.db.write { try $0.enqueue(job) } }
      return JobHandler.Effect { try $0.mark(job.key, at: now) }
    }
    try await with(on: engine, [again]) { house, clock, room throws in
      let now = clock.now
      try await house.db.write { try $0.enqueue(Job(kind: "again", key: "x", runAt: now)) }
      #expect(try await Worker(house: house, workings: room).runDue() == 2)
      #expect(try await house.marks() == ["x", "x"])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a fault is tried again after growing pauses, then parked with the last error`(
    engine: Scratch.Engine
  ) async throws {
    struct Down: Error, CustomStringConvertible { let description = "the relay is down" }
    let failing = JobHandler("fail") { _, _, db in
      try db.mark("undone", at: TestHouse.monday)
      throw Down()
    }
    try await with(on: engine, [failing]) { house, clock, room throws in
      let start = clock.now
      try await house.db.write { try $0.enqueue(Job(kind: "fail", key: "x", runAt: start)) }
      let worker = Worker(house: house, workings: room)
      var waits: [Int] = []
      while let next = try await house.db.read({ try $0.nextRun() }) {
        waits.append(next.since(clock.now))
        clock.set(next)
        #expect(try await worker.runDue() == 1)
      }
      #expect(waits == [0, 10, 30, 90, 270, 810, 2430, 3600, 3600, 3600])
      let parked = try await house.db.read { try $0.parkedJobs() }
      #expect(parked.map(\.reason) == ["the relay is down"])
      #expect(parked.map(\.parkedAt) == [clock.now])
      #expect(try await house.marks().isEmpty)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a job that puts itself off comes round when it said, as often as it likes`(
    engine: Scratch.Engine
  ) async throws {
    let patient = JobHandler("wait") { house, job in
      let now = house.clock.now()
      return JobHandler.Effect(again: now.advanced(by: 3600)) {
        try $0.mark("\(now.since(job.dueAt))", at: now)
      }
    }
    try await with(on: engine, [patient]) { house, clock, room throws in
      let start = clock.now
      let order = Job(kind: "wait", key: "x", runAt: start)
      try await house.db.write { try $0.enqueue(order) }
      let worker = Worker(house: house, workings: room)
      for _ in 0..<12 {
        #expect(try await worker.runDue() == 1)
        #expect(try await worker.runDue() == 0)
        clock.advance(by: 3600)
      }
      #expect(try await house.marks().contains("39600"))
      #expect(try await house.db.read { try $0.parkedJobs() }.isEmpty)
      clock.advance(by: -1800)
      #expect(try await worker.runDue() == 0)
      try await house.db.write { try $0.enqueue(order) }
      #expect(try await worker.runDue() == 1, "ordered anew, it does not wait")
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a job with a last word says it when it is given up, and is not parked`(
    engine: Scratch.Engine
  ) async throws {
    struct No: Refusal { let code = "no", message: Phrase = "No, never." }
    struct Down: Error, CustomStringConvertible { let description = "the disk is down" }
    let lastWord: JobHandler.LastWord = { _, _, end in
      JobHandler.Effect { try $0.mark(end.words, at: TestHouse.monday) }
    }
    let failing = JobHandler("fail", lastWord: lastWord) { _, job in
      if job.key == "refused" { throw No() }
      throw Down()
    }
    try await with(on: engine, [failing]) { house, clock, room throws in
      let now = clock.now
      let worker = Worker(house: house, workings: room)
      try await house.db.write { try $0.enqueue(Job(kind: "fail", key: "refused", runAt: now)) }
      #expect(try await worker.runDue() == 1)
      #expect(try await house.marks() == ["No, never."])
      try await house.db.write { try $0.enqueue(Job(kind: "fail", key: "down", runAt: now)) }
      while let next = try await house.db.read({ try $0.nextRun() }) {
        clock.set(next)
        #expect(try await worker.runDue() == 1)
      }
      #expect(try await house.marks() == ["No, never.", "the disk is down"])
      #expect(try await house.db.read { try $0.parkedJobs() }.isEmpty)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a refusal parks at once with its message`(engine: Scratch.Engine) async throws {
    struct NoRate: Refusal {
      let code = "billing.noRate"
      let message: Phrase = "There is no rate for \("travel"). Add one to the card."
    }
    let refusing = JobHandler("refuse") { _, _, _ in throw NoRate() }
    try await with(on: engine, [refusing, Self.marking]) { house, clock, room throws in
      let now = clock.now
      try await house.db.write { try $0.enqueue(Job(kind: "refuse", key: "x", runAt: now)) }
      let worker = Worker(house: house, workings: room)
      #expect(try await worker.runDue() == 1)
      let parked = try await house.db.read { try $0.parkedJobs() }
      #expect(parked.map(\.reason) == ["There is no rate for travel. Add one to the card."])
      clock.advance(by: 100_000)
      #expect(try await worker.runDue() == 0)
      let later = clock.now
      try await house.db.write { try $0.release(parkedJob: parked[0].id, at: later) }
      #expect(try await worker.runDue() == 1)
      #expect(try await house.db.read { try $0.parkedJobs() }.map(\.parkedAt) == [later])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a parked job ordered anew gives way to the new order`(engine: Scratch.Engine) async throws {
    struct No: Refusal { let code = "no", message: Phrase = "No." }
    let refusing = JobHandler("refuse") { _, _, _ in throw No() }
    try await with(on: engine, [refusing]) { house, clock, room throws in
      let now = clock.now
      let order = Job(kind: "refuse", key: "x", runAt: now)
      try await house.db.write { try $0.enqueue(order) }
      try await Worker(house: house, workings: room).runDue()
      try await house.db.write { try $0.enqueue(order) }
      let parked = try await house.db.read { try $0.parkedJobs() }
      try await house.db.write { try $0.release(parkedJob: parked[0].id, at: now) }
      #expect(try await house.db.read { try $0.parkedJobs() }.isEmpty)
      #expect(try await house.db.read { try $0.nextRun() } == now)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a schedule orders one job a stretch, and one for all that passed while closed`(
    engine: Scratch.Engine
  ) async throws {
    let hourly = Recurring("mark", every: 3600)
    try await with(on: engine, [Self.marking], schedule: [hourly]) { house, clock, room throws in
      let workers = [Worker(house: house, workings: room), Worker(house: house, workings: room)]
      for minutes in [0, 20, 40, 60, 80, 60 * 30] {
        clock.set(TestHouse.monday.advanced(by: minutes * 60))
        for worker in workers { try await worker.runDue() }
      }
      #expect(try await house.marks().count == 3)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a schedule that nobody needs orders nothing`(engine: Scratch.Engine) async throws {
    let never = Recurring("mark", every: 60, onlyIf: { _, _ in false })
    try await with(on: engine, [Self.marking], schedule: [never]) { house, _, room throws in
      #expect(try await Worker(house: house, workings: room).runDue() == 0)
    }
  }
}

extension Connection {
  func mark(_ job: String, at moment: Instant) throws {
    try execute("INSERT INTO marks (job, at) VALUES (\(job), \(moment))")
  }

  func nextRun() throws -> Instant? {
    try first("SELECT MIN(run_at) FROM jobs WHERE parked_at IS NULL") { try $0[0] as Instant? }
      ?? nil
  }
}

extension House {
  func marks() async throws -> [String] {
    try await db.read { try $0.all("SELECT job FROM marks ORDER BY job") { try $0[0] } }
  }
}
