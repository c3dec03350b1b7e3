// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Foundation
import Platform
import Reviews
import Rules
import Storage
import TestSupport
import Testing
import Web

/// A year with Harbour Dental: holidays and two clock changes, a renewal, a closed day, and at its end
/// every figure agrees with every other.
struct YearTests {
  @Test(arguments: Scratch.Engine.given)
  func `after a year the books agree`(engine: Scratch.Engine) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let year = try await Year(world)
      try await year.furnish()
      try await year.takeHolidays()
      plan(year)
      try await year.live(until: Year.at("2027-03-08", 9))
      #expect(year.numbers.count == 58)
      try await afterClosing(year)
      #expect(try await world.house.db.audit().fault == nil)
      let told = try await stories(world)
      try await spansTile(told, world)
      try await rowsAreTheFold(told, world)
      try await marksAreMailedOnce(told, world)
      try await monthsAreTheirRecount(told, world)
    }
  }

  private func plan(_ year: Year) {
    let first = Day("2026-03-03")!
    for week in 0..<51 {
      let tuesday = first.advanced(by: week * 7)
      let isFriday = week % 2 == 1
      year.request(
        week,
        at: isFriday
          ? Year.at("\(tuesday.advanced(by: 3))", 16, 45) : Year.at("\(tuesday)", 10, 30))
    }
    // Over Christmas, in the gap of March and in the hour that comes twice in October.
    for (turn, moment) in [
      Year.at("2026-12-24", 16, 30), Year.at("2026-12-25", 11), Year.at("2026-12-31", 23, 59),
      Year.at("2026-03-29", 1, 30), Year.at("2026-10-25", 1, 30), Year.at("2027-01-01", 0),
    ].enumerated() {
      year.request(turn, at: moment)
    }
    year.note(Year.at("2026-07-15", 11)) { try await year.renew() }
    year.note(Year.at("2026-09-23", 12)) { try await closedDay(year) }
  }

  /// A calendar edit reaches tickets that are open, at once.
  private func closedDay(_ year: Year) async throws {
    let number = try await year.open("Before the closed day")
    let before = try #require(try await year.due(.resolution, of: number))
    try await year.close("2026-09-24")
    try await year.world.runJobs()
    let after = try #require(try await year.due(.resolution, of: number))
    #expect(after.since(before) == 86_400, "\(before) \(after)")
    year.note(Year.at("2026-09-25", 10, 7)) {
      try await year.act("resolution", #"{"fix":"Done."}"#, on: number)
    }
  }

  /// A closed ticket stays closed; a mail to it opens another that names it.
  private func afterClosing(_ year: Year) async throws {
    let world = year.world
    let number = year.numbers[0]
    let state = try await year.call("GET", "tickets/\(number)")
    #expect(try state.json["state"]?.text == "closed")
    let again = try await year.call(
      "POST", "tickets/\(number)/reopening", #"{"why":"It is back."}"#,
      headers: [("If-Match", state.header("ETag") ?? "")])
    #expect(again.status == 422, "\(again.text)")
    let letter = try await world.house.db.read { db in
      try db.first(
        """
        SELECT l.message_id FROM letters l JOIN tickets t ON t.id = l.ticket_id
        WHERE t.number = \(number) AND l.direction = 'outbound' AND l.message_id IS NOT NULL
        """
      ) { try $0[0] as String }
    }
    let mark = try #require(letter).filter { !"<>".contains($0) }
    let mail =
      "From: Cleo <cleo@harbourdental.example>\r\nTo: desk@lanternhouse.example\r\nSubject: Re: it\r\nMessage-ID: <late@x.example>\r\nIn-Reply-To: <\(mark)>\r\n\r\nIt is back.\r\n"
    #expect(
      try await Receiving.receive(Array(mail.utf8), at: world.clock.now, house: world.house))
    try await world.runJobs()
    let newest = try await year.call("GET", "tickets").json["items"]?.list ?? []
    let found: [Int] = newest.compactMap { $0["number"]?.number }
    let opened = try #require(found.max(), "a ticket was opened")
    #expect(opened > year.numbers.max() ?? 0)
    let page = try await world.signedIn(.ada).get("/tickets/\(opened)")
    #expect(page.text.contains("/tickets/\(number)\">Goes on from T-\(number)</a>"))
  }
}

