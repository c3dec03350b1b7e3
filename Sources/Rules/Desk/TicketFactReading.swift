// SPDX-License-Identifier: AGPL-3.0-or-later

extension TicketEvent {
  /// Reads a journal fact; nil when it is none of a ticket's or lacks what it needs.
  package init?(_ fact: Fact) {
    guard fact.subject.kind == "ticket", fact.kind.hasPrefix("ticket.") else { return nil }
    let event =
      TicketEvent.talk(fact) ?? TicketEvent.waiting(fact) ?? TicketEvent.ending(fact)
      ?? TicketEvent.keeping(fact)
    guard let event else { return nil }
    self = event
  }

  private static func talk(_ fact: Fact) -> TicketEvent? {
    let letter = fact.text("letter").map { ID<Letter>($0) }
    switch fact.kind {
    case "ticket.opened": return Opening(fact).map { .opened($0) }
    case "ticket.acknowledged": return .acknowledged
    case "ticket.replied": return letter.map { .replied(letter: $0) }
    case "ticket.clientWrote":
      let contact = fact.text("contact").map { ID<Contact>($0) }
      return letter.map {
        .clientWrote(letter: $0, by: contact, automatic: fact.flag("automatic"))
      }
    case "ticket.wroteAutomatically": return letter.map { .wroteAutomatically(letter: $0) }
    case "ticket.receiptWithheld": return .receiptWithheld
    case "ticket.noted": return .noted(words: fact.text("words") ?? "")
    default: return nil
    }
  }

  private static func waiting(_ fact: Fact) -> TicketEvent? {
    let why = fact.text("why") ?? ""
    let words = fact.text("words") ?? ""
    switch fact.kind {
    case "ticket.asked": return Ask(fact).map { .asked($0) }
    case "ticket.askSettled":
      guard let ask = fact.text("ask"),
        let how = fact.text("how").flatMap(AskSettlement.init(rawValue:))
      else { return nil }
      return .askSettled(ID(ask), how: how, words: words)
    case "ticket.waitedOnThirdParty":
      return .waitedOnThirdParty(
        name: fact.text("name") ?? "", reference: fact.text("reference") ?? "")
    case "ticket.thirdPartyAnswered": return .thirdPartyAnswered(words: words)
    case "ticket.importedWait": return .importedWait(words: words)
    case "ticket.importedWaitEnded": return .importedWaitEnded
    case "ticket.visitNeeded": return .visitNeeded(why: why)
    case "ticket.visitArrived": return .visitArrived
    case "ticket.visitCancelled": return .visitCancelled(why: why)
    default: return nil
    }
  }

  private static func ending(_ fact: Fact) -> TicketEvent? {
    let why = fact.text("why") ?? ""
    switch fact.kind {
    case "ticket.resolved":
      return .resolved(
        fix: fact.text("fix") ?? "", letter: fact.text("letter").map { ID($0) })
    case "ticket.reopened": return .reopened(why: why)
    case "ticket.closed": return .closed
    case "ticket.cancelled": return .cancelled(why: why)
    case "ticket.merged": return fact.number("number").map { .merged(into: $0) }
    case "ticket.absorbed": return fact.number("number").map { .absorbed($0) }
    case "ticket.splitOff": return fact.number("number").map { .splitOff($0) }
    case "ticket.voided": return fact.number("sequence").map { .voided(sequence: $0) }
    default: return nil
    }
  }

  private static func keeping(_ fact: Fact) -> TicketEvent? {
    switch fact.kind {
    case "ticket.timeLogged":
      guard let entry = fact.text("entry"), let minutes = fact.number("minutes") else {
        return nil
      }
      return .timeLogged(entry: ID(entry), minutes: minutes)
    case "ticket.handedOver":
      return .handedOver(
        to: fact.text("member").map { ID($0) }, note: fact.text("note") ?? "")
    case "ticket.reprioritised":
      guard let (priority, impact, urgency) = fact.rank else { return nil }
      return .reprioritised(priority, impact, urgency, why: fact.text("why") ?? "")
    case "ticket.moved":
      return Placement(fact).map { .moved($0, why: fact.text("why") ?? "") }
    case "ticket.marked":
      guard let clock = fact.text("clock"), let cycle = fact.number("cycle"),
        let percent = fact.number("percent")
      else { return nil }
      return .marked(clock: clock, cycle: cycle, percent: percent)
    case "ticket.dueChanged": return DueChange(fact).map { .dueChanged($0) }
    default: return nil
    }
  }
}

extension Fact {
  fileprivate var rank: (Priority, Impact, Urgency)? {
    guard let priority = text("priority"),
      let impact = text("impact").flatMap(Impact.init(rawValue:)),
      let urgency = text("urgency").flatMap(Urgency.init(rawValue:))
    else { return nil }
    return (Priority(priority), impact, urgency)
  }
}

extension Opening {
  fileprivate init?(_ fact: Fact) {
    guard let placement = Placement(fact), let (priority, impact, urgency) = fact.rank,
      let channel = fact.text("channel").flatMap(Channel.init(rawValue:))
    else { return nil }
    self.init(
      channel: channel, subject: fact.text("subject") ?? "", placement: placement,
      priority: priority, impact: impact, urgency: urgency,
      letter: fact.text("letter").map { ID($0) }, origin: fact.number("origin"))
  }
}

extension Placement {
  fileprivate init?(_ fact: Fact) {
    guard let client = fact.text("client") else { return nil }
    self.init(
      client: ID(client), site: fact.text("site").map { ID($0) },
      contact: fact.text("contact").map { ID($0) },
      agreement: fact.text("agreement").map { ID($0) })
  }
}

extension Ask {
  fileprivate init?(_ fact: Fact) {
    guard let id = fact.text("ask"), let contact = fact.text("contact"),
      let due = fact.number("dueAt"), let way = fact.text("way").flatMap(Way.init(rawValue:))
    else { return nil }
    self.init(
      id: ID(id), sentence: fact.text("sentence") ?? "", contact: ID(contact),
      dueAt: Instant(seconds: due), way: way, choices: fact.list("choices"),
      letter: fact.text("letter").map { ID($0) })
  }
}
