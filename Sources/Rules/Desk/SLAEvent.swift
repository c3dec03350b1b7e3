// SPDX-License-Identifier: AGPL-3.0-or-later

/// Something that happened to a ticket, as far as its clocks care.
package struct SLAEvent: Sendable, Equatable {
  /// When it happened; clocks know no other time (SLA 47).
  package let at: Instant
  package let kind: Kind
  /// When we came to know it; at once unless said otherwise (SLA 44).
  package let recordedAt: Instant

  package init(at: Instant, _ kind: Kind, recordedAt: Instant? = nil) {
    self.at = at
    self.kind = kind
    self.recordedAt = recordedAt ?? at
  }

  package enum Kind: Sendable, Equatable {
    /// The request reached us (SLA 25); reasons under which it waited from the first second on.
    case created(Priority, agreement: String, pauses: [PauseReason] = [])
    case acknowledged
    /// A public reply by a person, or a call that was logged (SLA 27).
    case agentReply
    case clientReply
    case internalNote
    case autoReply
    case pauseStart(PauseReason)
    case pauseStop(PauseReason)
    case priorityChanged(Priority)
    case agreementChanged(String)
    case onSiteRequested
    case onSiteArrived
    case onSiteCancelled
    case resolved
    case reopened
    /// Absorbed by another ticket (SLA 45).
    case merged
    /// Spam, a double, withdrawn (SLA 46).
    case cancelled
  }
}

extension [SLAEvent] {
  /// By the time they happened; of one instant, in the order in which they stand here (SLA 47).
  package var inOrder: [SLAEvent] {
    enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  /// What we knew then: “as known at” an instant leaves later corrections out (SLA 44).
  package func known(at instant: Instant) -> [SLAEvent] {
    filter { $0.recordedAt <= instant }
  }
}
