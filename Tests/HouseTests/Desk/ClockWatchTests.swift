// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Platform
import Rules
import Storage
import TestSupport
import Testing
import Web

@testable import Desk

/// One ticket that can't be read must not silence the alarms of all the others.
struct ClockWatchTests {
  /// A row whose story is gone, the first in line to be looked at.
  private static let ghost: SQL = """
    INSERT INTO tickets (id, number, client_id, subject, channel, state, move, priority, live,
      opened_at, last_word_at, wrote_again, logged_minutes, version, due_rank, look_at)
    SELECT 'ghost', 9999, client_id, subject, channel, state, move, priority, live, opened_at,
      last_word_at, wrote_again, logged_minutes, version, due_rank, 1
    FROM tickets LIMIT 1
    """

  @Test func `a ticket that can't be read is logged, put back, and stops no alarm`() async throws {
    let book = Log.Book()
    try await Lanternhouse.with(log: .recording(book)) { world in
      try await world.receive(
        """
        From: Cleo <cleo@harbourdental.example>
        To: desk@lanternhouse.example
        Subject: The scanner is dark

        Since this morning.

        """)
      try await world.runJobs()
      _ = try await world.house.db.write { try $0.execute(Self.ghost) }
      world.clock.advance(by: 6 * 3600)
      try await world.runJobs()
      let now = world.clock.now
      let (alarms, lookAt) = try await world.house.db.read { db in
        (
          try db.first(
            """
            SELECT COUNT(*) FROM letters l JOIN tickets t ON t.id = l.ticket_id
            WHERE l.kind = 'alarm' AND t.subject = 'The scanner is dark' AND t.id <> 'ghost'
            """
          ) { try $0[0] as Int } ?? 0,
          try db.first("SELECT look_at FROM tickets WHERE id = 'ghost'") { try $0[0] as Instant }
        )
      }
      #expect(alarms > 0)
      #expect(lookAt.map { $0 > now } == true)
      #expect(book.lines.filter { $0.level == .error }.map { $0.values["ticket"] } == ["ghost"])
    }
  }

  @Test func `an alarm goes to nobody who may not see the client`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ada = try await world.signedIn(.ada)
      let given = try await world.act("holder", #"{"holder":"ben"}"#, on: number, as: ada)
      #expect(given.status == 200, "\(given.text)")
      try await world.house.db.write { db in
        for member in ["ben", "dee"] {
          try db.execute("UPDATE members SET restricted = 1 WHERE id = \(member)")
          try Member.grant(ID("kline"), to: ID(member), in: db)
        }
      }
      world.clock.advance(by: 3 * 86_400)
      try await world.runJobs()
      let told = try await world.house.db.read {
        try $0.all("SELECT DISTINCT member_id FROM letters WHERE kind = 'alarm'") {
          try $0[0] as String
        }
      }
      #expect(Set(told) == ["ada", "rex"])
    }
  }

  /// Somebody does something on the ticket after a mark and before it was looked at.
  @Test func `an act right after a mark does not keep its alarm back`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ada = try await world.signedIn(.ada)
      world.clock.advance(by: 4 * 3600 - 60)
      #expect(try await world.act("notes", #"{"words":"Hm."}"#, on: number, as: ada).status == 200)
      try await world.runJobs()
      let marks = try await world.house.db.read {
        try $0.all("SELECT percent FROM clock_marks WHERE clock = 'firstResponse'") {
          try $0[0] as Int
        }
      }
      #expect(marks.contains(75))
    }
  }

  /// Whoever changes a ticket, or only counts it anew, builds on what stands.
  @Test func `many at one ticket at once lose nothing of one another`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let house = world.house
      let now = world.clock.now
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<8 {
          group.addTask {
            for turn in 0..<5 {
              try await house.db.write { db in
                let story = try TicketStory.forChange(number: number, for: .everyClient, in: db)
                let logged = story.ticket.logged(ID("e-\(writer)-\(turn)"), minutes: 1, at: now)
                try story.save(logged, by: .system, at: now, house: house, in: db)
              }
              try await house.db.write { db in
                try TicketStory.forChange(number: number, for: .everyClient, in: db)
                  .store(at: now, house: house, in: db)
              }
            }
          }
        }
        try await group.waitForAll()
      }
      let (minutes, version, last) = try await house.db.read { db in
        try db.first(
          """
          SELECT t.logged_minutes, t.version, MAX(j.sequence) FROM tickets t
          JOIN journal j ON j.subject = 'ticket/' || t.id
          WHERE t.number = \(number) GROUP BY t.logged_minutes, t.version
          """
        ) { (try $0[0] as Int, try $0[1] as Int, try $0[2] as Int) }!
      }
      #expect(minutes == 40 && version == last)
    }
  }

  @Test func `a change decided on an old story is refused`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let house = world.house
      let now = world.clock.now
      let old = try await house.db.read {
        try TicketStory.find(number: number, for: .everyClient, in: $0)
      }
      let note = old.ticket.noted("First", at: now)
      try await house.db.write {
        try old.save(note, by: .system, at: now, house: house, in: $0)
      }
      await #expect(throws: Overtaken.self) {
        try await house.db.write {
          try old.save(note, by: .system, at: now, house: house, in: $0)
        }
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `SLA 50, 51: a clock carried over its marks by a new priority alarms at once`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let number = try await world.ticket()
      let ada = try await world.signedIn(.ada)
      for (path, json) in [
        ("reply", #"{"words":"We look.","afterwards":"open"}"#),
        ("holder", #"{"holder":"ben"}"#),
      ] {
        #expect(try await world.act(path, json, on: number, as: ada).status == 200)
      }
      world.clock.advance(by: 7 * 3600 + 1800)
      try await world.runJobs()
      let raised = try await world.act(
        "priority", #"{"impact":"everyone","urgency":"high","why":"All are down"}"#, on: number,
        as: world.signedIn(.ada))
      #expect(raised.status == 200, "\(raised.text)")
      try await world.runJobs()
      let (marks, alarms) = try await world.house.db.read { db in
        (
          try db.all("SELECT percent FROM clock_marks WHERE clock = 'resolution' ORDER BY 1") {
            try $0[0] as Int
          },
          try db.all("SELECT subject FROM letters WHERE kind = 'alarm' AND subject LIKE '%Fix%'") {
            try $0[0] as String
          }
        )
      }
      #expect(marks == [50, 75, 90, 100])
      #expect(alarms == ["T-\(number): 100 % of Fix used"])
    }
  }
}
