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
    var telling = Retelling(ticket: opened.value, facts: opened.facts, now: openedAt)
    for row in rows { telling.tell(row) }
    return Change(telling.ticket, facts: telling.facts)
  }
}

/// Turns the states a row shows into what must have happened between two of them.
private struct Retelling {
  var ticket: Ticket
  var facts: [Fact]
  /// A row dated before the opening counts as of the opening.
  var now: Instant
  private var state = Incident.State.new

  init(ticket: Ticket, facts: [Fact], now: Instant) {
    self.ticket = ticket
    self.facts = facts
    self.now = now
  }

  mutating func tell(_ row: Incident.Row) {
    now = max(now, row.at)
    if row.priority != ticket.priority {
      happen(.reprioritised(row.priority, row.impact, row.urgency, why: ""))
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
    case .closed: happen(.reopened(why: ""))
    case .resolved: if next != .closed { happen(.reopened(why: "")) }
    case .new, .active, .awaitingProblem, .awaitingEvidence: break
    }
  }

  private mutating func enter(_ row: Incident.Row) {
    switch row.state {
    case .new, .active: break
    case .awaitingUserInfo: happen(.importedWait(words: row.state.rawValue))
    case .awaitingVendor: happen(.waitedOnThirdParty(name: row.state.rawValue, reference: ""))
    case .awaitingProblem, .awaitingEvidence: happen(.noted(words: row.state.rawValue))
    case .resolved: happen(.resolved(fix: row.closingCode))
    case .closed:
      if ticket.resolvedAt == nil { happen(.resolved(fix: row.closingCode)) }
      happen(.closed)
    }
  }

  private mutating func happen(_ event: TicketEvent) {
    let change = ticket.change(event, at: now)
    ticket = change.value
    facts += change.facts
  }
}
