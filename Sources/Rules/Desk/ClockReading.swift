// SPDX-License-Identifier: AGPL-3.0-or-later

/// What a ticket's clocks say at an instant: every cycle there was, in the order in which pages list
/// them, and when to look again.
package struct ClockReading: Sendable, Equatable {
  package internal(set) var cycles: [ClockCycle]
  /// The next instant at which time alone changes something: a mark, a due, a breach, or terms that
  /// take over (SLA 52). Nil when nothing will. Asked for by `.looks`.
  package internal(set) var nextLook: Instant?
  /// What it was computed from (SLA 56). Asked for by `.inputs`.
  package internal(set) var inputs: ClockInputs?

  /// What a reading is asked beside the cycles themselves.
  package struct Wish: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// When to look again, and when paused clocks would be due.
    package static let looks = Wish(rawValue: 1)
    /// Paused time split by reason.
    package static let waits = Wish(rawValue: 2)
    /// The span partition of every cycle.
    package static let spans = Wish(rawValue: 4)
    /// What the figures were computed from.
    package static let inputs = Wish(rawValue: 8)
  }
}

extension ClockBook {
  /// The clocks of a ticket as they stand at the instant; events after it are unknown. A pure
  /// function of terms, calendars, history and instant.
  package func reading(
    of story: ClockStory, asOf: Instant, _ wishes: ClockReading.Wish = []
  ) -> ClockReading {
    var fold = ClockFold(
      book: self, keepsPieces: !wishes.isDisjoint(with: [.waits, .spans, .inputs]))
    fold.tell(story, asOf: asOf.seconds)
    var cycles: [ClockCycle] = []
    cycles.reserveCapacity(fold.earlier.count + ClockKind.count)
    for clock in 0..<ClockKind.count where fold.last[clock].number > 0 {
      for run in fold.earlier where run.clock == clock {
        cycles.append(fold.cycle(run, asOf.seconds, looks: wishes.contains(.looks)))
      }
      cycles.append(fold.cycle(fold.last[clock], asOf.seconds, looks: wishes.contains(.looks)))
    }
    var reading = ClockReading(cycles: cycles)
    if wishes.contains(.looks) { reading.nextLook = fold.nextLook(after: asOf) }
    if fold.keepsPieces { fold.explain(&reading, story, wishes) }
    if wishes.contains(.inputs) { reading.inputs = ClockInputs(fold) }
    return reading
  }

  /// The same from a plain list of events.
  package func reading(
    of events: [SLAEvent], asOf: Instant, _ wishes: ClockReading.Wish = []
  ) throws(ClockRefused) -> ClockReading {
    reading(of: try ClockStory(events, in: self), asOf: asOf, wishes)
  }
}

extension ClockFold {
  fileprivate func cycle(
    _ run: ClockRun, _ asOf: Int, looks: Bool
  ) -> ClockCycle {
    let state = state(of: run)
    let isCancelled = state == .cancelled
    return ClockCycle(
      clock: .at(run.clock), cycle: run.number, state: state,
      startedAt: Instant(seconds: run.start),
      stoppedAt: run.end == .max ? nil : Instant(seconds: run.end),
      targetSeconds: run.target > 0 ? run.target : nil, elapsedSeconds: run.elapsed,
      pausedBusinessSeconds: run.pausedBusiness, pausedWallSeconds: run.pausedWall,
      dueAt: isCancelled || state == .paused && run.reachedAt == nil
        ? nil : due(run, from: min(asOf, run.end)),
      breachAt: isCancelled ? nil : run.overSince.map { Instant(seconds: $0) },
      firstBreachAt: run.firstOver.map { Instant(seconds: $0) }, marks: marks(of: run),
      ending: run.ending,
      dueIfResumed: looks && state == .paused ? due(run, from: asOf) : nil)
  }

  private func state(of run: ClockRun) -> ClockCycle.State {
    switch run.ending {
    case .none: run.isPaused ? .paused : .running
    case .done: .stopped
    default: .cancelled
    }
  }

  /// Reached already, or projected as if it ran unpaused from there (batch rule 8).
  private func due(_ run: ClockRun, from: Int) -> Instant? {
    if let reached = run.reachedAt { return Instant(seconds: reached) }
    guard run.target > 0 else { return nil }
    return book.calendars[Int(run.calendar)].index.due(
      from: Instant(seconds: from), seconds: run.target - run.elapsed)
  }

  private func marks(of run: ClockRun) -> [ClockCycle.Mark] {
    guard run.mark >= 0 else { return [] }
    var list: [ClockCycle.Mark] = []
    var index = run.mark
    while index >= 0 {
      let mark = marks[Int(index)]
      list.append(ClockCycle.Mark(percent: mark.percent, at: Instant(seconds: mark.at)))
      index = mark.before
    }
    list.reverse()
    return list
  }

  fileprivate func nextLook(after t: Instant) -> Instant? {
    guard now != .min, !hasEnded else { return nil }
    var next = book.versions[Int(version)].successorFrom
    for clock in 0..<ClockKind.count where isLive(clock) {
      next = min(next, nextLook(of: last[clock], after: t))
    }
    return next == .max ? nil : Instant(seconds: next)
  }

  private func nextLook(of run: ClockRun, after t: Instant) -> Int {
    guard run.target > 0, !run.isPaused else { return .max }
    var amount = run.need
    if run.reachedAt == nil { amount = min(amount, run.target) }
    var next = Int.max
    let hours = Int(run.calendar)
    if amount != .max,
      let at = book.calendars[hours].index.due(from: t, seconds: amount - run.elapsed)
    {
      next = at.seconds
    }
    // The breach shows in the first second after the boundary.
    if run.overSince == nil,
      let at = book.calendars[hours].index.latest(from: t, seconds: run.target - run.elapsed)
    {
      next = min(next, at.seconds + 1)
    }
    return next
  }
}
