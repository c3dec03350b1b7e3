// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Platform
import Rules
import Storage

/// What a change of hours or terms touches of one client's: the figures told before it is made.
/// Tickets that were moved to other agreements since are counted again too, and in no figure.
package struct TouchedClient: Sendable, Equatable {
  package let client: ID<Client>
  package let openTickets: Int
  package let stoppedClocks: Int
}

/// A row behind such a figure: an open ticket, or a clock that has stopped.
package struct TouchedRow: Sendable {
  package let number: Int
  package let subject: String
  /// Nil for a ticket.
  package let clock: ClockKind?
  package let cycle: Int
  package let beganAt: Instant
  package let stoppedAt: Instant?
}

extension TermsChange {
  /// Clients it touches nothing of are left out.
  package func touched(for scope: Scope, in db: Connection) throws -> [TouchedClient] {
    guard !agreements.isEmpty else { return [] }
    return try db.all(
      """
      SELECT client_id, CAST(SUM(tickets_open) AS BIGINT), CAST(SUM(clocks_stopped) AS BIGINT)
      FROM (
        SELECT t.client_id, COUNT(*) AS tickets_open, 0 AS clocks_stopped
        FROM tickets t WHERE \(openTickets(for: scope)) GROUP BY t.client_id
        UNION ALL
        SELECT t.client_id, 0, COUNT(*) FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id
        WHERE \(stoppedClocks(for: scope)) GROUP BY t.client_id) AS touched
      GROUP BY client_id ORDER BY client_id
      """
    ) {
      TouchedClient(client: try $0[0], openTickets: try $0[1], stoppedClocks: try $0[2])
    }
  }

  /// The open tickets, after the one of that number.
  package func tickets(
    after number: Int, limit: Int, for scope: Scope, in db: Connection
  ) throws -> [TouchedRow] {
    guard !agreements.isEmpty else { return [] }
    return try db.all(
      """
      SELECT t.number, t.subject, t.opened_at FROM tickets t
      WHERE \(openTickets(for: scope)) AND t.number > \(number)
      ORDER BY t.number LIMIT \(limit)
      """
    ) {
      TouchedRow(
        number: try $0[0], subject: try $0[1], clock: nil, cycle: 0, beganAt: try $0[2],
        stoppedAt: nil)
    }
  }

  /// The clocks that have stopped, after the given place: ticket, clock, cycle.
  package func clocks(
    after place: (number: Int, clock: String, cycle: Int), limit: Int, for scope: Scope,
    in db: Connection
  ) throws -> [TouchedRow] {
    guard !agreements.isEmpty else { return [] }
    return try db.all(
      """
      SELECT t.number, t.subject, k.clock, k.cycle, k.started_at, k.stopped_at
      FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id
      WHERE \(stoppedClocks(for: scope))
        AND (t.number, k.clock, k.cycle) > (\(place.number), \(place.clock), \(place.cycle))
      ORDER BY t.number, k.clock, k.cycle LIMIT \(limit)
      """
    ) {
      TouchedRow(
        number: try $0[0], subject: try $0[1], clock: try $0[2], cycle: try $0[3],
        beganAt: try $0[4], stoppedAt: try $0[5])
    }
  }
}

extension TermsChange {
  private func openTickets(for scope: Scope) -> SQL {
    "\(scope, client: "t.client_id") AND t.live = 1 AND \(isUnder)"
  }

  /// A clock whose truth was not brought along is counted in no figure (SLA 53).
  private func stoppedClocks(for scope: Scope) -> SQL {
    let until: SQL = until.map { "AND k.started_at < \($0)" } ?? ""
    return """
      \(scope, client: "t.client_id") AND k.recorded = 1 AND k.stopped_at >= \(since) \(until)
        AND \(isUnder)
      """
  }

  /// A ticket that came earlier keeps its terms, unless it was moved since, which pins them anew.
  private var isUnder: SQL {
    let until: SQL = until.map { "AND t.opened_at < \($0)" } ?? ""
    let earlier: SQL =
      holdsForEarlier
      ? ""
      : """
      AND (t.opened_at >= \(since) OR EXISTS (SELECT 1 FROM journal j
        WHERE j.subject = 'ticket/' || t.id AND j.kind = 'ticket.moved'
          AND j.occurred_at >= \(since)))
      """
    return "t.agreement_id IN \(list: agreements.sorted()) \(until) \(earlier)"
  }
}
