// SPDX-License-Identifier: AGPL-3.0-or-later

/// How cycles begin, are counted, judged and end.
extension ClockFold {
  /// Begins a cycle if the terms in force know the clock.
  mutating func begin(_ clock: ClockKind) {
    let index = clock.index
    guard book.versions[Int(version)].known & clock.bit != 0 else { return }
    let number = last[index].number
    if number > 0 {
      if touched & clock.bit != 0 { judge(index) }
      if earlier.isEmpty { earlier.reserveCapacity(4) }
      earlier.append(last[index])
    }
    last[index] = .beginning(index, number: number + 1, at: now, version, priorityEvent)
    live |= clock.bit
    adopt(index)
  }

  mutating func stop(_ clock: ClockKind, _ ending: ClockCycle.Ending) {
    guard live & clock.bit != 0 else { return }
    close(clock.index)
    live &= ~clock.bit
    last[clock.index].end = now
    last[clock.index].ending = ending
  }

  mutating func restart(_ clock: ClockKind) {
    stop(clock, .restarted)
    begin(clock)
  }

  /// Time counted so far stays; the terms now in force hold from here on (SLA 38).
  mutating func retarget(_ clock: Int) {
    close(clock)
    adopt(clock)
  }

  private mutating func adopt(_ clock: Int) {
    touched |= 1 << UInt8(clock)
    let target = book.target(version, priority, clock)
    last[clock].version = version
    last[clock].priorityEvent = priorityEvent
    last[clock].target = target.seconds
    last[clock].calendar = target.calendar
    last[clock].stoppedBy = active & book.versions[Int(version)].stoppedBy[clock]
    last[clock].level = book.versions[Int(version)].firstLevel
    last[clock].endOfLevels = book.versions[Int(version)].endOfLevels
    seekMark(clock)
  }

  /// Counts the piece of time up to now under the terms that held in it.
  mutating func close(_ clock: Int) {
    touched |= 1 << UInt8(clock)
    let since = last[clock].since
    guard since < now else { return }
    if keepsPieces { keep(last[clock], from: since, to: now, resolvedBy: -1) }
    let passed = book.elapsed(last[clock].calendar, from: since, to: now)
    if last[clock].isPaused {
      last[clock].pausedWall += now - since
      last[clock].pausedBusiness += passed
    } else {
      spend(passed, clock)
    }
    last[clock].since = now
  }

  private mutating func spend(_ passed: Int, _ clock: Int) {
    let before = last[clock].elapsed
    let after = before + passed
    let target = last[clock].target
    if last[clock].need <= after { ring(clock, after) }
    if target > 0, after >= target { use(up: target - before, clock, isOver: after > target) }
    last[clock].elapsed = after
  }

  /// The target is used up within the piece that is being counted.
  private mutating func use(up left: Int, _ clock: Int, isOver: Bool) {
    let calendar = last[clock].calendar
    let since = last[clock].since
    if last[clock].reachedAt == .max {
      last[clock].reachedAt = book.due(calendar, from: since, seconds: left) ?? .max
    }
    guard isOver, last[clock].overSince == .max else { return }
    let over = book.latest(calendar, from: since, seconds: left) ?? .max
    last[clock].overSince = over
    if last[clock].firstOver == .max { last[clock].firstOver = over }
  }

  /// Marks reached before now. One reached at this very second waits for the second's events: a stop
  /// wins (SLA 48).
  private mutating func ring(_ clock: Int, _ after: Int) {
    while last[clock].need <= after {
      let left = last[clock].need - last[clock].elapsed
      guard let at = book.due(last[clock].calendar, from: last[clock].since, seconds: left),
        at < now
      else { return }
      reach(clock, at)
    }
  }

  private mutating func reach(_ clock: Int, _ at: Int) {
    let percent = book.levels[Int(last[clock].level)]
    if marks.isEmpty { marks.reserveCapacity(8) }
    marks.append(ReachedMark(percent: percent, at: at, before: last[clock].mark))
    last[clock].mark = Int32(marks.count - 1)
    seekMark(clock)
  }

  /// Finds the next mark this cycle has not reached; one reached stays reached (SLA 51).
  private mutating func seekMark(_ clock: Int) {
    var level = last[clock].level
    while level < last[clock].endOfLevels, hasReached(book.levels[Int(level)], clock) { level += 1 }
    last[clock].level = level
    last[clock].need =
      level < last[clock].endOfLevels && last[clock].target > 0
      ? (book.levels[Int(level)] * last[clock].target + 99) / 100 : .max
  }

  private func hasReached(_ percent: Int, _ clock: Int) -> Bool {
    var mark = last[clock].mark
    while mark >= 0 {
      if marks[Int(mark)].percent == percent { return true }
      mark = marks[Int(mark)].before
    }
    return false
  }

  /// All events of the instant are told: what they came to is what counts.
  mutating func settle() {
    guard touched != 0 else { return }
    for clock in 0..<ClockKind.count where touched & 1 << UInt8(clock) != 0 {
      judge(clock)
      guard isLive(clock) else { continue }
      while last[clock].need <= last[clock].elapsed { reach(clock, now) }
    }
    touched = 0
  }

  private mutating func judge(_ clock: Int) {
    if last[clock].target != last[clock].settledTarget {
      let target = last[clock].target
      last[clock].settledTarget = target
      last[clock].reachedAt = target > 0 && last[clock].elapsed >= target ? now : .max
    }
    if !last[clock].isOver {
      last[clock].overSince = .max
    } else if last[clock].overSince == .max {
      last[clock].overSince = now
      if last[clock].firstOver == .max { last[clock].firstOver = now }
    }
  }

  mutating func keep(_ run: ClockRun, from: Int, to: Int, resolvedBy: Int32) {
    guard from < to else { return }
    var causes: [Int32] = []
    for reason in 0..<64 where run.stoppedBy & 1 << UInt64(reason) != 0 {
      causes.append(activeSince[reason])
    }
    pieces.append(
      ClockPiece(
        clock: Int(run.clock), number: Int(run.number), from: from, to: to,
        stoppedBy: run.stoppedBy,
        causes: causes,
        resolvedBy: resolvedBy, version: run.version, priorityEvent: run.priorityEvent,
        calendar: run.calendar, target: run.target, elapsedBefore: run.elapsed))
  }
}
