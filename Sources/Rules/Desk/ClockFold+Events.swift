// SPDX-License-Identifier: AGPL-3.0-or-later

/// What each event does to the clocks.
extension ClockFold {
  mutating func create(_ beat: ClockStory.Beat) {
    version = beat.number
    priority = beat.priority
    begin(.acknowledge)
    begin(.firstResponse)
    begin(.resolution)
  }

  mutating func acknowledge() {
    isAcknowledged = true
    stop(.acknowledge, .done)
  }

  mutating func reply() {
    isAcknowledged = true
    isAnswered = true
    isUnanswered = false
    stop(.acknowledge, .done)
    stop(.firstResponse, .done)
    stop(.nextResponse, .done)
  }

  /// The oldest unanswered message counts; a thank-you after resolution starts nothing (SLA 30).
  mutating func hearClient() {
    guard isAnswered, !isResolved, !isUnanswered else { return }
    isUnanswered = true
    begin(.nextResponse)
  }

  mutating func requestVisit() {
    guard !isResolved, !needsVisit else { return }
    needsVisit = true
    begin(.onSite)
  }

  mutating func endVisit(_ clock: ClockKind, with ending: ClockCycle.Ending) {
    needsVisit = false
    stop(clock, ending)
  }

  mutating func pause(_ reason: Int32, _ event: Int32) {
    let bit: UInt64 = 1 << UInt64(reason)
    guard !isResolved, active & bit == 0 else { return }
    active |= bit
    activeSince[Int(reason)] = event
    refreshPauses(bit)
  }

  mutating func resume(_ reason: Int32) {
    let bit: UInt64 = 1 << UInt64(reason)
    guard active & bit != 0 else { return }
    active &= ~bit
    refreshPauses(bit)
  }

  private mutating func refreshPauses(_ bit: UInt64) {
    for clock in 0..<ClockKind.count where isLive(clock) {
      let stoppedBy = book.versions[Int(version)].stoppedBy[clock]
      guard stoppedBy & bit != 0 else { continue }
      close(clock)
      last[clock].stoppedBy = active & stoppedBy
    }
  }

  mutating func reprioritise(_ beat: ClockStory.Beat) {
    priority = beat.priority
    priorityEvent = beat.event
    let restarting = book.versions[Int(version)].restartsOnPriority
    for clock in 0..<ClockKind.count where isLive(clock) {
      if restarting { restart(.at(clock)) } else { retarget(clock) }
    }
  }

  /// Pins other terms: clocks they don't know end, ones only they know begin if what would have
  /// ended them has not happened (SLA 42, batch rule 5). A clock that both know and that is owed is
  /// live already.
  mutating func move(to other: Int32, restarting: Bool) {
    version = other
    let known = book.versions[Int(other)].known
    for index in 0..<ClockKind.count {
      let clock = ClockKind.at(index)
      if live & clock.bit != 0 {
        if known & clock.bit == 0 {
          stop(clock, .notInTerms)
        } else if restarting {
          restart(clock)
        } else {
          retarget(index)
        }
      } else if known & clock.bit != 0, isOwed(clock) {
        begin(clock)
      }
    }
  }

  private func isOwed(_ clock: ClockKind) -> Bool {
    switch clock {
    case .acknowledge: !isAcknowledged
    case .firstResponse: !isAnswered
    case .nextResponse: isUnanswered
    case .onSite: needsVisit
    case .resolution: !isResolved
    }
  }

  mutating func resolve(_ event: Int32) {
    guard !isResolved else { return }
    stop(.acknowledge, .done)
    stop(.firstResponse, .done)
    stop(.nextResponse, .done)
    stop(.onSite, .visitNotNeeded)
    stop(.resolution, .done)
    resolvedBy = event
    active = 0
    isAcknowledged = true
    isAnswered = true
    isUnanswered = false
    needsVisit = false
  }

  /// The same cycle goes on without the resolved time, or a new one begins (SLA 41, batch rule 6).
  mutating func reopen() {
    guard isResolved else { return }
    let clock = ClockKind.resolution.index
    if last[clock].ending != .done || book.versions[Int(version)].reopensAnew {
      begin(.resolution)
    } else {
      goOn(clock)
    }
    resolvedBy = -1
  }

  private mutating func goOn(_ clock: Int) {
    if keepsPieces { keep(last[clock], from: last[clock].end, to: now, resolvedBy: resolvedBy) }
    last[clock].end = .max
    last[clock].ending = .none
    last[clock].since = now
    live |= 1 << UInt8(clock)
    retarget(clock)
  }

  mutating func end(_ ending: ClockCycle.Ending) {
    for clock in 0..<ClockKind.count { stop(.at(clock), ending) }
    hasEnded = true
  }
}