/// What must be true of any year.
extension YearTests {
  private typealias Told = [(TicketStory, TicketClocks)]

  private func stories(_ world: Lanternhouse) async throws -> Told {
    let now = world.clock.now
    let house = world.house
    return try await house.db.read { db in
      try db.all("SELECT id FROM tickets ORDER BY number") { try $0[0] as ID<Ticket> }.map { id in
        let story = try TicketStory.find(id, for: .everyClient, in: db)
        return (story, try TicketClocks.read(story.history, asOf: now, house: house, in: db))
      }
    }
  }

  private func spansTile(_ told: Told, _ world: Lanternhouse) async throws {
    for (story, clocks) in told {
      for cycle in clocks.reading.cycles {
        var at = cycle.startedAt
        for span in cycle.spans {
          #expect(span.from == at && span.to > span.from, "T-\(story.ticket.number)")
          at = span.to
        }
        #expect(at == cycle.stoppedAt ?? world.clock.now || cycle.spans.isEmpty)
        let counted = cycle.spans.reduce(0) { $0 + $1.countedSeconds }
        #expect(counted == cycle.elapsedSeconds, "T-\(story.ticket.number) \(cycle.clock)")
      }
    }
  }

  private func rowsAreTheFold(_ told: Told, _ world: Lanternhouse) async throws {
    let rows = try await world.house.db.read { db in
      try db.all(
        """
        SELECT ticket_id, clock, cycle, state, started_at, stopped_at, target, elapsed, due_at,
          breach_at, paused_wall FROM clock_cycles
        """
      ) { row in
        let stop: Instant? = try row[5]
        let target: Int? = try row[6]
        let due: Instant? = try row[8]
        let breach: Instant? = try row[9]
        let isOver = stop != nil
        return try Self.line(
          row[0], row[1], row[2], row[3], row[4], stop, target, isOver ? row[7] : 0, due, breach,
          isOver ? row[10] : 0)
      }
    }
    let folded = told.flatMap { story, clocks in
      clocks.reading.cycles.map { cycle in
        let isOver = cycle.stoppedAt != nil
        return Self.line(
          story.ticket.id, cycle.clock, cycle.cycle, cycle.state, cycle.startedAt, cycle.stoppedAt,
          cycle.targetSeconds, isOver ? cycle.elapsedSeconds : 0, cycle.dueAt, cycle.breachAt,
          isOver ? cycle.pausedWallSeconds : 0)
      }
    }
    #expect(Set(rows).symmetricDifference(folded).sorted().prefix(4) == [])
    #expect(rows.count == folded.count && rows.count > 120)
    #expect(told.flatMap(\.1.reading.cycles).contains { $0.breached })
  }

  private static func line(
    _ ticket: ID<Ticket>, _ clock: ClockKind, _ cycle: Int, _ state: ClockCycle.State,
    _ start: Instant, _ stop: Instant?, _ target: Int?, _ elapsed: Int, _ due: Instant?,
    _ breach: Instant?, _ paused: Int
  ) -> String {
    let moments = [stop, due, breach].map { $0?.description ?? "-" }.joined(separator: " ")
    return
      "\(ticket) \(clock) \(cycle) \(state) \(start) \(moments) \(target ?? -1) \(elapsed) \(paused)"
  }

