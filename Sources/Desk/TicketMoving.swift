// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Platform
import Rules
import Storage
import Web

/// Moving a ticket to whom it belongs: first the client, then who asks there and the agreement.
struct TicketMoving: Sendable {
  let pen: Pen
  private var house: House { pen.house }

  static let query = Shape(ClientField.field().optional)

  var routes: [Route] {
    let acts = TicketActs(pen: pen, redraw: redraw)
    return [
      page,
      acts.act(
        "move", "moved", "Moves it to another client or agreement.", TicketShapes.move, decide: move
      ),
    ]
  }

  private var page: Route {
    .page(
      .staff, "tickets/:number/move", may: .deskWork, scope: .client, query: Self.query,
      summary: "The form that moves a ticket."
    ) { call in try await draw(call, to: call.input.optionalText("client")) }
  }

  @Sendable private func redraw(_ call: Call<Staff>) async throws -> Page {
    try await draw(call, to: call.typed.value("client") ?? "")
  }

  private func draw(_ call: Call<Staff>, to named: String?) async throws -> Page {
    let number = try call.number()
    let move = try await house.db.read { db in
      let ticket = try TicketStory.find(number: number, for: call.who.scope, in: db).ticket
      let field = try ClientField(
        naming: named ?? ticket.placement.client.text, for: call.who.scope, in: db)
      var move = TicketMove(ticket: ticket, named: named, field: field)
      if let found = move.client?.id {
        let few = try Contact.few(of: found, with: ticket.placement.contact, in: db)
        move.person = try PersonField(of: found, offering: few.people)
          .again(call.typed, for: .clients([found]), in: db)
        move.usual = few.usual
        let agreements = try Agreement.all(of: found, for: call.who.scope, in: db)
        move.agreements = agreements.filter { $0.inForce(at: call.now) != nil }
        move.general = agreements.general(at: call.now)?.id
      }
      return move
    }
    return move.page(call.typed)
  }

  private func move(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    let client = try call.requiredClient(in: db)
    let usual = try story.ticket.usual(in: db).flatMap { $0.client == client ? $0 : nil }
    let person = try call.person(usual, for: .clients([client]), in: db)
    let agreement: ID<Agreement>? = call.input.optionalID("agreement")
    if let agreement {
      let terms = try chosen(in: "agreement") {
        try Agreement.find(agreement, for: .clients([client]), in: db)
      }
      guard terms.inForce(at: call.now) != nil else { throw NotInForce(name: terms.name) }
    }
    return try story.ticket.moved(
      to: Placement(
        client: client, site: person?.site, contact: person?.id, agreement: agreement),
      why: call.input.text("why"), at: call.now)
  }
}

/// What a ticket can be moved to, and the page that asks.
struct TicketMove: Sendable {
  let ticket: Ticket
  /// The client as it was said; nil before anything was.
  let named: String?
  let field: ClientField
  var person = PersonField(offering: [])
  /// Who asks until now.
  var usual: PersonChoice?
  var agreements: [Agreement] = []
  /// The one a new ticket of theirs would fall under.
  var general: ID<Agreement>?

  /// Nil while it is still to be chosen.
  var client: ClientChoice? { named.flatMap { _ in field.named } }

  private var path: String { "\(ticket.path)/move" }

  func page(_ typed: Typed) -> Page {
    let form: HTML = client == nil && typed.isEmpty ? choosing : "\(moving(typed))"
    return Page(
      "Move \(ticket.name)", menu: "/tickets",
      "\(Head("Move \(ticket.name)", crumbs: [("\(ticket.name)", ticket.path)]))\(form)")
  }

  /// The first step; what can be chosen next follows from it.
  private var choosing: HTML {
    let client = InputField(
      ClientField.field(), .starting(["client": named ?? ticket.placement.client.text]))
    let problem = field.problem(with: named).map { Notice("\(say: $0)", .bad) }
    return "\(problem?.html)\(Filters(path, fields: [field.draw(client)]))"
  }

  private func moving(_ typed: Typed) -> Form {
    let own = client?.id == ticket.placement.client
    let start = [
      "client": client?.id.text ?? "",
      "who": own ? usual?.name ?? "" : "",
      "agreement": ((own ? ticket.placement.agreement : nil) ?? general)?.text ?? "",
    ]
    return Form(
      post: path, TicketShapes.move, typed.over(start), send: "Move",
      back: ("Another client", path), version: ticket.version
    ) { input in
      switch input.name {
      case "client":
        client.map { input.options([Field.Choice($0.id.text, "\($0.name)")]) } ?? field.draw(input)
      case "agreement":
        input.options(agreements.map { Field.Choice($0.id.text, "\($0.name)") })
          .none("No agreement")
      default: person.draw(input)
      }
    }
  }
}

extension Ticket {
  /// Who asks on it, for a form that begins with them.
  func usual(in db: Connection) throws -> PersonChoice? {
    try placement.contact.flatMap {
      try Contact.choice($0, for: .clients([placement.client]), in: db)
    }
  }
}

struct NotInForce: Refusal {
  let name: String
  let code = "ticket.agreementNotInForce"
  let field: String? = "agreement"
  var message: Phrase {
    "\(name) is not in force now, so nothing is promised by it. Choose another."
  }
}
