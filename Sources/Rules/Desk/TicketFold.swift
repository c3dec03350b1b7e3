// SPDX-License-Identifier: AGPL-3.0-or-later

extension Ticket {
  /// The ticket its history adds up to; nil when nothing opened it. Voided events count for
  /// nothing.
  package init?(id: ID<Ticket>, number: Int, history: [RecordedTicketEvent]) {
    let events = history.withoutVoided
    guard let first = events.first, case .opened(let opening) = first.event else { return nil }
    self.init(id: id, number: number, opening: opening, at: first.occurredAt)
    for event in events.dropFirst() { apply(event.event, at: event.occurredAt) }
    version = history.last!.sequence
  }

  init(id: ID<Ticket>, number: Int, opening: Opening, at: Instant) {
    self.id = id
    self.number = number
    subject = opening.subject
    channel = opening.channel
    placement = opening.placement
    priority = opening.priority
    impact = opening.impact
    urgency = opening.urgency
    openedAt = at
  }

  mutating func apply(_ event: TicketEvent, at: Instant) {
    switch event {
    case .opened, .wroteAutomatically, .receiptWithheld, .noted, .absorbed, .splitOff, .marked,
      .dueChanged, .voided:
      break
    case .acknowledged, .replied: touchedByUs = true
    case .clientWrote(_, _, let automatic): if !automatic { hear(at: at) }
    case .timeLogged(_, let minutes): loggedMinutes += minutes
    case .handedOver(let member, _): holder = member
    case .reprioritised(let priority, let impact, let urgency, _):
      (self.priority, self.impact, self.urgency) = (priority, impact, urgency)
    case .asked(let ask):
      openAsks.append(OpenAsk(ask: ask, since: at))
      touchedByUs = true
    case .askSettled(let id, _, _): openAsks.removeAll { $0.ask.id == id }
    case .waitedOnThirdParty(let name, let reference):
      thirdParty = ThirdPartyWait(name: name, reference: reference, since: at)
    case .thirdPartyAnswered: thirdParty = nil
    case .importedWait: waitsAsImported = true
    case .importedWaitEnded: waitsAsImported = false
    case .visitNeeded: visit = .needed(at)
    case .visitArrived: visit = .arrived(at)
    case .visitCancelled: visit = .none
    case .resolved, .reopened, .closed, .cancelled, .merged: applyEnding(event, at: at)
    case .moved(let placement, _): self.placement = placement
    }
  }

  /// Any human message of the client's answers what we had asked by then (SLA 35).
  private mutating func hear(at: Instant) {
    openAsks.removeAll { $0.since <= at }
    waitsAsImported = false
    wroteAgain = resolvedAt != nil
  }

  private mutating func applyEnding(_ event: TicketEvent, at: Instant) {
    switch event {
    case .resolved:
      resolvedAt = at
      openAsks = []
      thirdParty = nil
      waitsAsImported = false
      wroteAgain = false
      if case .needed = visit { visit = .none }
    case .reopened:
      resolvedAt = nil
      end = nil
      wroteAgain = false
    case .closed: end = .closed(at)
    case .cancelled(let why): end = .cancelled(at, why: why)
    case .merged(let number): end = .merged(at, into: number)
    default: break
    }
  }
}

extension [RecordedTicketEvent] {
  /// The events that still count. Voiding a voiding brings the act back.
  package var withoutVoided: [RecordedTicketEvent] {
    var voided: Set<Int> = []
    for recorded in reversed() {
      if case .voided(let sequence) = recorded.event, !voided.contains(recorded.sequence) {
        voided.insert(sequence)
      }
    }
    return filter { recorded in
      if case .voided = recorded.event { return false }
      return !voided.contains(recorded.sequence)
    }
  }
}
