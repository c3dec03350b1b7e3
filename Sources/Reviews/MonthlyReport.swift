// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Desk
import Platform
import Rules
import Storage

/// A client's month: every cycle that ended in it or was open at its end, and what they add up to
/// (SLA 53 to 56).
package struct MonthlyReport: Sendable {
  package let client: Client
  /// Any day of the month.
  package let month: Day
  /// The agreement's zone: where its months begin and end.
  package let zone: Zone
  package let period: Range<Instant>
  package let rows: [CycleRow]
  /// Of the recorded rows only.
  package let card: Scorecard

  package static func load(
    _ id: ID<Client>, month: Day, for scope: Scope, house: House, in db: Connection
  ) throws -> MonthlyReport {
    let client = try Client.find(id, for: scope, in: db)
    let zone = try zone(of: id, for: scope, house: house, in: db)
    let period = Scorecard.month(of: month, in: zone)
    let rows = try CycleRow.all(of: id, in: period, for: scope, in: db)
    return MonthlyReport(
      client: client, month: month, zone: zone, period: period, rows: rows,
      card: Scorecard(rows.filter(\.isRecorded).map(\.cycle), in: period))
  }

  static func zone(
    of client: ID<Client>, for scope: Scope, house: House, in db: Connection
  ) throws -> Zone {
    let agreement = try Agreement.all(of: client, for: scope, in: db).min { $0.id < $1.id }
    return try agreement.map { try house.zones.zone(named: $0.zone) } ?? .utc
  }

  /// Nil for a row the month does not count.
  package func verdict(_ row: CycleRow) -> Verdict? {
    guard let verdict = Scorecard.verdict(of: row.cycle, in: period) else { return nil }
    return row.isRecorded ? Verdict(verdict) : .notRecorded
  }

  /// What stands behind a figure.
  package func cycles(_ clock: ClockKind?, _ verdict: Verdict?) -> [CycleRow] {
    rows.filter { row in
      guard let found = self.verdict(row), clock.map({ row.cycle.clock == $0 }) ?? true else {
        return false
      }
      return verdict.map { $0 == found } ?? true
    }
  }

  package var misses: [CycleRow] { cycles(nil, .missed) }

  package enum Verdict: String, CaseIterable, Sendable {
    case met, missed, openAndMissed, open, excluded
    /// Brought in without the truth of this clock.
    case notRecorded

    init(_ verdict: Scorecard.Verdict) {
      self = Verdict(rawValue: verdict.rawValue)!
    }
  }
}

extension MonthlyReport {
  /// Whose the time between request and fix was, over the fixes judged this month.
  package struct Times: Sendable, Equatable {
    package var ours = 0
    package var client = 0
    package var thirdParty = 0
    package var outside = 0
  }

  package var times: Times {
    var times = Times()
    for row in cycles(.resolution, .met) + cycles(.resolution, .missed) {
      times.ours += row.cycle.elapsedSeconds + row.cycle.waited(for: .ours)
      times.client += row.cycle.waited(for: .client)
      times.thirdParty += row.cycle.waited(for: .thirdParty)
      times.outside += row.cycle.uncoveredSeconds ?? 0
    }
    return times
  }

  /// `2026-03`
  package static func name(of month: Day) -> String { String(month.description.prefix(7)) }

  var path: String { MonthlyReport.path(client.id, month) }

  static func path(_ client: ID<Client>, _ month: Day) -> String {
    "/clients/\(client)/reports/\(name(of: month))"
  }

  static func first(of month: Day) -> Day { Day(year: month.year, month: month.month, day: 1)! }

  var before: Day { MonthlyReport.first(of: month).advanced(by: -1) }
  var after: Day { MonthlyReport.first(of: month).advanced(by: 32) }
}

extension CycleRow {
  /// Why a promise was missed, in figures that its minutes show one by one.
  var explanation: Phrase {
    let target = cycle.targetSeconds ?? 0
    let over: Phrase =
      "\(duration: cycle.elapsedSeconds) of \(duration: target) used, \(duration: cycle.elapsedSeconds - target) over"
    let client = cycle.waited(for: .client)
    let third = cycle.waited(for: .thirdParty)
    switch (client, third) {
    case (0, 0): return "\(phrase: over); it waited on nobody else."
    case (_, 0): return "\(phrase: over), beside \(duration: client) waiting on the client."
    case (0, _): return "\(phrase: over), beside \(duration: third) waiting on a third party."
    default:
      return
        "\(phrase: over), beside \(duration: client) waiting on the client and \(duration: third) on a third party."
    }
  }
}