  private func marksAreMailedOnce(_ told: Told, _ world: Lanternhouse) async throws {
    let reached = told.flatMap { story, clocks in
      clocks.reading.cycles.flatMap { cycle in
        cycle.marks.map {
          "\(story.ticket.id) \(cycle.clock) \(cycle.cycle) \($0.percent) \($0.at)"
        }
      }
    }
    let (fired, late) = try await world.house.db.read { db in
      let fired = try db.all(
        "SELECT ticket_id, clock, cycle, percent, reached_at FROM clock_marks"
      ) {
        "\(try $0[0] as ID<Ticket>) \(try $0[1] as ClockKind) \(try $0[2] as Int) \(try $0[3] as Int) \(try $0[4] as Instant)"
      }
      let late: Int? = try db.first("SELECT MAX(fired_at - reached_at) FROM clock_marks") {
        try $0[0]
      }
      return (fired, late)
    }
    #expect(Set(fired).symmetricDifference(reached).sorted().prefix(4) == [])
    #expect(fired.count == reached.count && fired.count > 50)
    #expect((late ?? 0) <= 10, "the worker comes round within ten seconds")
    try await alarmsAreOnePerMark(world, fired.count)
  }

  private func alarmsAreOnePerMark(_ world: Lanternhouse, _ marks: Int) async throws {
    let alarms = try await world.house.db.read { db in
      try db.all(
        """
        SELECT member_id, state, COALESCE(send_at, 0), message_id FROM letters
        WHERE kind = 'alarm'
        """
      ) {
        (
          member: try $0[0] as String, state: try $0[1] as String, at: try $0[2] as Instant,
          id: try $0[3] as String
        )
      }
    }
    #expect(alarms.count == marks, "one letter a mark: to the holder, else to the one dispatcher")
    #expect(Set(alarms.map(\.state)) == ["sent", "moot"])
    let sent = alarms.filter { $0.state == "sent" }
    #expect(sent.count > 9 * (alarms.count - sent.count), "few clocks end before Ben's morning")
    #expect(Set(alarms.map(\.member)) == ["ben", "dee"])
    let bens = try await world.house.db.read { db in
      let ben = try #require(try Member.all(in: db).first { $0.id == ID("ben") })
      let hours = HoursIndex(try ben.hours.timetable(in: Year.london), years: 2026...2027)
      return alarms.filter { $0.member == "ben" }.allSatisfy { hours.isOpen($0.at) }
    }
    #expect(bens, "Ben is told in his hours only")
    let posted = world.tray.postings.map { String(decoding: $0.message, as: UTF8.self) }
    for alarm in alarms {
      let count = posted.count { $0.contains("<\(alarm.id)>") && $0.contains("Message-ID") }
      #expect(count == (alarm.state == "sent" ? 1 : 0))
    }
  }

  private func monthsAreTheirRecount(_ told: Told, _ world: Lanternhouse) async throws {
    let (house, now) = (world.house, world.clock.now)
    var judged = 0
    for number in 3...14 {
      let first = Day(year: 2026 + (number - 1) / 12, month: (number - 1) % 12 + 1, day: 1)!
      let report = try await house.db.read {
        try MonthlyReport.load(
          ID("harbour"), month: Month(of: first), asOf: now, for: .everyClient, house: house,
          in: $0)
      }
      let cycles = try await recount(told, asOf: min(report.period.upperBound, now), house)
      #expect(report.card == Scorecard(cycles, in: report.period), "\(first)")
      judged += report.card.lines.reduce(0) { $0 + $1.met + $1.breached }
    }
    #expect(judged > 120)
  }

  /// The cycles as the events tell them at a moment; a story that had ended by then is told already.
  private func recount(
    _ told: Told, asOf moment: Instant, _ house: House
  ) async throws -> [ClockCycle] {
    try await house.db.read { db in
      try told.filter { $0.0.ticket.openedAt < moment }.flatMap { story, clocks in
        let isOver = clocks.reading.cycles.allSatisfy { $0.stoppedAt.map { $0 < moment } ?? false }
        return isOver
          ? clocks.reading.cycles
          : try TicketClocks.read(story.history, asOf: moment, house: house, in: db).reading.cycles
      }
    }
  }
}
