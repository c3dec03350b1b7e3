// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import TestSupport
import Testing

@Suite struct JournalTests {
  static let ticket = Subject("ticket", "01HZ")

  @Test(arguments: Scratch.Engine.given)
  func `a story reads back as it was told`(engine: Scratch.Engine) async throws {
    try await TestHouse.with(on: engine) { house, clock throws in
      let opened = Fact(
        "ticket.opened", about: Self.ticket, client: ID("harbour"), at: clock.now,
        [
          "subject": .text("Drucker “kaputt” \u{1F5A8}\n\u{202E}"), "number": .number(-7),
          "urgent": .flag(true), "cc": .list(["a@b", "\"c\""]), "none": .list([]),
        ])
      let replied = Fact("ticket.replied", about: Self.ticket, at: clock.now.advanced(by: -60))
      let other = Fact("client.added", about: Subject("client", "x/y"), at: clock.now)
      let now = clock.now
      try await house.db.write { db in
        try db.append([opened, other], by: .contact(ID("cleo")), at: now)
      }
      try await house.db.write { try $0.append([replied], by: .member(ID("ben")), at: now) }
      let story = try await house.db.read { try $0.facts(about: Self.ticket) }
      #expect(
        story == [
          Recorded(fact: opened, sequence: 1, recordedAt: now, actor: .contact(ID("cleo"))),
          Recorded(fact: replied, sequence: 2, recordedAt: now, actor: .member(ID("ben"))),
        ])
      let both = try await house.db.read {
        try $0.facts(about: [Self.ticket, other.subject, Subject("ticket", "none")])
      }
      #expect(both.mapValues(\.count) == [Self.ticket: 2, other.subject: 1])
    }
  }

  @Test func `the same values are the same bytes`() throws {
    let values: [String: Fact.Value] = [
      "b": .text("/"), "a": .number(1), "ä": .flag(false), "c": .list(["\u{7}"]),
    ]
    let text = FactBody.text(values)
    #expect(text == #"{"a":1,"b":"/","c":["\u0007"],"ä":false}"#)
    #expect(try FactBody.values(text) == values)
  }

  @Test(arguments: Scratch.Engine.given)
  func `a fact that fails takes the whole change with it`(engine: Scratch.Engine) async throws {
    try await TestHouse.with(on: engine) { house, clock throws in
      struct Stop: Error {}
      let now = clock.now
      await #expect(throws: Stop.self) {
        try await house.db.write { db in
          try db.append([Fact("ticket.opened", about: Self.ticket, at: now)], by: .system, at: now)
          throw Stop()
        }
      }
      #expect(try await house.db.read { try $0.facts(about: Self.ticket) }.isEmpty)
      #expect(try await house.db.audit().sound == 0)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `writers of one story meet: each part is told once, in order`(
    engine: Scratch.Engine
  ) async throws {
    try await TestHouse.with(on: engine) { house, clock throws in
      let now = clock.now
      let told = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<64 {
          group.addTask {
            let fact = Fact("ticket.noted", about: Self.ticket, at: now, ["n": .number(number)])
            do {
              try await house.db.write { try $0.append([fact], by: .system, at: now) }
              return true
            } catch {
              #expect(error is Overtaken)
              return false
            }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      let story = try await house.db.read { try $0.facts(about: Self.ticket) }
      #expect(told > 0)
      #expect(story.map(\.sequence) == Array(1...told))
      #expect(Set(story.map { $0.fact.number("n") }).count == told)
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a listener's job stands in the same commit and is heard once`(
    engine: Scratch.Engine
  ) async throws {
    let room = Workings(
      jobs: [JobHandler("desk.acknowledge") { _, _ in .nothing }],
      listeners: [Listener(on: "ticket.opened", job: "desk.acknowledge")])
    try await TestHouse.with(.ground + room, on: engine) { house, clock throws in
      let now = clock.now
      let opened = Fact("ticket.opened", about: Self.ticket, at: now)
      let noted = Fact("ticket.noted", about: Self.ticket, at: now)
      try await house.db.write { try $0.append([opened, noted], by: .system, at: now) }
      let jobs = try await house.db.read { db in
        try db.all("SELECT kind, key, body FROM jobs") {
          "\(try $0[0] as String) \(try $0[1] as String) \(try $0[2] as String)"
        }
      }
      #expect(
        jobs == [
          #"desk.acknowledge ticket/01HZ#1 {"fact":"ticket.opened","sequence":1,"subject":"ticket/01HZ"}"#
        ])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `nodes that start together agree on who listens`(engine: Scratch.Engine) async throws {
    try await TestHouse.with(on: engine) { house, clock throws in
      let now = clock.now
      let former = Workings(listeners: [Listener(on: "ticket.opened", job: "former")])
      try await house.settle(.ground + former)
      let room = Workings(listeners: [
        Listener(on: "ticket.opened", job: "b"), Listener(on: "ticket.opened", job: "a"),
      ])
      await withTaskGroup { nodes in
        for _ in 0..<8 {
          nodes.addTask {
            await #expect(throws: Never.self) { try await house.settle(.ground + room) }
          }
        }
      }
      let opened = Fact("ticket.opened", about: Self.ticket, at: now)
      try await house.db.write { try $0.append([opened, opened], by: .system, at: now) }
      let jobs: [String] = try await house.db.read {
        try $0.all("SELECT kind, key FROM jobs ORDER BY id") {
          "\(try $0[0] as String) \(try $0[1] as String)"
        }
      }
      #expect(
        jobs == ["a ticket/01HZ#1", "b ticket/01HZ#1", "a ticket/01HZ#2", "b ticket/01HZ#2"])
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `the database itself refuses to change or remove a row`(engine: Scratch.Engine) async throws
  {
    try await TestHouse.with(on: engine) { house, clock throws in
      let now = clock.now
      let worker = Worker(house: house, workings: .ground)
      try await house.db.write {
        try $0.append([Fact("ticket.opened", about: Self.ticket, at: now)], by: .system, at: now)
      }
      try await worker.runDue()
      for statement: SQL in [
        "UPDATE journal SET body = '{}'", "UPDATE journal SET actor = actor",
        "UPDATE journal SET seal = NULL, position = NULL", "UPDATE journal SET position = 9",
        "DELETE FROM journal",
      ] {
        await #expect(throws: StorageError.self, "\(statement.text)") {
          try await house.db.write { try $0.execute(statement) }
        }
      }
      #expect(try await house.db.audit().fault == nil)
    }
  }
}
