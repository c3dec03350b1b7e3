// SPDX-License-Identifier: AGPL-3.0-or-later

/// Something that happened to a ticket, as far as its clocks care.
package struct SLAEvent: Sendable, Equatable {
  /// When it happened; clocks know no other time (SLA 47).
  package let at: Instant
  package let kind: Kind

  package init(at: Instant, _ kind: Kind) {
    self.at = at
    self.kind = kind
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
