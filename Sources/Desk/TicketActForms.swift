// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Rules
import Web

/// The forms on a ticket's page: writing on top of the story, everything else folded away beside
/// it, so that each act works without a script.
struct TicketActForms {
  let view: TicketView
  let typed: Typed
  let who: Staff

  private var ticket: Ticket { view.ticket }

  var talk: HTML {
    guard let contact = view.place.person(ticket.placement.contact) else { return naming }
    let to: HTML = "\(say: "To \(contact.name)")"
    let path = "\(ticket.path)/reply"
    let typed = typed.sent(to: path).over(["afterwards": "open"])
    func tool(_ name: String) -> InputField {
      InputField(TicketShapes.reply[name]!, typed, form: "letter")
    }
    return Composer(
      post: path, TicketShapes.reply, writing: "words", typed, to: to,
      tools: "\(tool("minutes").unit("min"))\(tool("afterwards").sure)", send: "Send the reply",
      version: ticket.version
    ).html
  }

  /// Nobody is named, so there is nobody to reply to: what mends it stands in the reply's place.
  private var naming: HTML {
    let path = "\(ticket.path)/contact"
    let typed = view.naming.filled(typed.sent(to: path))
    let form = Form(
      post: path, TicketShapes.asker, typed, send: "They ask", version: ticket.version,
      id: "contact"
    ) { field in
      field.name == "who" ? view.naming.draw(field).key("r") : view.naming.draw(field)
    }
    return Section(
      "Reply",
      "<p>\(say: "Nobody is named who asks, so there is nobody to reply to. Say who it is, and the reply stands here.")</p>\(form)"
    ).html
  }

  var all: HTML {
    "\(usual.map(fold).joined())\(more)\(settling.map(fold).joined())"
  }

  /// What was refused of an act that has no form here: a button, or a form that is gone meanwhile.
  var homeless: Typed {
    let drawn =
      (usual + seldom + settling).map(\.path)
      + [view.place.person(ticket.placement.contact) == nil ? "contact" : "reply"]
    return drawn.contains { "\(ticket.path)/\($0)" == typed.path } ? .nothing : typed
  }

  private func fold(_ act: ActForm) -> HTML {
    Fold(act.title, key: act.key, open: isOpen(act), "\(act.above)\(form(act))").html
  }

  private func isOpen(_ act: ActForm) -> Bool {
    !typed.sent(to: "\(ticket.path)/\(act.path)").isEmpty
  }

  /// The form's own name keeps its labels and the links of its problems apart from the others'.
  private func form(_ act: ActForm) -> Form {
    let path = "\(ticket.path)/\(act.path)"
    return Form(
      post: path, act.shape, typed.sent(to: path).over(act.start), send: act.send,
      version: ticket.version, id: act.path.replacing("/", with: "-"), drawing: act.drawing)
  }

  /// What is done seldom.
  private var more: HTML {
    let address = "\(ticket.path)/move?client=\(ticket.placement.client)"
    let move: HTML = "<p><a href=\"\(address)\">\(say: "Move")</a></p>"
    return Fold(
      "More acts", key: "m", open: seldom.contains(where: isOpen),
      "\(seldom.map(fold).joined())\(move)\(pressed)"
    ).html
  }

  /// Acts that ask for nothing.
  private var pressed: HTML {
    if !ticket.isLive {
      return ActButton(
        "Close for good", post: "\(ticket.path)/closure", version: ticket.version
      ).html
    }
    guard case .needed = ticket.visit else { return .empty }
    return ActButton(
      "We are on site", post: "\(ticket.path)/visit/arrival", version: ticket.version
    ).html
  }
}

/// One act's form, folded away under its title.
private struct ActForm {
  let title: Phrase
  let path: String
  let shape: Shape
  let send: Phrase
  var key: String?
  var start: [String: String] = [:]
  var above: HTML = .empty
  var drawing: (InputField) -> InputField = { $0 }

  init(
    _ title: Phrase, _ path: String, _ shape: Shape, _ send: Phrase, key: String? = nil,
    start: [String: String] = [:], above: HTML = .empty,
    drawing: @escaping (InputField) -> InputField = { $0 }
  ) {
    self.title = title
    self.path = path
    self.shape = shape
    self.send = send
    self.key = key
    self.start = start
    self.above = above
    self.drawing = drawing
  }
}

extension TicketActForms {
  private var usual: [ActForm] {
    var forms = [ActForm("Note for us", "notes", TicketShapes.note, "Keep the note", key: "n")]
    if ticket.isLive {
      forms.append(asking)
      forms.append(ActForm("Resolve", "resolution", TicketShapes.fix, "Resolve", key: "e"))
    } else if ticket.resolvedAt != nil {
      forms.append(ActForm("Reopen", "reopening", TicketShapes.why, "Reopen", key: "e"))
    }
    forms.append(
      ActForm("Hand over", "holder", TicketShapes.holder, "Hand over", key: "h") { field in
        field.name == "holder" ? field.options(view.holders).none("Nobody: put it back") : field
      })
    forms.append(
      ActForm(
        "Priority", "priority", TicketShapes.priority, "Change the priority", key: "p",
        start: ["impact": ticket.impact.rawValue, "urgency": ticket.urgency.rawValue]))
    if who.may(.timeLog) {
      forms.append(ActForm("Log time", "time", TicketShapes.time, "Log", key: "t"))
    }
    return forms
  }

  private var asking: ActForm {
    ActForm(
      "Ask the client", "asks", TicketShapes.ask, "Ask, and let the clock wait", key: "w",
      start: ["who": view.place.person(ticket.placement.contact)?.name ?? "", "way": "done"]
    ) { field in
      field.name == "who" ? view.asking.draw(field).needed : view.asking.draw(field)
    }
  }

  private var seldom: [ActForm] {
    (ticket.isLive ? [thirdParty, visit] : []) + [
      ActForm("Merge into another", "merge", TicketShapes.merge, "Merge"),
      ActForm("Split", "split", TicketShapes.split, "Split off"),
      ActForm(
        "Not a request after all", "cancellation", TicketShapes.why, "Cancel the ticket"),
    ]
  }

  private var thirdParty: ActForm {
    ticket.thirdParty == nil
      ? ActForm("Wait on a third party", "third-party", TicketShapes.thirdParty, "Wait on them")
      : ActForm(
        "The third party answered", "third-party/answer", TicketShapes.thirdPartyAnswer, "Go on")
  }

  private var visit: ActForm {
    if case .needed = ticket.visit {
      return ActForm(
        "Cancel the visit", "visit/cancellation", TicketShapes.why, "Cancel the visit")
    }
    return ActForm("Somebody has to go there", "visit", TicketShapes.why, "Ask for a visit")
  }

  private var settling: [ActForm] {
    ticket.asks.map { ask in
      ActForm(
        "The ask is settled", "asks/\(ask.id)/settlement", TicketShapes.settlement, "Record it",
        start: ["how": "phone"], above: "<p>\(ask.sentence)</p>")
    }
  }
}

extension TicketView {
  /// The suggested first, each with the reason.
  fileprivate var holders: [Field.Choice] {
    suggestions.map { Field.Choice($0.member.text, "\($0.name): \(phrase: $0.reason)") }
  }
}
