// SPDX-License-Identifier: AGPL-3.0-or-later

/// How the promises on the clock were kept in a period: counted by cycle, from the cycles alone, so
/// that anybody can recount it (SLA 53).
package struct Scorecard: Sendable, Equatable {
  package let period: Range<Instant>
  /// One line for each clock that had a cycle to count, in the order of every listing.
  package let lines: [Line]

  /// `cycles` are as they stand at the end of the period, with their waits.
  package init(_ cycles: some Sequence<ClockCycle>, in period: Range<Instant>) {
    var tallies = ClockKind.allCases.map(Tally.init)
    for cycle in cycles { tallies[cycle.clock.index].add(cycle, in: period) }
    self.period = period
    lines = tallies.filter { !$0.isEmpty }.map { $0.line() }
  }

  package func line(_ clock: ClockKind) -> Line? { lines.first { $0.clock == clock } }

  /// The calendar month a day lies in, by the agreement's zone (SLA 54).
  package static func month(of day: Day, in zone: Zone) -> Range<Instant> {
    let first = Day(year: day.year, month: day.month, day: 1)!
    let next =
      day.month == 12
      ? Day(year: day.year + 1, month: 1, day: 1)!
      : Day(year: day.year, month: day.month + 1, day: 1)!
    return zone.instant(first)..<zone.instant(next)
  }

  /// One clock in the period.
  package struct Line: Sendable, Equatable {
    package let clock: ClockKind
    package let met: Int
    /// Of those met: was over a stricter target before it was eased (SLA 40).
    package let metAfterDowngrade: Int
    package let breached: Int
    /// Not ended and over the target: a month can't look good by leaving tickets open.
    package let openAndBreached: Int
    /// Not ended and within the target.
    package let open: Int
    package let excluded: [Exclusion: Int]
    /// Business time of the cycles judged.
    package let elapsed: Spread
    /// Covered seconds for which the judged cycles stood still, by whose time it was (SLA 55).
    package let waited: [PauseReason.Party: Int]

    package var judged: Int { met + breached }

    /// Hundredths of a percent, rounded down: 100 % shows only when all were kept (SLA 24). Nil
    /// when nothing was judged.
    package var compliance: Int? { judged == 0 ? nil : met * 10_000 / judged }

    /// Share of covered time that was the party's, in hundredths of a percent, rounded down.
    package func share(of party: PauseReason.Party) -> Int {
      let whole = elapsed.sum + waited.values.reduce(0, +)
      return whole == 0 ? 0 : waited[party, default: 0] * 10_000 / whole
    }
  }

  /// Why a cycle that ended is not judged (SLA 46).
  package enum Exclusion: String, CaseIterable, Sendable {
    case noTarget, visitNotNeeded, restarted, notInTerms, merged, cancelled
  }

  /// How long things took: whole seconds, by nearest rank.
  package struct Spread: Sendable, Equatable {
    package let count: Int
    package let sum: Int
    private let sorted: [Int]

    init(_ values: [Int]) {
      count = values.count
      sum = values.reduce(0, +)
      sorted = values.sorted()
    }

    /// Rounded down; nil without any.
    package var mean: Int? { count == 0 ? nil : sum / count }

    /// The smallest value that so many percent of all don't exceed.
    package func percentile(_ percent: Int) -> Int? {
      guard count > 0 else { return nil }
      return sorted[max(0, (percent * count + 99) / 100 - 1)]
    }
  }
}
