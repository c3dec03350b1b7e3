// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// Some tickets counted anew, because what their clocks are counted with is another than before.
struct Recount: Sendable {
  let because: DueChange.Cause
  /// A version of the time-zone data, or the identity of the calendar or the agreement.
  let of: String

  /// One that can't be read stops no other. Their terms are loaded once for all.
  func count(_ tickets: [ID<Ticket>], house: House, in db: Connection) throws {
    let now = house.clock.now()
    var stories: [TicketStory] = []
    for id in tickets {
      try db.apart(id, house.log) {
        stories.append(try TicketStory.forChange(id, for: .everyClient, in: db))
      }
    }
    let terms = try TicketClocks.terms(
      of: stories.map(\.history), asOf: now, house: house, in: db)
    for story in stories {
      try db.apart(story.ticket.id, house.log) {
        let clocks = try TicketClocks(story.history, under: terms, asOf: now)
        let changes = try changes(of: story.ticket, clocks, in: db)
        guard !changes.isEmpty else {
          return try story.store(at: now, under: terms, house: house, in: db)
        }
        try story.save(
          story.ticket.noting(changes, at: now), by: .system, at: now, under: terms, house: house,
          in: db)
      }
    }
  }

  /// The promises that are due at another moment than was stored when these clocks were written.
  func changes(
    of ticket: Ticket, _ clocks: TicketClocks, in db: Connection
  ) throws -> [DueChange] {
    let stored = try StoredDue.all(of: ticket.id, in: db)
    return clocks.live.filter { $0.state == .running }.compactMap { cycle in
      guard let before = stored.first(where: { $0.isOf(cycle) }), let due = cycle.dueAt,
        before.due != due
      else { return nil }
      let isZone = before.zoneData != clocks.zoneData
      return DueChange(
        cycle.clock, cycle: cycle.cycle, from: before.due, to: due,
        because: isZone ? .zoneData : because, of: isZone ? clocks.zoneData : of)
    }
  }
}

/// When a running clock of a ticket was due as it was last written down.
private struct StoredDue {
  let clock: ClockKind
  let cycle: Int
  let due: Instant
  let zoneData: String

  static func all(of ticket: ID<Ticket>, in db: Connection) throws -> [StoredDue] {
    try db.all(
      """
      SELECT clock, cycle, due_at, zone_data FROM clock_cycles
      WHERE ticket_id = \(ticket) AND state = \(ClockCycle.State.running) AND due_at IS NOT NULL
      """
    ) { StoredDue(clock: try $0[0], cycle: try $0[1], due: try $0[2], zoneData: try $0[3]) }
  }

  func isOf(_ other: ClockCycle) -> Bool { clock == other.clock && cycle == other.cycle }
}
