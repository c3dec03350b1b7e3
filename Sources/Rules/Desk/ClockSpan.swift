// SPDX-License-Identifier: AGPL-3.0-or-later

/// One piece of the partition of a clock's life: why these seconds counted, or did not, and under
/// which terms. The spans of a cycle tile it to the second.
package struct ClockSpan: Sendable, Equatable {
  package let from: Instant
  package internal(set) var to: Instant
  package let kind: Kind
  package let why: Why
  package let calendar: String
  package let agreement: String
  /// The version of the agreement.
  package let version: String
  package let priority: Priority
  package let targetSeconds: Int?
  package internal(set) var elapsedAtEnd: Int

  package var wallSeconds: Int { to.since(from) }
  package var countedSeconds: Int { kind == .counted ? wallSeconds : 0 }

  package enum Kind: String, CaseIterable, Sendable {
    case counted, closed, paused, resolved
  }

  package enum Why: Sendable, Equatable {
    case rule(HoursReason)
    /// Reasons that stopped the clock, and the position in the history of the event that began each.
    case waiting([PauseReason], events: [Int])
    /// The event that resolved it.
    case resolved(event: Int)
  }

  /// Nothing distinguishes the other span but that it comes right after.
  func continues(_ other: ClockSpan) -> Bool {
    other.to == from && other.kind == kind && other.why == why && other.calendar == calendar
      && other.agreement == agreement && other.version == version && other.priority == priority
      && other.targetSeconds == targetSeconds
  }
}
