// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct JobRaceTests {
  private func with(
    on engine: Scratch.Engine, _ jobs: [JobHandler], schedule: [Recurring] = [],
    _ body: (House, SetClock, Workings) async throws -> Void
  ) async throws {
    let room = Workings(migrations: [JobTests.marks], jobs: jobs, schedule: schedule)
    let tables = Workings(migrations: Workings.ground.migrations)
    try await TestHouse.with(tables + room, on: engine) { house, clock throws in
      try await body(house, clock, room)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `two workers do two hundred jobs, each once`(engine: Scratch.Engine) async throws {
    try await with(on: engine, [JobTests.marking]) { house, clock, room throws in
      let now = clock.now
      try await house.db.write { db in
        for number in 0..<200 {
          try db.enqueue(Job(kind: "mark", key: "\(number)", runAt: now))
        }
      }
      let first = Worker(house: house, workings: room)
      let second = Worker(house: house, workings: room)
      async let some = first.runDue()
      async let others = second.runDue()
      #expect(try await some + others == 200)
      let marks = try await house.marks()
      #expect(marks.count == 200)
      #expect(Set(marks).count == 200)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a worker believed dead can't write what another has done`(
    engine: Scratch.Engine
  ) async throws {
    let gate = Gate()
    let slow = JobHandler("slow") { house, job in
      let name = await gate.enter()
      return JobHandler.Effect { try $0.mark(name, at: TestHouse.monday) }
    }
    try await with(on: engine, [slow]) { house, clock, room throws in
      let now = clock.now
      try await house.db.write { try $0.enqueue(Job(kind: "slow", key: "x", runAt: now)) }
      // A lease that has run out as soon as it begins stands for a worker that went silent.
      let silent = Worker(house: house, workings: room, lease: 0)
      async let first = silent.runDue(at: now)
      await gate.firstHasEntered()
      let second = Worker(house: house, workings: room)
      #expect(try await second.runDue(at: now) == 1)
      await gate.letFirstGo()
      _ = try await first
      #expect(try await house.marks() == ["second"])
      #expect(try await house.db.read { try $0.nextRun() } == nil)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a worker that dies leaves its job to the next`(engine: Scratch.Engine) async throws {
    let dying = JobHandler("mark") { _, _ in
      try await Task.sleep(for: .seconds(3600))
      return .nothing
    }
    try await with(on: engine, [JobTests.marking]) { house, clock, room throws in
      let now = clock.now
      try await house.db.write { try $0.enqueue(Job(kind: "mark", key: "x", runAt: now)) }
      let doomed = Worker(house: house, workings: Workings(jobs: [dying]), lease: 0)
      let death = Task { try await doomed.runDue(at: now) }
      while try await house.db.read({ try $0.begun() }) == 0 { await Task.yield() }
      let next = Worker(house: house, workings: room)
      #expect(try await next.runDue(at: now) == 1)
      death.cancel()
      _ = await death.result
      #expect(try await house.marks() == ["x"])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a job that takes each worker down is parked at last`(engine: Scratch.Engine) async throws {
    try await with(on: engine, [JobTests.marking]) { house, clock, room throws in
      let now = clock.now
      try await house.db.write { db in
        try db.enqueue(Job(kind: "mark", key: "x", runAt: now))
        try db.execute("UPDATE jobs SET attempts = 10, lease_until = 1")
      }
      #expect(try await Worker(house: house, workings: room).runDue() == 1)
      #expect(try await house.marks().isEmpty)
      #expect(
        try await house.db.read { try $0.parkedJobs() }[0].reason.contains("never came to an end"))
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `eight nodes share a schedule and each stretch is worked once`(
    engine: Scratch.Engine
  ) async throws {
    let every = Recurring("mark", every: 60)
    try await with(on: engine, [JobTests.marking], schedule: [every]) { house, clock, room throws in
      for _ in 0..<5 {
        let now = clock.now
        await withTaskGroup { nodes in
          for _ in 0..<8 {
            nodes.addTask {
              await #expect(throws: Never.self) {
                try await Worker(house: house, workings: room).runDue(at: now)
              }
            }
          }
        }
        clock.advance(by: 60)
      }
      #expect(try await house.marks().count == 5)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a running worker does what is due and finishes what it holds when stopped`(
    engine: Scratch.Engine
  ) async throws {
    let gate = Gate()
    let slow = JobHandler("slow") { _, job in
      _ = await gate.enter()
      return JobHandler.Effect { try $0.mark(job.key, at: TestHouse.monday) }
    }
    try await with(on: engine, [slow]) { house, clock, room throws in
      let now = clock.now
      try await house.db.write { try $0.enqueue(Job(kind: "slow", key: "x", runAt: now)) }
      let worker = Worker(house: house, workings: room)
      async let work: Void = worker.run()
      await gate.firstHasEntered()
      await worker.stop()
      #expect(try await house.marks().isEmpty)
      await gate.letFirstGo()
      await work
      #expect(try await house.marks() == ["x"])
    }
  }
}

/// Holds the first who comes until told to let go, so that a test decides who is slow.
private actor Gate {
  private var entered = 0
  private var first: CheckedContinuation<Void, Never>?
  private var waiting: CheckedContinuation<Void, Never>?

  func enter() async -> String {
    entered += 1
    guard entered == 1 else { return "second" }
    await withCheckedContinuation { continuation in
      first = continuation
      waiting?.resume()
    }
    return "first"
  }

  func firstHasEntered() async {
    if first == nil { await withCheckedContinuation { waiting = $0 } }
  }

  func letFirstGo() { first?.resume() }
}

extension Connection {
  fileprivate func begun() throws -> Int {
    try first("SELECT COUNT(*) FROM jobs WHERE attempts > 0") { try $0[0] }!
  }
}
