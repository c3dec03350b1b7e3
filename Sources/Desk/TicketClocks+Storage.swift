// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Platform
import Rules
import Storage

/// What a ticket's clocks say at a moment, and under which terms they say it.
package struct TicketClocks: Sendable {
  package let reading: ClockReading
  /// For each event the clocks heard, the sequence of the ticket event it came from.
  package let origins: [Int]
  /// Version of the time-zone data the hours were counted with (SLA 56).
  package let zoneData: String
  /// The calendars they count by, by identity.
  package let calendars: [String: Calendar]
  /// Clocks the source did not tell of.
  package let unrecorded: Set<ClockKind>
  /// The hours they count by.
  let book: ClockBook

  /// Folds the history under the agreements it names. A pure function of what is stored.
  package static func read(
    _ history: [RecordedTicketEvent], asOf now: Instant, house: House, in db: Connection
  ) throws -> TicketClocks {
    let terms = try terms(of: [history], asOf: now, house: house, in: db)
    return try TicketClocks(history, under: terms, asOf: now)
  }

  /// The terms all these histories stand under, loaded once for many readings.
  package static func terms(
    of histories: [[RecordedTicketEvent]], asOf now: Instant, house: House, in db: Connection
  ) throws -> ClockTerms {
    let since = histories.compactMap { $0.map(\.occurredAt).min() }.min() ?? now
    return try ClockTerms.load(
      Set(histories.joined().compactMap(\.agreement)), since: since, house: house, in: db)
  }

  /// Folds the history under terms that hold every agreement it names.
  package init(
    _ history: [RecordedTicketEvent], under terms: ClockTerms, asOf now: Instant
  ) throws {
    let (events, origins) = history.forClocks
    reading = try terms.book.reading(of: events, asOf: now, [.looks, .waits, .spans])
    self.origins = origins
    zoneData = terms.zoneData
    book = terms.book
    calendars = terms.calendars
    unrecorded = history.unrecordedClocks
  }

  /// The cycles of which the truth is known.
  var recorded: [ClockCycle] { reading.cycles.filter { !unrecorded.contains($0.clock) } }

  package var live: [ClockCycle] {
    recorded.filter { $0.state == .running || $0.state == .paused }
  }

  /// The promise that breaks next: the earliest due among the running, late ones first.
  package var next: ClockCycle? {
    live.filter { $0.targetSeconds != nil }.min { rank($0) < rank($1) }
  }

  private func rank(_ cycle: ClockCycle) -> (Int, Int) {
    (cycle.state == .running ? 0 : 1, (cycle.dueAt ?? cycle.dueIfResumed)?.seconds ?? .max)
  }

  /// Where the ticket stands in a list ordered by the next promise at risk: what runs by its due
  /// moment, then what is paused, then what nobody promised.
  var dueRank: Int {
    guard let next else { return TicketClocks.unpromised }
    let due = (next.dueAt ?? next.dueIfResumed)?.seconds ?? TicketClocks.paused
    return next.state == .running ? due : TicketClocks.paused + due
  }

  static let paused = 1_000_000_000_000
  static let unpromised = 1_000_000_000_000_000

  var lookAt: Instant? { reading.nextLook }

  /// Whether a clock has come to a mark that nobody was told of: an act, or other terms or hours,
  /// may carry it over several at once (SLA 50).
  func hasUnseenMark(of ticket: Ticket, in db: Connection) throws -> Bool {
    guard recorded.contains(where: { !$0.marks.isEmpty }) else { return false }
    let seen: [(ClockKind, Int, Int)] = try db.all(
      "SELECT clock, cycle, percent FROM clock_marks WHERE ticket_id = \(ticket.id)"
    ) { (try $0[0], try $0[1], try $0[2]) }
    return recorded.contains { cycle in
      cycle.marks.contains { mark in
        !seen.contains { $0 == (cycle.clock, cycle.cycle, mark.percent) }
      }
    }
  }

  /// The cycles as rows. Written whole: a correction may take cycles away.
  func save(of ticket: Ticket, in db: Connection) throws {
    try db.execute("DELETE FROM clock_cycles WHERE ticket_id = \(ticket.id)")
    for cycle in reading.cycles {
      try CycleRow(cycle, of: ticket, self).insert(for: ticket.placement.client, in: db)
    }
  }
}

extension ClockCycle {
  /// Covered seconds it stood still for the party.
  package func waited(for party: PauseReason.Party) -> Int {
    waits.filter { $0.reason.party == party }.reduce(0) { $0 + $1.business }
  }
}

extension RecordedTicketEvent {
  /// The agreement this event puts the ticket under.
  fileprivate var agreement: ID<Agreement>? {
    switch event {
    case .opened(let opening): opening.placement.agreement
    case .moved(let placement, _): placement.agreement
    default: nil
    }
  }
}
