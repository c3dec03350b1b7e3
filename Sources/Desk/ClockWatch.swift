// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Platform
import Rules
import Storage

/// Looks at the tickets whose clocks have come to something: a mark, a due moment, terms that take
/// over. The stored moment only finds candidates; the fold decides, and a row that can exist once
/// says who fires (SLA 52, HOUSE *Timers*).
struct ClockWatch: Sendable {
  let pen: Pen

  static let kind = "desk.watch"

  static let schedule = Recurring(kind, every: 10) { db, now in
    try db.first("SELECT 1 FROM tickets WHERE look_at <= \(now) LIMIT 1") { _ in true }
      ?? false
  }

  var handler: JobHandler {
    JobHandler(ClockWatch.kind) { house, _, db in
      let now = house.clock.now()
      let due: [ID<Ticket>] = try db.all(
        "SELECT id FROM tickets WHERE look_at <= \(now) ORDER BY look_at, id LIMIT 200"
      ) { try $0[0] }
      for ticket in due {
        let isRead = try db.apart(ticket, house.log) { try look(at: ticket, now, in: db) }
        if !isRead { try later(ticket, now, in: db) }
      }
    }
  }

  /// A ticket that can't be read steps out of the line, so that those behind it are looked at, and
  /// is tried again in an hour.
  private func later(_ id: ID<Ticket>, _ now: Instant, in db: Connection) throws {
    try db.execute(
      "UPDATE tickets SET look_at = \(now.advanced(by: 3600)) WHERE id = \(id)")
  }

  private func look(at id: ID<Ticket>, _ now: Instant, in db: Connection) throws {
    let story = try TicketStory.forChange(id, for: .everyClient, in: db)
    let clocks = try TicketClocks.read(story.history, asOf: now, house: pen.house, in: db)
    var reached: [Reached] = []
    for cycle in clocks.recorded {
      for mark in cycle.marks where try isFirst(mark, of: cycle, on: id, at: now, in: db) {
        reached.append((cycle, mark))
      }
    }
    let facts = try facts(of: story.ticket, clocks, reached, at: now, in: db)
    guard !facts.isEmpty else {
      return try story.store(at: now, looked: true, house: pen.house, in: db)
    }
    var ticket = story.ticket
    ticket.count(facts.count)
    try story.save(
      Change(ticket, facts: facts), by: .system, at: now, looked: true, house: pen.house, in: db)
    for cycle in clocks.live { try warn(story.ticket, cycle, reached, at: now, in: db) }
  }

  /// The marks it came to; and, where terms signed in advance have begun, the promises that are due
  /// at another moment from now on.
  private func facts(
    of ticket: Ticket, _ clocks: TicketClocks, _ reached: [Reached], at now: Instant,
    in db: Connection
  ) throws -> [Fact] {
    let marks = reached.flatMap { cycle, mark in
      ticket.marked(
        clock: cycle.clock.rawValue, cycle: cycle.cycle, percent: mark.percent, at: mark.at
      ).facts
    }
    let recount = Recount(because: .terms, of: ticket.placement.terms)
    let dues = try recount.changes(of: ticket, clocks, in: db)
    return marks + ticket.noting(dues, at: now).facts
  }

  private typealias Reached = (cycle: ClockCycle, mark: ClockCycle.Mark)

  /// True for the one who writes the row.
  private func isFirst(
    _ mark: ClockCycle.Mark, of cycle: ClockCycle, on ticket: ID<Ticket>, at now: Instant,
    in db: Connection
  ) throws -> Bool {
    try db.execute(
      """
      INSERT INTO clock_marks (ticket_id, clock, cycle, percent, reached_at, fired_at)
      VALUES (\(ticket), \(cycle.clock), \(cycle.cycle), \(mark.percent), \(mark.at), \(now))
      ON CONFLICT (ticket_id, clock, cycle, percent) DO NOTHING
      """) == 1
  }

  /// Several marks reached at once are all on record; only the highest is told (SLA 51), and only to
  /// those who may see this client.
  private func warn(
    _ ticket: Ticket, _ cycle: ClockCycle,
    _ reached: [Reached], at now: Instant, in db: Connection
  ) throws {
    let own = reached.filter { $0.cycle.clock == cycle.clock && $0.cycle.cycle == cycle.cycle }
    guard let highest = own.map(\.mark.percent).max() else { return }
    let members = try Member.all(in: db).filter {
      $0.active && $0.scope.covers(ticket.placement.client)
    }
    let told = members.filter { $0.id == ticket.holder }
    let everybody = told.isEmpty ? members.filter { $0.role == .dispatcher } : told
    for member in everybody.isEmpty ? members.filter({ $0.role == .owner }) : everybody {
      try Alarm(ticket: ticket, cycle: cycle, percent: highest, member: member)
        .write(at: now, pen: pen, in: db)
    }
  }
}

/// A word to one of ours that a promise is at risk, in their hours.
struct Alarm: Sendable {
  let ticket: Ticket
  let cycle: ClockCycle
  let percent: Int
  let member: Member

  func write(at now: Instant, pen: Pen, in db: Connection) throws {
    let house = pen.house
    let due: Phrase = cycle.dueAt.map { "It is due \(moment: $0)." } ?? "It waits now."
    let words: Phrase =
      """
      \(member.name), \(phrase: cycle.clock.label) of \(ticket.name), “\(ticket.subject)”, has used \(percent) % of its time. \(phrase: due)

      \(pen.address(ticket.path))
      """
    let subject: Phrase = "\(ticket.name): \(percent) % of \(phrase: cycle.clock.label) used"
    let id = house.ids.next(Letter.self, at: now)
    let sendAt = member.nextOnDuty(from: now, zones: house.zones)
    let letter = Letter(
      id: id, direction: .outbound, kind: .alarm, channel: .mail, ticket: ticket.id,
      client: ticket.placement.client, member: member.id, sender: house.sender,
      recipients: [member.email], subject: try pen.words(subject, for: member, in: db),
      words: try pen.words(words, for: member, in: db),
      messageID: house.messageID(ticket: ticket.number, letter: id), proof: .ours,
      state: house.config.relay == nil ? .kept : .held,
      fate: house.config.relay == nil ? .noRelay : nil, sendAt: sendAt,
      writtenAt: now)
    try letter.insert(in: db)
    if letter.state == .held { try db.enqueue(.send(id, about: cycle, at: sendAt)) }
  }
}

extension Member {
  /// The first moment from then on at which they work; at once when their hours are not stated.
  func nextOnDuty(from now: Instant, zones: Zones) -> Instant {
    guard hours.isStated, let zone = try? zones.zone(named: hours.zone),  // a bad zone states none
      let timetable = try? hours.timetable(in: zone)
    else { return now }
    let year = zone.day(at: now).year
    let index = HoursIndex(timetable, years: year...year + 1)
    if index.isOpen(now) { return now }
    return index.due(from: now, seconds: 1).map { $0.advanced(by: -1) } ?? now
  }
}
