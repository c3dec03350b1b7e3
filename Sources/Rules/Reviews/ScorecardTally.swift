// SPDX-License-Identifier: AGPL-3.0-or-later

extension Scorecard {
  /// The count of one clock while its cycles go by.
  struct Tally {
    let clock: ClockKind
    private var met = 0
    private var metAfterDowngrade = 0
    private var breached = 0
    private var openAndBreached = 0
    private var open = 0
    private var excluded = Array(repeating: 0, count: Exclusion.allCases.count)
    private var elapsed: [Int] = []
    private var waited = Array(repeating: 0, count: PauseReason.Party.allCases.count)

    init(_ clock: ClockKind) { self.clock = clock }

    var isEmpty: Bool {
      met + breached + openAndBreached + open == 0 && excluded.allSatisfy { $0 == 0 }
    }

    mutating func add(_ cycle: ClockCycle, in period: Range<Instant>) {
      guard let end = cycle.stoppedAt else {
        guard cycle.startedAt < period.upperBound, cycle.targetSeconds != nil else { return }
        if cycle.breached { openAndBreached += 1 } else { open += 1 }
        return
      }
      guard period.contains(end) else { return }
      if let exclusion = Exclusion(cycle) {
        excluded[exclusion.index] += 1
      } else {
        judge(cycle)
      }
    }

    private mutating func judge(_ cycle: ClockCycle) {
      if cycle.breached {
        breached += 1
      } else {
        met += 1
        if cycle.everBreached { metAfterDowngrade += 1 }
      }
      elapsed.append(cycle.elapsedSeconds)
      for wait in cycle.waits { waited[wait.reason.party.index] += wait.business }
    }

    func line() -> Line {
      Line(
        clock: clock, met: met, metAfterDowngrade: metAfterDowngrade, breached: breached,
        openAndBreached: openAndBreached, open: open,
        excluded: Dictionary(
          uniqueKeysWithValues: Exclusion.allCases.map { ($0, excluded[$0.index]) }
        ).filter { $0.value > 0 },
        elapsed: Spread(elapsed),
        waited: Dictionary(
          uniqueKeysWithValues: PauseReason.Party.allCases.map { ($0, waited[$0.index]) }
        ).filter { $0.value > 0 })
    }
  }
}

extension Scorecard.Exclusion {
  /// Nil for a cycle to be judged.
  package init?(_ cycle: ClockCycle) {
    switch cycle.ending {
    case .none, .done:
      if cycle.targetSeconds != nil { return nil }
      self = .noTarget
    case .visitNotNeeded: self = .visitNotNeeded
    case .restarted: self = .restarted
    case .notInTerms: self = .notInTerms
    case .merged: self = .merged
    case .cancelled: self = .cancelled
    }
  }

  fileprivate var index: Int {
    switch self {
    case .noTarget: 0
    case .visitNotNeeded: 1
    case .restarted: 2
    case .notInTerms: 3
    case .merged: 4
    case .cancelled: 5
    }
  }
}

extension PauseReason.Party {
  fileprivate var index: Int {
    switch self {
    case .client: 0
    case .thirdParty: 1
    case .ours: 2
    }
  }
}
