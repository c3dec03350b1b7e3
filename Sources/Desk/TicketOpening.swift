// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Mail
import Platform
import Rules
import Storage
import Web

/// The form for a new ticket, taken down from somebody or made of a mail that waits.
struct TicketOpening: Sendable {
  let pen: Pen
  private var house: House { pen.house }

  var routes: [Route] { [new, open] }

  private var new: Route {
    .page(
      .staff, "tickets/new", may: .deskWork, scope: .client,
      query: Shape(
        .id("client", label: "Client").optional, .id("mail", label: "Waiting mail").optional),
      summary: "The form for a new ticket; with `mail`, of that waiting mail."
    ) { call in
      let mail = try await mail(call.input.optionalID("mail"), call)
      guard mail?.entry.waits != false else { throw AlreadyPlaced() }
      return try await draw(call, client: call.input.optionalID("client"), mail)
    }
  }

  @Sendable private func redraw(_ call: Call<Staff>) async throws -> Page {
    let id = call.typed.value("mail").flatMap { $0.isIdentity ? ID<InboxEntry>($0) : nil }
    return try await draw(call, client: nil, try await mail(id, call))
  }

  private func mail(_ id: ID<InboxEntry>?, _ call: Call<Staff>) async throws -> MailByHand? {
    guard let id else { return nil }
    return try await MailByHand.load(id, for: call.who, house: house)
  }

  private func draw(
    _ call: Call<Staff>, client: ID<Client>?, _ mail: MailByHand?
  ) async throws -> Page {
    let scope = call.who.scope
    return try await house.db.read { db in
      var start = [
        "client": client?.text ?? "", "channel": "phone", "impact": "one", "urgency": "normal",
      ]
      if let mail {
        let read = mail.start(
          try Contact.all(withEmail: mail.sender, for: scope, in: db),
          try Client.suggested(forSender: mail.sender, for: scope, in: db))
        start.merge(read) { $1 }
      }
      let typed = call.typed.over(start)
      let person = PersonField(
        offering: try Contact.few(for: scope, in: db), adding: call.who.may(.clientsEdit))
      return TicketForms.new(
        typed, client: try ClientField(naming: typed.value("client"), for: scope, in: db),
        person: try person.again(call.typed, for: scope, in: db), mail: mail)
    }
  }

  /// Three fields are enough; what is left out follows from who asks (UX E21).
  private var open: Route {
    .act(
      .staff, "tickets", may: .deskWork, scope: .client, input: TicketShapes.open,
      audit: "ticket.opened", summary: "Opens a ticket; with `mail`, of that waiting mail.",
      redraw: redraw
    ) { call in
      let mail = try await mail(call.input.optionalID("mail"), call)
      let files = try await mail?.keepFiles(house) ?? []
      return try await call.placing(house.db) { db in
        let request = try TicketForms.request(call, from: mail?.entry, house: house, in: db)
        let actor = Actor.member(call.who.member)
        let story =
          try mail?.open(request, with: files, by: actor, pen: pen, in: db)
          ?? request.open(by: actor, scope: call.who.scope, at: call.now, house: house, in: db)
        let ticket = story.ticket
        return Outcome(
          see: ticket.path, json: ticket.json, version: ticket.version, created: true,
          flash: "\(ticket.name) is open and its clocks run.")
      }
    }
  }
}
