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
    withUnsafeTemporaryAllocation(of: ClockRun.self, capacity: ClockKind.count) { runs in
      var fold = ClockFold(
        book: self, runs, keepsPieces: !wishes.isDisjoint(with: [.waits, .spans, .inputs]))
      fold.tell(story, asOf: asOf.seconds)
      var reading = ClockReading(cycles: fold.cycles(asOf.seconds, looks: wishes.contains(.looks)))
      if wishes.contains(.looks) { reading.nextLook = fold.nextLook(after: asOf) }
      if fold.keepsPieces { fold.explain(&reading, story, wishes) }
      if wishes.contains(.inputs) { reading.inputs = ClockInputs(fold) }
      return reading
    }
  }

  /// The same from a plain list of events.
  package func reading(
    of events: [SLAEvent], asOf: Instant, _ wishes: ClockReading.Wish = []
  ) throws(ClockRefused) -> ClockReading {
    reading(of: try ClockStory(events, in: self), asOf: asOf, wishes)
  }
}

extension ClockFold {
  fileprivate func cycles(_ asOf: Int, looks: Bool) -> [ClockCycle] {
    var cycles: [ClockCycle] = []
    cycles.reserveCapacity(earlier.count + ClockKind.count)
    for clock in 0..<ClockKind.count where last[clock].number > 0 {
      for index in earlier.indices where Int(earlier[index].clock) == clock {
        cycles.append(cycle(earlier[index], asOf, looks: looks))
      }
      cycles.append(cycle(last[clock], asOf, looks: looks))
    }
    return cycles
  }

  private func cycle(
    _ run: ClockRun, _ asOf: Int, looks: Bool
  ) -> ClockCycle {
    let state = state(of: run)
    let isCancelled = state == .cancelled
    return ClockCycle(
      clock: .at(Int(run.clock)), cycle: Int(run.number), state: state,
      startedAt: Instant(seconds: run.start), stoppedAt: Instant(known: run.end),
      targetSeconds: run.target > 0 ? run.target : nil,
      calendar: book.calendarNames[Int(run.calendar)], elapsedSeconds: run.elapsed,
      pausedBusinessSeconds: run.pausedBusiness, pausedWallSeconds: run.pausedWall,
      dueAt: isCancelled || state == .paused && run.reachedAt == .max
        ? nil : due(run, from: min(asOf, run.end)),
      breachAt: isCancelled ? nil : Instant(known: run.overSince),
      firstBreachAt: Instant(known: run.firstOver), marks: marks(of: run),
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
    if run.reachedAt != .max { return Instant(seconds: run.reachedAt) }
    guard run.target > 0 else { return nil }
    return book.due(run.calendar, from: from, seconds: run.target - run.elapsed)
      .map(Instant.init(seconds:))
  }

  private func marks(of run: ClockRun) -> [ClockCycle.Mark] {
    guard run.mark >= 0 else { return [] }
    var list: [ClockCycle.Mark] = []
    list.reserveCapacity(4)
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
    return Instant(known: next)
  }

  private func nextLook(of run: ClockRun, after t: Instant) -> Int {
    guard run.target > 0, !run.isPaused else { return .max }
    var amount = run.need
    if run.reachedAt == .max { amount = min(amount, run.target) }
    var next = Int.max
    if amount != .max,
      let at = book.due(run.calendar, from: t.seconds, seconds: amount - run.elapsed)
    {
      next = at
    }
    // The breach shows in the first second after the boundary.
    if run.overSince == .max,
      let at = book.latest(run.calendar, from: t.seconds, seconds: run.target - run.elapsed)
    {
      next = min(next, at + 1)
    }
    return next
  }
}

extension Instant {
  /// Nil for a second that is not known, `.max` in the fold.
  fileprivate init?(known second: Int) {
    guard second != .max else { return nil }
    self.init(seconds: second)
  }
}
