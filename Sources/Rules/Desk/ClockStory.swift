// SPDX-License-Identifier: AGPL-3.0-or-later

/// A ticket's history as its clocks hear it: the events in order, with the names of a book turned
/// into that book's numbers. Read once, asked as often as wanted.
package struct ClockStory: Sendable {
  package let events: [SLAEvent]
  let beats: ContiguousArray<Beat>

  /// One thing that can move a clock.
  struct Beat: Sendable {
    let at: Int
    /// Position in the history.
    let event: Int32
    /// A version of terms or a pause reason.
    let number: Int32
    let priority: Int32
    let kind: Kind
  }

  enum Kind: UInt8, Sendable {
    case created, acknowledged, agentReply, clientReply, pauseStart, pauseStop, priorityChanged
    case moved, onSiteRequested, onSiteArrived, onSiteCancelled, resolved, reopened
    case merged, cancelled
  }

  /// The events must be in order of time; equal instants keep the order of the list (SLA 47).
  package init(_ events: [SLAEvent], in book: ClockBook) throws(ClockRefused) {
    guard case .created? = events.first?.kind else { throw .notCreated }
    var beats: ContiguousArray<Beat> = []
    beats.reserveCapacity(events.count)
    for (index, event) in events.enumerated() {
      if index > 0 {
        if event.at < events[index - 1].at { throw .outOfOrder(event: index) }
        if case .created = event.kind { throw .createdTwice }
      }
      try Self.hear(event, index, book, &beats)
    }
    self.events = events
    self.beats = beats
  }

  private static func hear(
    _ event: SLAEvent, _ index: Int, _ book: ClockBook, _ beats: inout ContiguousArray<Beat>
  ) throws(ClockRefused) {
    func add(_ kind: Kind, _ number: Int32 = 0, _ priority: Int32 = -1) {
      beats.append(
        Beat(
          at: event.at.seconds, event: Int32(index), number: number, priority: priority, kind: kind)
      )
    }
    /// A reason that stops no clock anywhere moves nothing.
    func add(_ kind: Kind, _ reason: PauseReason) {
      if let number = book.reasons[reason] { add(kind, Int32(number)) }
    }
    switch event.kind {
    case .created(let priority, let agreement, let pauses):
      let version = try book.version(of: agreement, at: event.at)
      add(.created, version, book.priorities[priority] ?? -1)
      for reason in pauses { add(.pauseStart, reason) }
    case .priorityChanged(let priority):
      add(.priorityChanged, 0, book.priorities[priority] ?? -1)
    case .agreementChanged(let name): add(.moved, try book.version(of: name, at: event.at))
    case .pauseStart(let reason): add(.pauseStart, reason)
    case .pauseStop(let reason): add(.pauseStop, reason)
    default: if let kind = Kind(plain: event.kind) { add(kind) }
    }
  }
}

extension ClockStory.Kind {
  /// Nil for what moves no clock: notes and automatic mail (SLA 27).
  fileprivate init?(plain kind: SLAEvent.Kind) {
    switch kind {
    case .acknowledged: self = .acknowledged
    case .agentReply: self = .agentReply
    case .clientReply: self = .clientReply
    case .onSiteRequested: self = .onSiteRequested
    case .onSiteArrived: self = .onSiteArrived
    case .onSiteCancelled: self = .onSiteCancelled
    case .resolved: self = .resolved
    case .reopened: self = .reopened
    case .merged: self = .merged
    case .cancelled: self = .cancelled
    default: return nil
    }
  }
}
