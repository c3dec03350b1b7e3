// SPDX-License-Identifier: AGPL-3.0-or-later

extension Fact {
  /// The sequence of the first event of the act this one belongs to; nil when it is the first.
  package var act: Int? { number("act") }

  package func inAct(_ first: Int) -> Fact {
    var body = body
    body["act"] = .number(first)
    return Fact(kind, about: subject, client: client, at: occurredAt, body)
  }
}

/// Ticket events as journal facts and back. The kinds and keys are kept for ever.
extension TicketEvent {
  package func fact(about subject: Subject, client: ID<Client>, at: Instant) -> Fact {
    Fact("ticket.\(kind)", about: subject, client: client, at: at, body)
  }

  private var kind: String {
    switch self {
    case .opened: "opened"
    case .acknowledged: "acknowledged"
    case .replied: "replied"
    case .clientWrote: "clientWrote"
    case .wroteAutomatically: "wroteAutomatically"
    case .receiptWithheld: "receiptWithheld"
    case .noted: "noted"
    case .timeLogged: "timeLogged"
    case .handedOver: "handedOver"
    case .reprioritised: "reprioritised"
    case .asked: "asked"
    case .askSettled: "askSettled"
    case .waitedOnThirdParty: "waitedOnThirdParty"
    case .thirdPartyAnswered: "thirdPartyAnswered"
    case .importedWait: "importedWait"
    case .importedWaitEnded: "importedWaitEnded"
    case .visitNeeded: "visitNeeded"
    case .visitArrived: "visitArrived"
    case .visitCancelled: "visitCancelled"
    case .resolved: "resolved"
    case .reopened: "reopened"
    case .closed: "closed"
    case .cancelled: "cancelled"
    case .merged: "merged"
    case .absorbed: "absorbed"
    case .splitOff: "splitOff"
    case .moved: "moved"
    case .marked: "marked"
    case .dueChanged: "dueChanged"
    case .voided: "voided"
    }
  }

  private var body: [String: Fact.Value] {
    switch self {
    case .opened(let opening): opening.body
    case .acknowledged, .visitArrived, .closed, .importedWaitEnded, .receiptWithheld: [:]
    case .replied(let letter), .wroteAutomatically(let letter): ["letter": .text(letter.text)]
    case .clientWrote(let letter, let contact, let automatic):
      ["letter": .text(letter.text), "automatic": .flag(automatic)]
        .adding("contact", contact?.text)
    case .noted(let words), .thirdPartyAnswered(let words), .importedWait(let words):
      ["words": .text(words)]
    case .timeLogged(let entry, let minutes):
      ["entry": .text(entry.text), "minutes": .number(minutes)]
    case .handedOver(let member, let note): ["note": .text(note)].adding("member", member?.text)
    case .reprioritised(let priority, let impact, let urgency, let why):
      [
        "priority": .text(priority.name), "impact": .text(impact.rawValue),
        "urgency": .text(urgency.rawValue), "why": .text(why),
      ]
    case .asked(let ask): ask.body
    case .askSettled(let ask, let how, let words):
      ["ask": .text(ask.text), "how": .text(how.rawValue), "words": .text(words)]
    case .waitedOnThirdParty(let name, let reference):
      ["name": .text(name), "reference": .text(reference)]
    case .visitNeeded(let why), .visitCancelled(let why), .reopened(let why), .cancelled(let why):
      ["why": .text(why)]
    case .resolved(let fix, let letter):
      ["fix": Fact.Value.text(fix)].adding("letter", letter?.text)
    case .merged(let number), .absorbed(let number), .splitOff(let number):
      ["number": .number(number)]
    case .moved(let placement, let why):
      placement.body.merging(["why": .text(why)]) { $1 }
    case .marked(let clock, let cycle, let percent):
      ["clock": .text(clock), "cycle": .number(cycle), "percent": .number(percent)]
    case .dueChanged(let due): due.body
    case .voided(let sequence): ["sequence": .number(sequence)]
    }
  }
}

extension Opening {
  var body: [String: Fact.Value] {
    var body = placement.body
    body["channel"] = .text(channel.rawValue)
    body["subject"] = .text(subject)
    body["priority"] = .text(priority.name)
    body["impact"] = .text(impact.rawValue)
    body["urgency"] = .text(urgency.rawValue)
    body["origin"] = origin.map { .number($0) }
    return body.adding("letter", letter?.text)
  }
}

extension Placement {
  var body: [String: Fact.Value] {
    ["client": .text(client.text)].adding("site", site?.text).adding("contact", contact?.text)
      .adding("agreement", agreement?.text)
  }
}

extension Ask {
  var body: [String: Fact.Value] {
    let body: [String: Fact.Value] = [
      "ask": .text(id.text), "sentence": .text(sentence), "contact": .text(contact.text),
      "dueAt": .number(dueAt.seconds), "way": .text(way.rawValue), "choices": .list(choices),
    ]
    return body.adding("letter", letter?.text)
  }
}

extension [String: Fact.Value] {
  func adding(_ key: String, _ text: String?) -> Self {
    guard let text else { return self }
    return merging([key: .text(text)]) { $1 }
  }
}
