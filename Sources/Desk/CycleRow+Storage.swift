// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// A clock's cycle as reports count it: kept beside the ticket it ran on.
package struct CycleRow: Sendable {
  package let ticket: ID<Ticket>
  package let number: Int
  package let subject: String
  package let channel: Channel
  package let priority: Priority
  package let agreement: ID<Agreement>?
  /// What it was counted with (SLA 56).
  package let termsVersion: String
  package let calendar: String
  package let zoneData: String
  /// False when the product the ticket was brought from kept the truth to itself.
  package let isRecorded: Bool
  package let cycle: ClockCycle

  package var path: String { "/tickets/\(number)/clocks" }

  /// It stood still for the client without an ask of ours on record.
  package var waitedAsImported: Bool { channel == .imported && cycle.waited(for: .client) > 0 }

  /// The order of every listing: by ticket, then clock, then cycle.
  package var place: (Int, ClockKind, Int) { (number, cycle.clock, cycle.cycle) }
}

extension CycleRow {
  init(_ cycle: ClockCycle, of ticket: Ticket, _ clocks: TicketClocks) {
    let terms = cycle.spans.last
    self.init(
      ticket: ticket.id, number: ticket.number, subject: ticket.subject, channel: ticket.channel,
      priority: terms?.priority ?? ticket.priority, agreement: ticket.placement.agreement,
      termsVersion: terms?.version ?? "", calendar: terms?.calendar ?? "",
      zoneData: clocks.zoneData, isRecorded: !clocks.unrecorded.contains(cycle.clock),
      cycle: cycle)
  }

  func insert(for client: ID<Client>, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO clock_cycles (ticket_id, clock, cycle, client_id, agreement_id, priority,
        terms_version, calendar, zone_data, state, ending, started_at, stopped_at, target,
        elapsed, paused_open, paused_wall, waited_client, waited_third, due_at, breach_at,
        first_breach_at, recorded)
      VALUES (\(ticket), \(cycle.clock), \(cycle.cycle), \(client), \(agreement),
        \(priority.name), \(termsVersion), \(calendar), \(zoneData), \(cycle.state),
        \(cycle.ending), \(cycle.startedAt), \(cycle.stoppedAt), \(cycle.targetSeconds),
        \(cycle.elapsedSeconds), \(cycle.pausedBusinessSeconds), \(cycle.pausedWallSeconds),
        \(cycle.waited(for: .client)), \(cycle.waited(for: .thirdParty)), \(cycle.dueAt),
        \(cycle.breachAt), \(cycle.firstBreachAt), \(isRecorded))
      """)
  }

  /// The cycles of one clock on some tickets.
  package static func all(
    of clock: ClockKind, on tickets: [ID<Ticket>], for scope: Scope, in db: Connection
  ) throws -> [ID<Ticket>: [CycleRow]] {
    var rows: [CycleRow] = []
    for start in stride(from: 0, to: tickets.count, by: 500) {
      let some = Array(tickets[start..<min(start + 500, tickets.count)])
      rows += try db.all(
        """
        SELECT \(columns) FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id
        WHERE k.ticket_id IN \(list: some) AND k.clock = \(clock)
          AND \(scope, client: "k.client_id", contact: "t.contact_id")
        ORDER BY k.cycle
        """, CycleRow.init(row:))
    }
    return Dictionary(grouping: rows, by: \.ticket)
  }

  static let columns: SQL = """
    t.id, t.number, t.subject, t.channel, k.priority, k.agreement_id, k.terms_version, k.calendar,
    k.zone_data, k.recorded, k.clock, k.cycle, k.state, k.ending, k.started_at, k.stopped_at,
    k.target, k.elapsed, k.paused_open, k.paused_wall, k.due_at, k.breach_at, k.first_breach_at,
    k.waited_client, k.waited_third
    """

  init(row: Row) throws {
    self.init(
      ticket: try row[0], number: try row[1], subject: try row[2], channel: try row[3],
      priority: Priority(try row[4]), agreement: try row[5], termsVersion: try row[6],
      calendar: try row[7], zoneData: try row[8], isRecorded: try row[9],
      cycle: try ClockCycle(row: row))
  }
}

extension ClockCycle {
  fileprivate init(row: Row) throws {
    let paused: Int = try row[18]
    let client: Int = try row[23]
    let third: Int = try row[24]
    let waits = [
      Wait(.client, business: client), Wait(.thirdParty, business: third),
      Wait(PauseReason("ours"), business: paused - client - third),
    ]
    self.init(
      try row[10], cycle: try row[11], state: try row[12], ending: try row[13],
      startedAt: try row[14], stoppedAt: try row[15], target: try row[16],
      calendar: try row[7], elapsed: try row[17],
      pausedBusiness: paused, pausedWall: try row[19], dueAt: try row[20], breachAt: try row[21],
      firstBreachAt: try row[22], waits: waits.filter { $0.business > 0 })
  }
}
