// SPDX-License-Identifier: AGPL-3.0-or-later

/// One request, incident, alert or question and where it stands: what its events add up to.
package struct Ticket: Sendable, Equatable {
  package let id: ID<Ticket>
  /// What people say aloud: T-1042.
  package let number: Int
  /// Sequence of the last event: what a change must name to be accepted.
  package internal(set) var version = 0
  package internal(set) var subject: String
  package internal(set) var channel: Channel
  package internal(set) var placement: Placement
  package internal(set) var priority: Priority
  package internal(set) var impact: Impact
  package internal(set) var urgency: Urgency
  package internal(set) var holder: ID<Member>?
  package internal(set) var openAsks: [OpenAsk] = []
  package internal(set) var thirdParty: ThirdPartyWait?
  /// Waiting for the client since before it was brought here; there is no ask of ours.
  package internal(set) var waitsAsImported = false
  package internal(set) var visit = Visit.none
  package internal(set) var openedAt: Instant
  package internal(set) var resolvedAt: Instant?
  package internal(set) var end: End?
  package internal(set) var touchedByUs = false
  package internal(set) var loggedMinutes = 0
  /// The client wrote after we called it resolved: reopen or close?
  package internal(set) var wroteAgain = false

  package struct OpenAsk: Sendable, Equatable {
    package let ask: Ask
    package let since: Instant
  }

  package struct ThirdPartyWait: Sendable, Equatable {
    package let name: String
    package let reference: String
    package let since: Instant
  }

  package enum Visit: Sendable, Equatable {
    case none
    case needed(Instant)
    case arrived(Instant)
  }

  package enum End: Sendable, Equatable {
    case closed(Instant)
    case cancelled(Instant, why: String)
    case merged(Instant, into: Int)
  }

  package enum State: String, CaseIterable, Sendable {
    case new, open, scheduled, waitingOnClient, waitingOnThirdParty, resolved, closed, cancelled
  }

  package enum Move: String, CaseIterable, Sendable {
    case us, client, thirdParty, nobody
  }

  package var name: String { "T-\(number)" }

  /// What we wait on the client for.
  package var asks: [Ask] { openAsks.map(\.ask) }

  package var state: State {
    switch end {
    case .closed, .merged: return .closed
    case .cancelled: return .cancelled
    case nil: break
    }
    if resolvedAt != nil { return .resolved }
    if !asks.isEmpty || waitsAsImported { return .waitingOnClient }
    if thirdParty != nil { return .waitingOnThirdParty }
    if case .needed = visit { return .scheduled }
    return touchedByUs || holder != nil ? .open : .new
  }

  /// Whose move is it?
  package var move: Move {
    switch state {
    case .waitingOnClient: .client
    case .waitingOnThirdParty: .thirdParty
    case .closed, .cancelled: .nobody
    case .resolved: wroteAgain ? .us : .nobody
    case .new, .open, .scheduled: .us
    }
  }

  package var mergedInto: Int? {
    if case .merged(_, let number)? = end { number } else { nil }
  }

  package var isLive: Bool { end == nil && resolvedAt == nil }

  /// Before its first event is written: the history that begins counts from nothing.
  package var unwritten: Ticket {
    var copy = self
    copy.version = 0
    return copy
  }

  /// Several changes decided side by side were written one after the other.
  package mutating func count(_ events: Int) { version += events }

  package var journalSubject: Subject { Subject("ticket", id.text) }
}

/// An event as the journal keeps it.
package struct RecordedTicketEvent: Sendable, Equatable {
  /// Order within the ticket, from 1.
  package let sequence: Int
  /// The sequence of the first event of the act it belongs to: what one person did in one go.
  package let act: Int
  package let event: TicketEvent
  package let occurredAt: Instant
  package let recordedAt: Instant
  package let actor: Actor

  package init(
    sequence: Int, act: Int? = nil, event: TicketEvent, occurredAt: Instant, recordedAt: Instant,
    actor: Actor
  ) {
    self.sequence = sequence
    self.act = act ?? sequence
    self.event = event
    self.occurredAt = occurredAt
    self.recordedAt = recordedAt
    self.actor = actor
  }
}
