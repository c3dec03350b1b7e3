// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Agreements
import Desk
import Foundation
import Platform
import Rules
import Storage
import Testing
import Web

/// A year at Lanternhouse, lived from one moment at which something is due to the next: the clock is
/// only ever stepped, and the worker does what came due.
final class Year {
  let world: Lanternhouse
  let cleo: Browser
  private let token: String
  private(set) var numbers: [Int] = []
  /// What people do, by its moment; a list in order.
  private var diary: [(at: Instant, act: () async throws -> Void)] = []

  init(_ world: Lanternhouse) async throws {
    self.world = world
    cleo = Browser(world.site)
    token = try await world.token(.deskRead, .deskWork, .agreementsRead, .agreementsEdit)
  }

  /// Ada's program: a session would end after a week.
  func call(
    _ method: String, _ path: String, _ json: String? = nil, headers: [(String, String)] = []
  ) async throws -> Reply {
    try await Browser(world.site).api(
      method, "/api/v1/" + path, json, token: token, headers: headers)
  }

  static let london = try! Zones().zone(named: "Europe/London")

  /// A reading of the clock on the wall.
  static func at(_ day: String, _ hour: Int, _ minute: Int = 0) -> Instant {
    london.instant(Day(day)!, TimeOfDay(seconds: hour * 3600 + minute * 60))
  }

  func note(_ moment: Instant, _ act: @escaping () async throws -> Void) {
    diary.append((moment, act))
  }

  /// Lives until the diary is empty and the moment has come.
  func live(until end: Instant) async throws {
    while world.clock.now < end {
      diary.sort { $0.at < $1.at }
      let next = min(diary.first?.at ?? end, end)
      try await work(until: next)
      guard let first = diary.first, first.at <= world.clock.now else { continue }
      diary.removeFirst()
      try await first.act()
      try await world.runJobs()
    }
  }

  /// The worker comes round at every moment something is due, at most ten seconds late.
  private func work(until end: Instant) async throws {
    while world.clock.now < end {
      let due = try await world.house.db.read { db in
        let looks: Instant?? = try db.first("SELECT MIN(look_at) FROM tickets") { try $0[0] }
        let jobs: Instant?? = try db.first(
          "SELECT MIN(run_at) FROM jobs WHERE parked_at IS NULL"
        ) { try $0[0] }
        return [looks ?? nil, jobs ?? nil].compactMap(\.self).min()
      }
      let tick = world.clock.now.advanced(by: 10)
      world.clock.set(min(max(due ?? end, tick), max(end, tick)))
      try await world.runJobs()
    }
  }
}

/// What the people of the house and their client do.
extension Year {
  @discardableResult
  func act(_ path: String, _ json: String, on number: Int) async throws -> JSON {
    let tag = try await call("GET", "tickets/\(number)").header("ETag") ?? ""
    let reply = try await call(
      "POST", "tickets/\(number)/\(path)", json, headers: [("If-Match", tag)])
    #expect(reply.status == 200, "\(path) on \(number): \(reply.text)")
    return try reply.json
  }

