// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Rules
import Web

/// Where a promise stands, told alike on Today, in the queue, on its ticket and to the client: when
/// it is due by the clock on the wall, and how much is left, or late, of the time that counts.
package struct PromiseStanding: Sendable, Equatable {
  let state: ClockCycle.State
  package let dueAt: Instant?
  let target: Int?
  /// Seconds of working time; negative when late.
  package let left: Int?
  /// Seconds until the hours close and the count stands still.
  let open: Int?

  /// At risk from three quarters of the target on; late once more than the target has counted, so
  /// not in the night after a promise that is due at closing time (SLA 21).
  package var clockState: ClockState {
    guard let left, let target else { return .none }
    switch state {
    case .paused: return .paused
    case .stopped, .cancelled: return .none
    case .running: return left < 0 ? .late : left * 4 <= target ? .risk : .running
    }
  }

  /// Time left that grows less while the page is looked at; nil while nothing is counted.
  package var countdown: Countdown? {
    guard state == .running, let left, let target else { return nil }
    return Countdown(left: left, open: open, risk: target / 4)
  }

  package var mark: StateMark {
    if state == .paused { return StateMark(.paused, "Waiting") }
    guard let countdown else { return StateMark(.none, "No promise") }
    return StateMark(clockState, countdown)
  }

  /// The due moment, or what is left once it goes on.
  package var due: HTML {
    if state == .paused, let left {
      return left < 0
        ? "\(say: "late \(duration: -left)")" : "\(say: "\(duration: left) left")"
    }
    guard let dueAt else { return .empty }
    return "\(say: clockState == .late ? "was due" : "due") \(moment: dueAt)"
  }

  /// Said once on a page of many promises.
  package static let legend: HTML =
    "<p><small>\(say: "Time left and time late is working time, as the agreement counts it. Due is the clock on the wall.")</small></p>"
}

extension TicketClocks {
  /// Where one of these cycles stands.
  func standing(of cycle: ClockCycle, at now: Instant) -> PromiseStanding {
    PromiseStanding(
      state: cycle.state, dueAt: cycle.dueAt, target: cycle.targetSeconds,
      left: cycle.remainingSeconds, open: book.openSeconds(of: cycle.calendar, from: now))
  }
}
