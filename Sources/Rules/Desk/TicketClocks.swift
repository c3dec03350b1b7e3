// SPDX-License-Identifier: AGPL-3.0-or-later

extension [RecordedTicketEvent] {
  /// The history as its clocks hear it, in order of when things happened (SLA 47). `origins` tells
  /// for each of them which event of the history it came from, so that a span can name it.
  package var forClocks: (events: [SLAEvent], origins: [Int]) {
    var ear = ClockEar()
    let ordered = withoutVoided.sorted {
      ($0.occurredAt, $0.sequence) < ($1.occurredAt, $1.sequence)
    }
    for recorded in ordered { ear.hear(recorded) }
    return (ear.events, ear.origins)
  }
}

/// The agreement of work nobody has promised anything for: it has no clocks.
extension Placement {
  package static let uncovered = "uncovered"

  package var terms: String { agreement?.text ?? Placement.uncovered }
}

/// Turns a ticket's events into those a clock knows. Two asks at once are one wait for the client.
private struct ClockEar {
  var events: [SLAEvent] = []
  var origins: [Int] = []
  private var openAsks: Set<ID<Ask>> = []
  private var terms = ""

  mutating func hear(_ recorded: RecordedTicketEvent) {
    let heard = kinds(recorded.event)
    events += heard.map { SLAEvent(at: recorded.occurredAt, $0) }
    origins += heard.map { _ in recorded.sequence }
  }

  private mutating func kinds(_ event: TicketEvent) -> [SLAEvent.Kind] {
    switch event {
    case .opened(let opening): begin(opening)
    case .acknowledged: [.acknowledged]
    case .handedOver(let member, _): member == nil ? [] : [.acknowledged]
    case .replied: [.agentReply]
    case .wroteAutomatically: [.autoReply]
    case .noted: [.internalNote]
    case .clientWrote(_, _, let automatic):
      automatic ? [.autoReply] : [.clientReply] + settle(openAsks)
    case .asked(let ask): begin(ask.id)
    case .askSettled(let ask, let how, _): settled(ask, how)
    case .waitedOnThirdParty: [.pauseStart(.thirdParty)]
    case .thirdPartyAnswered: [.pauseStop(.thirdParty)]
    case .importedWait: wait()
    case .importedWaitEnded: settle([ClockEar.imported])
    case .visitNeeded: [.onSiteRequested]
    case .visitArrived: [.onSiteArrived]
    case .visitCancelled: [.onSiteCancelled]
    case .reprioritised(let priority, _, _, _): [.priorityChanged(priority)]
    case .moved(let placement, _): move(to: placement.terms)
    case .resolved: settle(openAsks) + [.resolved]
    case .reopened: [.reopened]
    case .merged: [.merged]
    case .cancelled: [.cancelled]
    case .receiptWithheld, .timeLogged, .closed, .absorbed, .splitOff, .marked, .dueChanged,
      .voided:
      []
    }
  }

  private mutating func begin(_ opening: Opening) -> [SLAEvent.Kind] {
    terms = opening.placement.terms
    return [.created(opening.priority, agreement: terms)]
  }

  /// Who asks, or where, is no matter of the promises: only another agreement reaches the clocks.
  private mutating func move(to next: String) -> [SLAEvent.Kind] {
    guard next != terms else { return [] }
    terms = next
    return [.agreementChanged(next)]
  }

  /// An ask is public: the client has heard from a person.
  private mutating func begin(_ ask: ID<Ask>) -> [SLAEvent.Kind] {
    openAsks.insert(ask)
    return openAsks.count == 1 ? [.agentReply, .pauseStart(.client)] : [.agentReply]
  }

  /// A wait brought from elsewhere pauses as an ask does, but nobody's words went out with it.
  private mutating func wait() -> [SLAEvent.Kind] {
    openAsks.insert(ClockEar.imported)
    return openAsks.count == 1 ? [.pauseStart(.client)] : []
  }

  private static let imported = ID<Ask>("imported")

  /// An answer by the ask's own page or on the phone is a message of the client's.
  private mutating func settled(_ ask: ID<Ask>, _ how: AskSettlement) -> [SLAEvent.Kind] {
    let answered: [SLAEvent.Kind] =
      switch how {
      case .link, .phone, .declined: [.clientReply]
      case .message, .withdrawn: []
      }
    return answered + settle([ask])
  }

  private mutating func settle(_ asks: Set<ID<Ask>>) -> [SLAEvent.Kind] {
    guard !openAsks.isEmpty else { return [] }
    openAsks.subtract(asks)
    return openAsks.isEmpty ? [.pauseStop(.client)] : []
  }
}

extension [RecordedTicketEvent] {
  /// Clocks whose truth another product kept to itself: who answered a ticket first was not brought
  /// with it, so these cycles are neither shown as kept nor counted.
  package var unrecordedClocks: Set<ClockKind> {
    guard case .opened(let opening)? = first?.event, opening.channel == .imported else { return [] }
    return [.acknowledge, .firstResponse]
  }
}