  func open(_ subject: String, urgency: String = "hinders") async throws -> Int {
    let reply = try await call(
      "POST", "tickets",
      #"{"contact":"cleo","subject":"\#(subject)","words":"It was fine."}"#)
    let number = try #require(try reply.json["number"]?.number, "\(reply.text)")
    numbers.append(number)
    return number
  }

  /// The link lasts a quarter, so each visit is by a fresh one.
  func visit(_ path: String, _ words: String) async throws {
    let target = "/for/\(world.link(of: "cleo"))/\(path)"
    let page = target.split(separator: "/").dropLast().joined(separator: "/")
    let reply = try await cleo.post(target, [("words", words)], from: "/" + page)
    #expect(reply.status == 303, "\(path): \(reply.text.suffix(600))")
  }

  /// One ticket's life, by its turn.
  func request(_ turn: Int, at moment: Instant) {
    note(moment) { [self] in
      let number = try await open("Request \(turn)")
      // Never at the very second a mark is reached: a stop there wins over an alarm (SLA 48).
      let later = { (hours: Int) in moment.advanced(by: hours * 3600 + 420) }
      switch turn % 6 {
      case 0: answered(number, later(1), fixed: later(25))
      case 1:
        try await act("holder", #"{"holder":"ben"}"#, on: number)
        answered(number, later(80), fixed: later(150))
      case 2: asked(number, later)
      case 3:
        answered(number, later(2), fixed: later(100))
        note(later(3)) { [self] in
          try await act("third-party", #"{"name":"Carrier","reference":"C-1"}"#, on: number)
        }
        note(later(75)) { [self] in
          try await act("third-party/answer", #"{"words":"Line is up."}"#, on: number)
        }
      case 4:
        answered(number, later(1), fixed: later(5))
        note(later(49)) { [self] in
          try await visit("requests/\(number)/not-fixed", "It is back.")
        }
        note(later(54)) { [self] in
          try await act("resolution", #"{"fix":"A new cable."}"#, on: number)
        }
      default: answered(number, later(200), fixed: later(260))
      }
    }
  }

  private func answered(_ number: Int, _ reply: Instant, fixed: Instant) {
    note(reply) { [self] in try await act("reply", #"{"words":"We look."}"#, on: number) }
    note(fixed) { [self] in try await act("resolution", #"{"fix":"Restarted."}"#, on: number) }
  }

  /// An ask nobody answers for four days: it reminds of itself at half its time, when due and after.
  private func asked(_ number: Int, _ later: @escaping (Int) -> Instant) {
    answered(number, later(1), fixed: later(120))
    note(later(2)) { [self] in
      let due = later(50)
      let json = try await act(
        "asks",
        #"{"sentence":"Which room?","contact":"cleo","dueAt":"\#(due)","way":"write"}"#, on: number)
      let ask = try #require(json["asks"]?.list?.last?["id"]?.text)
      note(later(98)) { [self] in try await visit("asks/\(ask)/answer", "The attic.") }
    }
  }
}

/// What changes in the house itself.
extension Year {
  func furnish() async throws {
    let ben = world.house
    try await ben.db.write { db in
      var member = try #require(try Member.all(in: db).first { $0.id == ID("ben") })
      member.hours = WorkingHours(
        zone: "Europe/London",
        lines: ["mon", "tue", "wed", "thu", "fri"].map { "\($0) 08:00-16:00" }
          .joined(separator: "\n"))
      try member.update(in: db)
    }
  }

  func takeHolidays() async throws {
    let events = [
      ("DTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY", "Christmas Day"),
      ("DTSTART;VALUE=DATE:20201226\r\nRRULE:FREQ=YEARLY", "Boxing Day"),
      ("DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=YEARLY", "New Year"),
      ("DTSTART;VALUE=DATE:20200831\r\nRRULE:FREQ=YEARLY;BYMONTH=8;BYDAY=-1MO", "Summer"),
      ("DTSTART;VALUE=DATE:20260403\r\nDTEND;VALUE=DATE:20260407", "Easter"),
      ("DTSTART;VALUE=DATE:20261228", "Boxing Day observed"),
    ]
    let body = events.enumerated().map {
      "BEGIN:VEVENT\r\nUID:\($0.offset)\r\n\($0.element.0)\r\nSUMMARY:\($0.element.1)\r\nEND:VEVENT\r\n"
    }.joined()
    let file = Data("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\(body)END:VCALENDAR\r\n".utf8)
    let sent = try await call(
      "POST", "calendars/office/holiday-files",
      "{\"file\":\"\(file.base64EncodedString())\"}")
    let place = try #require(sent.header("Location"), "\(sent.text)")
    let taken = try await call(
      "POST", "\(place.dropFirst(8))/versions", #"{"effectiveFrom":"2026-03-02"}"#,
      headers: [("If-Match", sent.header("ETag") ?? "")])
    #expect(taken.status == 200, "\(taken.text)")
  }

  /// The client renews: calmer promises for what is opened from August on.
  func renew() async throws {
    let house = world.house
    let now = world.clock.now
    try await house.db.write { db in
      let known = try Agreement.find(ID("promises"), for: .everyClient, in: db)
      let level = try Preset.calm.level(
        version: "2", effectiveFrom: Year.at("2026-08-01", 0), calendar: "office")
      let drafted = try known.drafted(level, matrix: .standard, note: "Renewed", at: now)
      let signed = try drafted.value.signed(
        by: "Their director", on: now, recordedBy: ID("ada"), at: now, opens: { _ in true })
      try signed.value.save(over: known, in: db)
      try db.append(drafted.facts + signed.facts, by: .system, at: now)
    }
  }

  /// The office stays closed on a day nobody knew of yesterday.
  func close(_ day: String) async throws {
    let calendar = try await call("GET", "calendars/office")
    let last = try #require(try calendar.json["versions"]?.list?.last)
    var body = [JSON.Member("effectiveFrom", .text(String(Year.today(world).description)))]
    for key in ["mon", "tue", "wed", "thu", "fri"] {
      body.append(.init(key, .text(last["week"]?[key]?.text ?? "")))
    }
    body.append(.init("filed", .text(last["filed"]?.text ?? "")))
    body.append(.init("exceptions", .text("\(day) closed")))
    let reply = try await call(
      "POST", "calendars/office/versions",
      String(decoding: JSON.object(body).bytes(), as: UTF8.self),
      headers: [("If-Match", calendar.header("ETag") ?? "")])
    #expect(reply.status == 200, "\(reply.text)")
  }

  static func today(_ world: Lanternhouse) -> Day { london.day(at: world.clock.now) }

  /// When the ticket's clock is due, as the stored row says.
  func due(_ clock: ClockKind, of number: Int) async throws -> Instant? {
    try await world.house.db.read { db in
      try db.first(
        """
        SELECT k.due_at FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id
        WHERE t.number = \(number) AND k.clock = \(clock) ORDER BY k.cycle DESC
        """
      ) { try $0[0] as Instant? } ?? nil
    }
  }
}
