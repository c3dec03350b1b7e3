// SPDX-License-Identifier: AGPL-3.0-or-later

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
}

extension CycleRow {
  /// The client's cycles that ended in the period or were open at its end, as they stood then.
  package static func all(
    of client: ID<Client>, in period: Range<Instant>, for scope: Scope, in db: Connection
  ) throws -> [CycleRow] {
    try db.all(
      """
      SELECT \(columns) FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id
      WHERE k.client_id = \(client)
        AND \(scope, client: "k.client_id", contact: "t.contact_id")
        AND k.started_at < \(period.upperBound)
        AND (k.stopped_at >= \(period.lowerBound) OR k.stopped_at IS NULL)
      ORDER BY t.number, k.clock, k.cycle
      """
    ) { try read($0, asOf: period.upperBound) }
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
        """
      ) { try read($0, asOf: nil) }
    }
    return Dictionary(grouping: rows, by: \.ticket)
  }

  private static let columns: SQL = """
    t.id, t.number, t.subject, t.channel, k.priority, k.agreement_id, k.terms_version, k.calendar,
    k.zone_data, k.recorded, k.clock, k.cycle, k.state, k.ending, k.started_at, k.stopped_at,
    k.target, k.elapsed, k.paused_open, k.paused_wall, k.due_at, k.breach_at, k.first_breach_at,
    k.waited_client, k.waited_third
    """

  private static func read(_ row: Row, asOf end: Instant?) throws -> CycleRow {
    let cycle = try ClockCycle(row)
    return CycleRow(
      ticket: try row[0], number: try row[1], subject: try row[2], channel: try row[3],
      priority: Priority(try row[4]), agreement: try row[5], termsVersion: try row[6],
      calendar: try row[7], zoneData: try row[8], isRecorded: try row[9],
      cycle: end.map { cycle.standing(at: $0) } ?? cycle)
  }
}

extension ClockCycle {
  fileprivate init(_ row: Row) throws {
    let paused: Int = try row[18]
    let client: Int = try row[23]
    let third: Int = try row[24]
    let waits = [
      Wait(.client, business: client), Wait(.thirdParty, business: third),
      Wait(PauseReason("ours"), business: paused - client - third),
    ]
    self.init(
      try row[10], cycle: try row[11], state: try row[12], ending: try row[13],
      startedAt: try row[14], stoppedAt: try row[15], target: try row[16], elapsed: try row[17],
      pausedBusiness: paused, pausedWall: try row[19], dueAt: try row[20], breachAt: try row[21],
      firstBreachAt: try row[22], waits: waits.filter { $0.business > 0 })
  }
}
