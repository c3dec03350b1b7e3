// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct RequestTests {
  private let reply = IdempotencyKey.Reply(
    status: 201, headers: ["Location": "/tickets/12"], body: Array(#"{"number":12}"#.utf8))

  @Test(arguments: Scratch.Engine.given)
  func `a repeated request gets the reply of the first`(engine: Scratch.Engine) async throws {
    try await TestHouse.with(on: engine) { house, clock throws in
      let now = clock.now
      let reply = reply
      let key = IdempotencyKey("k", of: "member/ada", request: [1])
      #expect(try await house.db.read { try $0.keptReply(to: key) } == nil)
      try await house.db.write { try $0.keep(reply, for: key, at: now) }
      #expect(try await house.db.read { try $0.keptReply(to: key) } == reply)
      let stranger = IdempotencyKey("k", of: "member/dov", request: [1])
      #expect(try await house.db.read { try $0.keptReply(to: stranger) } == nil)
      let other = IdempotencyKey("k", of: "member/ada", request: [2])
      await #expect(throws: IdempotencyKey.Reused.self) {
        _ = try await house.db.read { try $0.keptReply(to: other) }
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `of many copies at once one keeps its effect`(engine: Scratch.Engine) async throws {
    try await TestHouse.with(on: engine) { house, clock throws in
      let (now, reply) = (clock.now, reply)
      let key = IdempotencyKey("k", of: "member/ada", request: [1])
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<32 {
          group.addTask {
            do {
              try await house.db.write { db in
                let fact = Fact("x.done", about: Subject("x", "\(number)"), at: now)
                try db.append([fact], by: .system, at: now)
                try db.keep(reply, for: key, at: now)
              }
              return true
            } catch {
              #expect(error as? StorageError == .unique(constraint: "kept_replies_pkey"))
              return false
            }
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 }.count == 1)
      let effects = try await house.db.read {
        try $0.first("SELECT COUNT(*) FROM journal") { try $0[0] as Int }
      }
      #expect(effects == 1)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `replies are kept for seven days`(engine: Scratch.Engine) async throws {
    try await TestHouse.with(on: engine) { house, clock throws in
      let (start, reply) = (clock.now, reply)
      let key = IdempotencyKey("k", of: "member/ada", request: [1])
      try await house.db.write { try $0.keep(reply, for: key, at: start) }
      let worker = Worker(house: house, workings: .ground)
      clock.advance(by: 7 * 86_400)
      try await worker.runDue()
      #expect(try await house.db.read { try $0.keptReply(to: key) } == reply)
      clock.advance(by: 3600)
      try await worker.runDue()
      #expect(try await house.db.read { try $0.keptReply(to: key) } == nil)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `attempts in parallel share one count, and time forgives`(
    engine: Scratch.Engine
  ) async throws {
    try await TestHouse.with(on: engine) { house, clock throws in
      let throttle = Throttle("sign-in", limit: 5, per: 300)
      let start = clock.now
      let waits = await withTaskGroup(of: Int?.self) { group in
        for _ in 0..<64 {
          group.addTask {
            try? await house.db.write { try $0.count(throttle, for: "ada", at: start) }
          }
        }
        return await group.reduce(into: [Int?]()) { $0.append($1) }
      }
      #expect(waits.filter { $0 == nil }.count == 5)
      #expect(waits.compactMap { $0 } == Array(repeating: 300, count: 59))
      let later = start.advanced(by: 299)
      #expect(try await house.db.write { try $0.count(throttle, for: "ada", at: later) } == 1)
      #expect(try await house.db.write { try $0.count(throttle, for: "ben", at: later) } == nil)
      let forgiven = start.advanced(by: 300)
      #expect(try await house.db.write { try $0.count(throttle, for: "ada", at: forgiven) } == nil)
    }
  }

  @Test func `a bucket gives so many at once, then one at a time`() async {
    let time = Mutex(100)
    let limit = RateLimit(3, per: 60) { time.withLock { $0 } }
    var waits: [Int?] = []
    for _ in 0..<4 { waits.append(await limit.take(for: "10.0.0.1")) }
    #expect(waits == [nil, nil, nil, 20])
    #expect(await limit.take(for: "10.0.0.2") == nil)
    time.withLock { $0 += 19 }
    #expect(await limit.take(for: "10.0.0.1") == 1)
    time.withLock { $0 += 1 }
    #expect(await limit.take(for: "10.0.0.1") == nil)
    #expect(await limit.take(for: "10.0.0.1") == 20)
  }
}
