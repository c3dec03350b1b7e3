// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Rules
import Web

/// The forms on a ticket's page: writing on top of the story, everything else folded away beside
/// it, so that each act works without a script.
enum TicketActForms {
  static func talk(_ view: TicketView, _ typed: Typed) -> HTML {
    let ticket = view.ticket
    guard let contact = view.place.person(ticket.placement.contact) else { return .empty }
    let to: HTML = "\(say: "To \(contact.name)")"
    let tools: HTML =
      "\(InputField(TicketShapes.reply["minutes"]!, typed).unit("min"))\(InputField(TicketShapes.reply["afterwards"]!, typed))"
    return Composer(
      post: "\(ticket.path)/reply", TicketShapes.reply, writing: "words", typed, to: to,
      tools: tools, send: "Send the reply", version: ticket.version
    ).html
  }

  static func all(_ view: TicketView, _ typed: Typed, _ who: Staff) -> HTML {
    let ticket = view.ticket
    var forms: [HTML] = []
    func add(
      _ title: Phrase, _ path: String, _ shape: Shape, _ send: Phrase, key: String? = nil,
      start: [String: String] = [:], drawing: (InputField) -> InputField = { $0 }
    ) {
      let form = Form(
        post: "\(ticket.path)/\(path)", shape, typed.over(start), send: send,
        version: ticket.version, drawing: drawing)
      forms.append(Fold(title, key: key, form.html).html)
    }
    add("Note for us", "notes", TicketShapes.note, "Keep the note", key: "n")
    if ticket.isLive {
      add(
        "Ask the client", "asks", TicketShapes.ask, "Ask, and let the clock wait", key: "w",
        start: [
          "contact": ticket.placement.contact?.text ?? "", "way": "done",
        ]
      ) { $0.name == "contact" ? $0.options(view.askable) : $0 }
      add("Resolve", "resolution", TicketShapes.fix, "Resolve", key: "e")
    } else if ticket.resolvedAt != nil {
      add("Reopen", "reopening", TicketShapes.why, "Reopen", key: "e")
    }
    add("Hand over", "holder", TicketShapes.holder, "Hand over", key: "h") { field in
      field.name == "holder" ? field.options(view.holders) : field
    }
    add(
      "Priority", "priority", TicketShapes.priority, "Change the priority", key: "p",
      start: [
        "impact": ticket.impact.rawValue, "urgency": ticket.urgency.rawValue,
      ])
    if who.may(.timeLog) { add("Log time", "time", TicketShapes.time, "Log", key: "t") }
    return "\(forms.joined())\(more(view, typed))\(settling(view, typed))"
  }

  /// What is done seldom.
  private static func more(_ view: TicketView, _ typed: Typed) -> HTML {
    let ticket = view.ticket
    var forms: [HTML] = []
    func add(
      _ title: Phrase, _ path: String, _ shape: Shape, _ send: Phrase,
      start: [String: String] = [:], drawing: (InputField) -> InputField = { $0 }
    ) {
      let form = Form(
        post: "\(ticket.path)/\(path)", shape, typed.over(start), send: send,
        version: ticket.version, drawing: drawing)
      forms.append(Fold(title, form.html).html)
    }
    if ticket.isLive {
      if ticket.thirdParty == nil {
        add("Wait on a third party", "third-party", TicketShapes.thirdParty, "Wait on them")
      } else {
        add(
          "The third party answered", "third-party/answer", TicketShapes.thirdPartyAnswer, "Go on")
      }
      if case .needed = ticket.visit {
        forms.append(
          ActButton("We are on site", post: "\(ticket.path)/visit/arrival", version: ticket.version)
            .html)
        add("Cancel the visit", "visit/cancellation", TicketShapes.why, "Cancel the visit")
      } else {
        add("Somebody has to go there", "visit", TicketShapes.why, "Ask for a visit")
      }
    } else {
      forms.append(
        ActButton("Close for good", post: "\(ticket.path)/closure", version: ticket.version).html)
    }
    add("Merge into another", "merge", TicketShapes.merge, "Merge")
    add("Split", "split", TicketShapes.split, "Split off")
    add(
      "Move", "move", TicketShapes.move, "Move",
      start: [
        "client": ticket.placement.client.text,
        "contact": ticket.placement.contact?.text ?? "",
        "agreement": ticket.placement.agreement?.text ?? "",
      ])
    add("Not a request after all", "cancellation", TicketShapes.why, "Cancel the ticket")
    return Fold("More acts", key: ".", forms.joined()).html
  }

  private static func settling(_ view: TicketView, _ typed: Typed) -> HTML {
    view.ticket.asks.map { ask in
      let form = Form(
        post: "\(view.ticket.path)/asks/\(ask.id)/settlement", TicketShapes.settlement,
        typed.over(["how": "phone"]), send: "Record it", version: view.ticket.version)
      return Fold("The ask is settled", "<p>\(ask.sentence)</p>\(form)").html
    }.joined()
  }
}

extension TicketView {
  /// People who can be asked: those with an address.
  fileprivate var askable: [Field.Choice] {
    place.people.filter { $0.active && $0.email != nil }.map {
      Field.Choice($0.id.text, "\($0.name)")
    }
  }

  /// The suggested first, each with the reason.
  fileprivate var holders: [Field.Choice] {
    suggestions.map { Field.Choice($0.member.text, "\($0.name): \(phrase: $0.reason)") }
  }
}
