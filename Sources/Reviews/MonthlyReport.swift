// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Platform
import Rules
import Storage

/// A client's month: every cycle that ended in it or was open at its end, and what they add up to
/// (SLA 53 to 56).
package struct MonthlyReport: Sendable {
  package let parties: ReportParties
  package let month: Month
  package let period: Range<Instant>
  /// Up to when it was counted: the month's end, or now while it goes on.
  package let moment: Instant
  /// In the order of every listing.
  package let lines: [Line]
  /// Of the recorded lines only.
  package let card: Scorecard
  private let counts: [ClockKind: [Verdict: Int]]

  /// A cycle the month counts.
  package struct Line: Sendable {
    package let row: CycleRow
    package let verdict: Verdict
  }

  package enum Verdict: String, CaseIterable, Sendable {
    case met
    /// Kept, after the target it had missed was eased (SLA 40).
    case eased
    case missed, openAndMissed, open, excluded
    /// Brought in without the truth of this clock.
    case notRecorded
  }

  package static func load(
    _ id: ID<Client>, month: Month, asOf now: Instant, for scope: Scope, house: House,
    in db: Connection
  ) throws -> MonthlyReport {
    let parties = try ReportParties.find(id, for: scope, house: house, in: db)
    let period = Scorecard.month(of: month.first, in: parties.zone)
    let rows =
      period.lowerBound > now
      ? []
      : try CycleRow.all(of: id, in: period, asOf: now, for: scope, house: house, in: db)
    return MonthlyReport(parties, month, period, asOf: now, rows: rows)
  }

  private init(
    _ parties: ReportParties, _ month: Month, _ period: Range<Instant>, asOf now: Instant,
    rows: [CycleRow]
  ) {
    self.parties = parties
    self.month = month
    self.period = period
    moment = min(period.upperBound, now)
    let lines = rows.compactMap { row in
      Verdict(row, in: period).map { Line(row: row, verdict: $0) }
    }
    self.lines = lines
    card = Scorecard(lines.lazy.map(\.row).filter(\.isRecorded).map(\.cycle), in: period)
    var counts: [ClockKind: [Verdict: Int]] = [:]
    for line in lines { counts[line.row.cycle.clock, default: [:]][line.verdict, default: 0] += 1 }
    self.counts = counts
  }

  /// The agreement's zone: where its months begin and end.
  package var zone: Zone { parties.zone }
}

extension MonthlyReport.Verdict {
  /// Nil for a row the month does not count.
  fileprivate init?(_ row: CycleRow, in period: Range<Instant>) {
    guard let verdict = Scorecard.verdict(of: row.cycle, in: period) else { return nil }
    guard row.isRecorded else {
      self = .notRecorded
      return
    }
    switch verdict {
    case .met: self = row.cycle.everBreached ? .eased : .met
    case .missed: self = .missed
    case .openAndMissed: self = .openAndMissed
    case .open: self = .open
    case .excluded: self = .excluded
    }
  }
}

extension MonthlyReport {
  /// What a figure stands for, and what its rows are narrowed to.
  package enum Slice: String, CaseIterable, Sendable {
    case kept, eased, missed, judged, openAndMissed, open, excluded, notRecorded

    var verdicts: Set<Verdict> {
      switch self {
      case .kept: [.met, .eased]
      case .eased: [.eased]
      case .missed: [.missed]
      case .judged: [.met, .eased, .missed]
      case .openAndMissed: [.openAndMissed]
      case .open: [.open]
      case .excluded: [.excluded]
      case .notRecorded: [.notRecorded]
      }
    }
  }

  /// What stands behind a figure.
  package func lines(_ clock: ClockKind?, _ slice: Slice?) -> [Line] {
    let wanted = slice?.verdicts
    return lines.filter { line in
      (clock ?? line.row.cycle.clock) == line.row.cycle.clock
        && wanted?.contains(line.verdict) ?? true
    }
  }

  package func count(_ clock: ClockKind, _ slice: Slice) -> Int {
    slice.verdicts.reduce(0) { $0 + (counts[clock]?[$1] ?? 0) }
  }

  /// Clocks the month has something to say of.
  package var clocks: [ClockKind] { ClockKind.allCases.filter { counts[$0] != nil } }

  package var misses: [Line] { lines(nil, .missed) }

  package enum Stage: Sendable { case over, underWay, toCome }

  package var stage: Stage {
    if period.lowerBound > moment { return .toCome }
    return period.upperBound > moment ? .underWay : .over
  }
}

extension MonthlyReport {
  /// Whose the time of some cycles was: together their whole length.
  package struct Times: Sendable, Equatable {
    package var ours = 0
    package var client = 0
    package var thirdParty = 0
    package var outside = 0
  }

  package func times(of line: Line) -> Times {
    let cycle = line.row.cycle
    return Times(
      ours: cycle.elapsedSeconds + cycle.waited(for: .ours), client: cycle.waited(for: .client),
      thirdParty: cycle.waited(for: .thirdParty), outside: cycle.uncovered(asOf: moment))
  }

  package func times(of lines: [Line]) -> Times {
    lines.reduce(into: Times()) { sum, line in
      guard line.verdict != .notRecorded else { return }
      let times = times(of: line)
      sum.ours += times.ours
      sum.client += times.client
      sum.thirdParty += times.thirdParty
      sum.outside += times.outside
    }
  }

  /// Between request and fix, over the fixes judged this month.
  package var times: Times { times(of: lines(.resolution, .judged)) }
}
