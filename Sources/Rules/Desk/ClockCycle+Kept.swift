// SPDX-License-Identifier: AGPL-3.0-or-later

extension ClockCycle {
  /// A cycle as it was kept in a row: without marks and spans, which the events tell.
  package init(
    _ clock: ClockKind, cycle: Int, state: State, ending: Ending, startedAt: Instant,
    stoppedAt: Instant?, target: Int?, calendar: String, elapsed: Int, pausedBusiness: Int,
    pausedWall: Int,
    dueAt: Instant?, breachAt: Instant?, firstBreachAt: Instant?, waits: [Wait]
  ) {
    self.init(
      clock: clock, cycle: cycle, state: state, startedAt: startedAt, stoppedAt: stoppedAt,
      targetSeconds: target, calendar: calendar, elapsedSeconds: elapsed,
      pausedBusinessSeconds: pausedBusiness,
      pausedWallSeconds: pausedWall, dueAt: dueAt, breachAt: breachAt,
      firstBreachAt: firstBreachAt, marks: [], ending: ending, dueIfResumed: nil, waits: waits)
  }

  /// Seconds of its life up to its end, or to the moment, that were neither counted nor waited:
  /// outside hours, and resolved time before a reopening.
  package func uncovered(asOf moment: Instant) -> Int {
    max(0, (stoppedAt ?? moment).since(startedAt) - elapsedSeconds - pausedBusinessSeconds)
  }
}

extension Scorecard {
  /// What became of one cycle in a period.
  package enum Verdict: String, CaseIterable, Sendable {
    case met, missed, openAndMissed, open, excluded
  }

  /// Nil for a cycle the period does not count: the same rule the card counts by.
  package static func verdict(of cycle: ClockCycle, in period: Range<Instant>) -> Verdict? {
    guard let end = cycle.stoppedAt else {
      guard cycle.startedAt < period.upperBound, cycle.targetSeconds != nil else { return nil }
      return cycle.breached ? .openAndMissed : .open
    }
    guard period.contains(end) else { return nil }
    if Exclusion(cycle) != nil { return .excluded }
    return cycle.breached ? .missed : .met
  }
}

extension ClockCycle.Wait {
  package init(_ reason: PauseReason, business: Int) {
    self.init(reason: reason, business: business, wall: business)
  }
}
