// SPDX-License-Identifier: AGPL-3.0-or-later

/// What people do with a ticket. Each verb checks, then returns the ticket as it will be and the
/// fact that says so.
extension Ticket {
  package static func opened(
    _ opening: Opening, id: ID<Ticket>, number: Int, at: Instant
  ) -> Change<Ticket> {
    var ticket = Ticket(id: id, number: number, opening: opening, at: at)
    ticket.version = 1
    return Change(ticket, ticket.fact(.opened(opening), at: at))
  }

  package func acknowledged(at: Instant) throws(Refused) -> Change<Ticket> {
    try mustBeLive()
    return change(.acknowledged, at: at)
  }

  package func replied(_ letter: ID<Letter>, at: Instant) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    return change(.replied(letter: letter), at: at)
  }

  /// What was asked after the message came is still to be answered. The client's words never
  /// bounce: a resolved ticket hears them, a closed one has a linked
  /// ticket opened instead (the caller's decision, HOUSE *Ticket states*).
  package func heard(
    _ letter: ID<Letter>, from contact: ID<Contact>?, automatic: Bool, at: Instant
  ) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    let settled =
      automatic
      ? []
      : openAsks.filter { $0.since <= at }
        .map { TicketEvent.askSettled($0.ask.id, how: .message, words: "") }
    return change(
      [.clientWrote(letter: letter, by: contact, automatic: automatic)] + settled, at: at)
  }

  package func wroteAutomatically(_ letter: ID<Letter>, at: Instant) -> Change<Ticket> {
    change(.wroteAutomatically(letter: letter), at: at)
  }

  package func withheldReceipt(at: Instant) -> Change<Ticket> {
    change(.receiptWithheld, at: at)
  }

  package func noted(_ words: String, at: Instant) -> Change<Ticket> {
    change(.noted(words: words), at: at)
  }

  package func logged(_ entry: ID<TimeEntry>, minutes: Int, at: Instant) -> Change<Ticket> {
    change(.timeLogged(entry: entry, minutes: minutes), at: at)
  }

  package func handedOver(
    to member: ID<Member>?, note: String, at: Instant
  ) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    guard member != holder else { throw .alreadyTheirs }
    return change(.handedOver(to: member, note: note), at: at)
  }

  package func reprioritised(
    _ impact: Impact, _ urgency: Urgency, by matrix: PriorityMatrix, why: String, at: Instant
  ) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    let priority = matrix.priority(impact, urgency)
    guard priority != self.priority || impact != self.impact || urgency != self.urgency else {
      throw .samePriority(priority)
    }
    return change(.reprioritised(priority, impact, urgency, why: why), at: at)
  }

  /// What was asked of the people of another client is no longer theirs to answer.
  package func moved(
    to placement: Placement, why: String, at: Instant
  ) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    guard placement != self.placement else { throw .samePlace }
    let left = placement.client == self.placement.client ? [] : withdrawals
    return change(left + [.moved(placement, why: why)], at: at)
  }

  package func resolved(
    fix: String, letter: ID<Letter>? = nil, at: Instant
  ) throws(Refused) -> Change<Ticket> {
    try mustBeLive()
    return change(withdrawals + [.resolved(fix: fix, letter: letter)], at: at)
  }

  /// A closed ticket stays closed; what comes later opens a linked one.
  package func reopened(why: String, at: Instant) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    guard resolvedAt != nil else { throw .notResolved }
    return change(.reopened(why: why), at: at)
  }

  package func closed(at: Instant) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    guard resolvedAt != nil else { throw .notResolved }
    return change(.closed, at: at)
  }

  package func cancelled(why: String, at: Instant) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    return change(withdrawals + [.cancelled(why: why)], at: at)
  }
}

extension Ticket {
  /// What we asked is no longer needed: nobody is waited on for a ticket that ends.
  var withdrawals: [TicketEvent] {
    asks.map { .askSettled($0.id, how: .withdrawn, words: "") }
  }

  /// The ticket after these events and the facts that record them, in order, each filed with the
  /// client it was then.
  func change(_ events: [TicketEvent], at: Instant) -> Change<Ticket> {
    var next = self
    let facts = events.map { event in
      next.apply(event, at: at)
      return next.fact(event, at: at)
    }
    next.version += events.count
    return Change(next, facts: facts)
  }

  func change(_ event: TicketEvent, at: Instant) -> Change<Ticket> { change([event], at: at) }

  func fact(_ event: TicketEvent, at: Instant) -> Fact {
    event.fact(about: journalSubject, client: placement.client, at: at)
  }

  func mustNotHaveEnded() throws(Refused) {
    switch end {
    case .closed: throw .closed(name)
    case .cancelled: throw .cancelled(name)
    case .merged(_, let number): throw .merged(name, into: number)
    case nil: return
    }
  }

  func mustBeLive() throws(Refused) {
    try mustNotHaveEnded()
    if resolvedAt != nil { throw .resolved(name) }
  }
}
