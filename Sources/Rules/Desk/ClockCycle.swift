// SPDX-License-Identifier: AGPL-3.0-or-later

/// One run of one clock on a ticket, as it stands at the asked instant: the line every page, report
/// and batch answer shows (SLA 40, 53).
package struct ClockCycle: Sendable, Equatable {
  package let clock: ClockKind
  /// Counts from 1 for each clock.
  package let cycle: Int
  package let state: State
  package let startedAt: Instant
  package let stoppedAt: Instant?
  package let targetSeconds: Int?
  /// Whose hours count it now.
  package let calendar: String
  package let elapsedSeconds: Int
  /// Covered seconds that did not count because the clock was paused.
  package let pausedBusinessSeconds: Int
  package let pausedWallSeconds: Int
  /// The earliest instant at which the target was or will be used up (SLA 20); nil while paused,
  /// when cancelled and without a target (SLA 37).
  package let dueAt: Instant?
  /// Where the last stretch over the target began, if it lasts to the end.
  package let breachAt: Instant?
  /// Where the first stretch over the target then in force began; stays on record (SLA 40).
  package let firstBreachAt: Instant?
  /// Marks reached, in the order in which they were.
  package let marks: [Mark]
  /// Why a cancelled cycle has no verdict.
  package let ending: Ending
  /// When a paused clock would be due if it went on now (SLA 37). Asked for by `.looks`.
  package let dueIfResumed: Instant?
  /// Paused time by the reason that stopped the clock first. Asked for by `.waits`.
  package internal(set) var waits: [Wait] = []
  /// The partition of its life. Asked for by `.spans`.
  package internal(set) var spans: [ClockSpan] = []

  package var remainingSeconds: Int? { targetSeconds.map { $0 - elapsedSeconds } }
  package var breached: Bool { breachAt != nil }
  package var everBreached: Bool { firstBreachAt != nil }

  package enum State: String, CaseIterable, Sendable {
    /// Also outside hours.
    case running
    case paused, stopped, cancelled
  }

  /// A percentage of the target and the first instant at which a live clock had used it.
  package struct Mark: Sendable, Equatable {
    package let percent: Int
    package let at: Instant

    package init(percent: Int, at: Instant) {
      self.percent = percent
      self.at = at
    }
  }

  /// How a cycle came to its end.
  package enum Ending: String, Sendable {
    case none
    /// What was promised was done.
    case done
    /// A visit no longer needed, or solved remotely (SLA 31).
    case visitNotNeeded
    /// A change of priority or agreement began a new cycle.
    case restarted
    /// The new terms don't know this clock (SLA 42).
    case notInTerms
    case merged, cancelled
  }

  /// Time a clock stood still for one reason.
  package struct Wait: Sendable, Equatable {
    package let reason: PauseReason
    /// Covered seconds.
    package internal(set) var business: Int
    package internal(set) var wall: Int
  }
}
