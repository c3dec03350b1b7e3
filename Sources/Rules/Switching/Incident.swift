// SPDX-License-Identifier: AGPL-3.0-or-later

/// One incident of the desk a provider switches from: what its audit rows say happened.
package struct Incident: Sendable, Equatable {
  package let number: String
  /// Nil when the source does not know who called.
  package let caller: String?
  package let openedAt: Instant
  package let subject: String
  /// In the order of time; of one minute, in the order of the file.
  package let rows: [Row]
  /// The source's own verdict, as its last row has it.
  package let madeSLA: Bool?

  /// The incident as it stood after one change.
  package struct Row: Sendable, Equatable {
    /// Where it stands in the file.
    package let line: Int
    package let at: Instant
    package let state: State
    package let priority: Priority
    package let impact: Impact
    package let urgency: Urgency
    package let closingCode: String
  }

  package enum State: String, CaseIterable, Sendable {
    case new = "New"
    case active = "Active"
    case awaitingUserInfo = "Awaiting User Info"
    case awaitingVendor = "Awaiting Vendor"
    case awaitingProblem = "Awaiting Problem"
    case awaitingEvidence = "Awaiting Evidence"
    case resolved = "Resolved"
    case closed = "Closed"
  }
}

extension Incident {
  /// The incident as a ticket of ours with its whole story. Only what the rows say is told: who
  /// answered first, and when, they don't say.
  package func ticket(_ id: ID<Ticket>, number: Int, under placement: Placement) -> Change<Ticket> {
    let first = rows[0]
    let opening = Opening(
      channel: .imported, subject: subject, placement: placement, priority: first.priority,
      impact: first.impact, urgency: first.urgency)
    let opened = Ticket.opened(opening, id: id, number: number, at: openedAt)
    return told.reduce(opened) { story, told in
      let next = story.value.change(told.event, at: told.at)
      return Change(next.value, facts: story.facts + next.facts)
    }
  }

  /// What a later export adds to the ticket it became.
  package enum Continuation: Sendable {
    /// The log tells nothing that is not here, or less.
    case nothing
    /// What to write: events that are new, after taking back those that read otherwise now.
    case further(Change<Ticket>)
    /// Our own people have acted on it since: two stories can't be one. The row is the first that
    /// is new.
    case workedOn(line: Int)
    /// It opened at another moment, so it is not the same story.
    case openedOtherwise(line: Int)
  }

  package func continuing(
    _ ticket: Ticket, _ history: [RecordedTicketEvent]
  ) -> Continuation {
    let known = history.withoutVoided.filter(\.isImported).dropFirst()
    let same = zip(told, known).prefix { $0.event == $1.event && $0.at == $1.occurredAt }.count
    let more = told.dropFirst(same)
    guard let first = more.first else { return .nothing }
    guard history.first?.occurredAt == openedAt else { return .openedOtherwise(line: first.line) }
    guard history.allSatisfy({ $0.isImported || $0.actor == .system }) else {
      return .workedOn(line: first.line)
    }
    let wrong = known.dropFirst(same).map { Told(.voided(sequence: $0.sequence), openedAt, 0) }
    return .further(ticket.telling(wrong + more, after: history))
  }

  /// Everything after the opening, in order.
  private var told: [Told] {
    var telling = Retelling(priority: rows[0].priority, now: openedAt)
    for row in rows { telling.tell(row) }
    return telling.told
  }
}

/// One event of an incident's story and the row that tells it.
private struct Told {
  let event: TicketEvent
  let at: Instant
  let line: Int

  init(_ event: TicketEvent, _ at: Instant, _ line: Int) {
    self.event = event
    self.at = at
    self.line = line
  }
}

extension RecordedTicketEvent {
  fileprivate var isImported: Bool {
    if case .imported = actor { true } else { false }
  }
}

extension Ticket {
  /// The ticket after these events, some of which may take others back.
  fileprivate func telling(
    _ told: [Told], after history: [RecordedTicketEvent]
  ) -> Change<Ticket> {
    let added = told.enumerated().map { offset, told in
      RecordedTicketEvent(
        sequence: version + offset + 1, event: told.event, occurredAt: told.at, recordedAt: told.at,
        actor: .system)
    }
    return Change(
      Ticket(id: id, number: number, history: history + added)!,
      facts: told.map { fact($0.event, at: $0.at) })
  }
}

/// Turns the states a row shows into what must have happened between two of them.
private struct Retelling {
  private(set) var told: [Told] = []
  private var priority: Priority
  /// A row dated before the opening counts as of the opening.
  private var now: Instant
  private var state = Incident.State.new
  private var isResolved = false
  private var line = 0

  init(priority: Priority, now: Instant) {
    self.priority = priority
    self.now = now
  }

  mutating func tell(_ row: Incident.Row) {
    now = max(now, row.at)
    line = row.line
    if row.priority != priority {
      happen(.reprioritised(row.priority, row.impact, row.urgency, why: ""))
      priority = row.priority
    }
    guard row.state != state else { return }
    leave(for: row.state)
    enter(row)
    state = row.state
  }

  private mutating func leave(for next: Incident.State) {
    switch state {
    case .awaitingUserInfo: happen(.importedWaitEnded)
    case .awaitingVendor: happen(.thirdPartyAnswered(words: ""))
    case .closed: reopen()
    case .resolved: if next != .closed { reopen() }
    case .new, .active, .awaitingProblem, .awaitingEvidence: break
    }
  }

  private mutating func enter(_ row: Incident.Row) {
    switch row.state {
    case .new, .active: break
    case .awaitingUserInfo: happen(.importedWait(words: row.state.rawValue))
    case .awaitingVendor: happen(.waitedOnThirdParty(name: row.state.rawValue, reference: ""))
    case .awaitingProblem, .awaitingEvidence: happen(.noted(words: row.state.rawValue))
    case .resolved: resolve(row)
    case .closed:
      if !isResolved { resolve(row) }
      happen(.closed)
    }
  }

  private mutating func reopen() {
    happen(.reopened(why: ""))
    isResolved = false
  }

  private mutating func resolve(_ row: Incident.Row) {
    happen(.resolved(fix: row.closingCode))
    isResolved = true
  }

  private mutating func happen(_ event: TicketEvent) { told.append(Told(event, now, line)) }
}
