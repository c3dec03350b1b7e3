// SPDX-License-Identifier: AGPL-3.0-or-later

@testable import Rules

/// The rules of the clocks said again, minute by minute and as plainly as can be: slow, and the
/// judge of the fold. Everything in it happens on whole minutes.
final class ClockOracle {
  let levels: [String: [ServiceLevel]]
  let isOpen: (_ calendar: String, _ minute: Int) -> Bool
  var cycles: [Cycle] = []
  var terms: ServiceLevel!
  var agreement = ""
  var priority = Priority("")
  var waiting: Set<String> = []
  var isResolved = false
  var hasEnded = false
  var seen = false
  var answered = false
  var unanswered = false
  var visitOpen = false

  init(_ levels: [String: [ServiceLevel]], isOpen: @escaping (String, Int) -> Bool) {
    self.levels = levels
    self.isOpen = isOpen
  }

  final class Cycle {
    let clock: ClockKind
    let number: Int
    let start: Int
    var end: Int?
    var isCancelled = false
    var target: Int?
    var calendar = ""
    var stops: Set<String> = []
    var percents: [Int] = []
    var version = ""
    var priority = Priority("")
    var elapsed = 0
    var pausedOpen = 0
    var pausedWall = 0
    /// Target as it stood when the last minute was over.
    var oldTarget: Int?
    var since: Int
    var due: Int?
    var over: Int?
    var firstOver: Int?
    var marks: [Int: Int] = [:]
    /// What each minute of its life was, from its start on.
    var log: [String] = []

    init(_ clock: ClockKind, _ number: Int, at minute: Int) {
      self.clock = clock
      self.number = number
      start = minute
      since = minute
    }

    var isLive: Bool { end == nil }
  }

  /// Lives through the history minute by minute up to and including `asOf`.
  func live(_ events: [(minute: Int, kind: SLAEvent.Kind)], asOf: Int) {
    guard let first = events.first?.minute, first <= asOf else { return }
    for minute in first...asOf {
      takeOver(minute)
      for event in events where event.minute == minute && !hasEnded { hear(event.kind, minute) }
      for cycle in cycles { judge(cycle, minute) }
      if minute < asOf {
        for cycle in cycles where cycle.isLive || isResolvedSpell(cycle) { count(cycle, minute) }
      }
    }
  }

  private func isResolvedSpell(_ cycle: Cycle) -> Bool {
    isResolved && cycle.clock == .resolution && !cycle.isCancelled && cycle === last(.resolution)
  }

  func isPaused(_ cycle: Cycle) -> Bool { !cycle.stops.isDisjoint(with: waiting) }

  private func judge(_ cycle: Cycle, _ minute: Int) {
    let isEnding = cycle.end == minute
    guard cycle.isLive || isEnding else { return }
    if cycle.target != cycle.oldTarget {
      cycle.oldTarget = cycle.target
      cycle.due = nil
    }
    guard let target = cycle.target else {
      cycle.over = nil
      return
    }
    if cycle.elapsed >= target, cycle.due == nil { cycle.due = minute }
    if cycle.elapsed <= target {
      cycle.over = nil
    } else if cycle.over == nil {
      cycle.over = minute
      cycle.firstOver = cycle.firstOver ?? minute
    }
    guard cycle.isLive else { return }
    for percent in cycle.percents where cycle.marks[percent] == nil {
      if cycle.elapsed * 100 >= percent * target { cycle.marks[percent] = minute }
    }
  }

  private func count(_ cycle: Cycle, _ minute: Int) {
    let isOpen = isOpen(cycle.calendar, minute)
    let kind: String
    if !cycle.isLive {
      kind = "resolved"
    } else if isPaused(cycle) {
      kind = "paused"
      cycle.pausedWall += 1
      if isOpen { cycle.pausedOpen += 1 }
    } else if isOpen {
      kind = "counted"
      cycle.elapsed += 1
      if let target = cycle.target, cycle.elapsed > target, cycle.over == nil {
        cycle.over = minute
        cycle.firstOver = cycle.firstOver ?? minute
      }
    } else {
      kind = "closed"
    }
    cycle.log.append(
      "\(kind) \(cycle.calendar) \(cycle.version) \(cycle.priority) \(cycle.target ?? 0)")
  }

  func last(_ clock: ClockKind) -> Cycle? { cycles.last { $0.clock == clock } }
  func running(_ clock: ClockKind) -> Cycle? { cycles.last { $0.clock == clock && $0.isLive } }

  func knows(_ clock: ClockKind, _ terms: ServiceLevel) -> Bool {
    terms.targets.values.contains { $0[clock] != nil }
  }

  func adopt(_ cycle: Cycle) {
    let target = terms.targets[priority]?[cycle.clock]
    cycle.target = target?.seconds.map { $0 / 60 }
    cycle.calendar = target?.calendar ?? terms.calendar
    cycle.stops = Set((terms.pauses[cycle.clock] ?? []).map(\.name))
    cycle.percents = terms.escalations
    cycle.version = terms.version
    cycle.priority = priority
  }

  func begin(_ clock: ClockKind, _ minute: Int) {
    guard knows(clock, terms), running(clock) == nil else { return }
    let cycle = Cycle(clock, cycles.count { $0.clock == clock } + 1, at: minute)
    adopt(cycle)
    cycle.oldTarget = cycle.target
    cycles.append(cycle)
  }

  func end(_ clock: ClockKind, _ minute: Int, cancelled: Bool = false) {
    guard let cycle = running(clock) else { return }
    cycle.end = minute
    cycle.isCancelled = cancelled
  }
}
