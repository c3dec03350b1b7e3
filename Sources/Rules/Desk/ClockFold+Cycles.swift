// SPDX-License-Identifier: AGPL-3.0-or-later

/// How cycles begin, are counted, judged and end.
extension ClockFold {
  /// Begins a cycle if the terms in force know the clock.
  mutating func begin(_ clock: ClockKind) {
    let index = clock.index
    guard book.versions[Int(version)].known & clock.bit != 0 else { return }
    let last = latest[index]
    if last >= 0, touched & clock.bit != 0 { judge(last) }
    let number = last < 0 ? 1 : runs[last].number + 1
    latest[index] = runs.count
    runs.append(
      ClockRun(
        clock: index, number: number, start: now, since: now, version: version,
        priorityEvent: priorityEvent, calendar: 0, target: 0, settledTarget: 0))
    live |= clock.bit
    adopt(index)
    runs[latest[index]].settledTarget = runs[latest[index]].target
  }

  mutating func stop(_ clock: ClockKind, _ ending: ClockCycle.Ending) {
    guard live & clock.bit != 0 else { return }
    close(clock.index)
    live &= ~clock.bit
    runs[latest[clock.index]].end = now
    runs[latest[clock.index]].ending = ending
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
    let terms = book.versions[Int(version)]
    let target = book.target(version, priority, clock)
    let index = latest[clock]
    runs[index].version = version
    runs[index].priorityEvent = priorityEvent
    runs[index].target = target.seconds
    runs[index].calendar = target.calendar
    runs[index].stoppedBy = active & terms.stoppedBy[clock]
    runs[index].level = terms.levels.lowerBound
    runs[index].lastLevel = terms.levels.upperBound
    seekMark(index)
  }

  /// Counts the piece of time up to now under the terms that held in it.
  mutating func close(_ clock: Int) {
    touched |= 1 << UInt8(clock)
    let index = latest[clock]
    let since = runs[index].since
    guard since < now else { return }
    if keepsPieces { keep(runs[index], from: since, to: now, resolvedBy: -1) }
    let passed = book.calendars[Int(runs[index].calendar)].elapsed(
      from: Instant(seconds: since), to: Instant(seconds: now))
    if runs[index].isPaused {
      runs[index].pausedWall += now - since
      runs[index].pausedBusiness += passed
    } else {
      spend(passed, index)
    }
    runs[index].since = now
  }

  private mutating func spend(_ passed: Int, _ index: Int) {
    let before = runs[index].elapsed
    let after = before + passed
    let target = runs[index].target
    if runs[index].need <= after { ring(index, after) }
    if target > 0, after >= target {
      let hours = Int(runs[index].calendar)
      let from = Instant(seconds: runs[index].since)
      if runs[index].reachedAt == nil {
        runs[index].reachedAt =
          book.calendars[hours].due(from: from, seconds: target - before)?.seconds
      }
      if after > target, runs[index].overSince == nil {
        let over = book.calendars[hours].latest(from: from, seconds: target - before)?.seconds
        runs[index].overSince = over
        if runs[index].firstOver == nil { runs[index].firstOver = over }
      }
    }
    runs[index].elapsed = after
  }

  /// Marks reached before now. One reached at this very second waits for the second's events: a stop
  /// wins (SLA 48).
  private mutating func ring(_ index: Int, _ after: Int) {
    while runs[index].need <= after {
      let run = runs[index]
      guard
        let at = book.calendars[Int(run.calendar)].due(
          from: Instant(seconds: run.since), seconds: run.need - run.elapsed)?.seconds, at < now
      else { return }
      reach(index, at)
    }
  }

  private mutating func reach(_ index: Int, _ at: Int) {
    let percent = book.levels[Int(runs[index].level)]
    marks.append(ReachedMark(percent: percent, at: at, before: runs[index].mark))
    runs[index].mark = Int32(marks.count - 1)
    seekMark(index)
  }

  /// Finds the next mark this cycle has not reached; one reached stays reached (SLA 51).
  private mutating func seekMark(_ index: Int) {
    var level = runs[index].level
    while level < runs[index].lastLevel, hasReached(book.levels[Int(level)], index) { level += 1 }
    runs[index].level = level
    runs[index].need =
      level < runs[index].lastLevel && runs[index].target > 0
      ? (book.levels[Int(level)] * runs[index].target + 99) / 100 : .max
  }

  private func hasReached(_ percent: Int, _ index: Int) -> Bool {
    var mark = runs[index].mark
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
      let index = latest[clock]
      judge(index)
      guard live & 1 << UInt8(clock) != 0 else { continue }
      while runs[index].need <= runs[index].elapsed { reach(index, now) }
    }
    touched = 0
  }

  private mutating func judge(_ index: Int) {
    if runs[index].target != runs[index].settledTarget {
      let target = runs[index].target
      runs[index].settledTarget = target
      runs[index].reachedAt = target > 0 && runs[index].elapsed >= target ? now : nil
    }
    if !runs[index].isOver {
      runs[index].overSince = nil
    } else if runs[index].overSince == nil {
      runs[index].overSince = now
      if runs[index].firstOver == nil { runs[index].firstOver = now }
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
        run: latest[run.clock], from: from, to: to, stoppedBy: run.stoppedBy, causes: causes,
        resolvedBy: resolvedBy, version: run.version, priorityEvent: run.priorityEvent,
        calendar: run.calendar, target: run.target, elapsedBefore: run.elapsed))
  }
}
