// SPDX-License-Identifier: AGPL-3.0-or-later

/// Waiting: on the client by an ask, on a third party by their reference, on a visit; and taking
/// acts back.
extension Ticket {
  package func asked(_ ask: Ask, at: Instant) throws(Refused) -> Change<Ticket> {
    try mustBeLive()
    guard ask.dueAt > at else { throw .askDueInPast }
    guard ask.way != .choose || ask.choices.count >= 2 else { throw .askNeedsChoices }
    return change(.asked(ask), at: at)
  }

  package func settled(
    _ ask: ID<Ask>, how: AskSettlement, words: String, at: Instant
  ) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    guard asks.contains(where: { $0.id == ask }) else { throw .askSettled }
    return change(.askSettled(ask, how: how, words: words), at: at)
  }

  package func waitingOnThirdParty(
    _ name: String, reference: String, at: Instant
  ) throws(Refused) -> Change<Ticket> {
    try mustBeLive()
    if let thirdParty { throw .alreadyWaiting(thirdParty.name) }
    return change(.waitedOnThirdParty(name: name, reference: reference), at: at)
  }

  package func thirdPartyAnswered(_ words: String, at: Instant) throws(Refused) -> Change<Ticket> {
    try mustBeLive()
    guard thirdParty != nil else { throw .waitingOnNobody }
    return change(.thirdPartyAnswered(words: words), at: at)
  }

  package func visitNeeded(why: String, at: Instant) throws(Refused) -> Change<Ticket> {
    try mustBeLive()
    if case .needed = visit { throw .visitAlreadyNeeded }
    return change(.visitNeeded(why: why), at: at)
  }

  package func visitArrived(at: Instant) throws(Refused) -> Change<Ticket> {
    try mustBeLive()
    guard case .needed = visit else { throw .noVisit }
    return change(.visitArrived, at: at)
  }

  package func visitCancelled(why: String, at: Instant) throws(Refused) -> Change<Ticket> {
    try mustBeLive()
    guard case .needed = visit else { throw .noVisit }
    return change(.visitCancelled(why: why), at: at)
  }

  /// This ticket's story goes on in the other; its clocks end without a verdict (SLA 45).
  package func merged(into other: Ticket, at: Instant) throws(Refused) -> (
    absorbed: Change<Ticket>, survivor: Change<Ticket>
  ) {
    try mustNotHaveEnded()
    try other.mustNotHaveEnded()
    guard other.id != id else { throw .mergeWithItself }
    guard other.placement.client == placement.client else { throw .mergeAcrossClients }
    return (
      change(withdrawals + [.merged(into: other.number)], at: at),
      other.change(.absorbed(number), at: at)
    )
  }

  /// Part of the story becomes a ticket of its own, which starts now.
  package func split(into number: Int, at: Instant) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    return change(.splitOff(number), at: at)
  }

  package func marked(clock: String, cycle: Int, percent: Int, at: Instant) -> Change<Ticket> {
    change(.marked(clock: clock, cycle: cycle, percent: percent), at: at)
  }

  /// The act this event belongs to is taken back, with everything done in the same go.
  /// `letterLeft` says whether a letter it caused is already out of the house.
  package func undone(
    _ sequence: Int, in history: [RecordedTicketEvent], letterLeft: Bool, at: Instant
  ) throws(Refused) -> Change<Ticket> {
    try mustNotHaveEnded()
    let act = history.act(of: sequence)
    guard act.canBeUndone else { throw .cannotUndo }
    if letterLeft { throw .letterHasLeft }
    let voidings = act.enumerated().map { offset, undone in
      RecordedTicketEvent(
        sequence: version + 1 + offset, event: .voided(sequence: undone.sequence), occurredAt: at,
        recordedAt: at, actor: .system)
    }
    guard let ticket = Ticket(id: id, number: number, history: history + voidings) else {
      throw .cannotUndo
    }
    return Change(ticket, facts: voidings.map { fact($0.event, at: at) })
  }
}

extension [RecordedTicketEvent] {
  /// What still counts of the act an event belongs to; nothing when that event counts no more.
  package func act(of sequence: Int) -> [RecordedTicketEvent] {
    let counting = withoutVoided
    guard let event = counting.first(where: { $0.sequence == sequence }) else { return [] }
    return counting.filter { $0.act == event.act }
  }

  /// The act the member may take back now, by its first event: the last thing anybody did, if it
  /// was they who did it, and within a day.
  package func ownLastAct(of member: ID<Member>, at now: Instant) -> Int? {
    guard let last = withoutVoided.last(where: { $0.actor != .system }),
      last.actor == .member(member), last.recordedAt >= now.advanced(by: -86_400)
    else { return nil }
    let act = act(of: last.sequence)
    return act.canBeUndone ? act.first?.sequence : nil
  }

  /// Whether an act can be taken back: one of ours did it, and nothing in it stays for good.
  package var canBeUndone: Bool {
    !isEmpty && allSatisfy { $0.actor.isMember && $0.event.canBeUndone }
  }
}

extension Actor {
  fileprivate var isMember: Bool { if case .member = self { true } else { false } }
}

extension TicketEvent {
  /// Opening, what others said and what the house recorded by itself stay.
  fileprivate var canBeUndone: Bool {
    switch self {
    case .opened, .clientWrote, .wroteAutomatically, .receiptWithheld, .merged, .absorbed,
      .splitOff, .marked, .dueChanged, .voided:
      false
    default: true
    }
  }
}
