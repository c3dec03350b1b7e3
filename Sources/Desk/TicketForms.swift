// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Rules
import Storage
import Web

/// The form that opens a ticket, and what it comes to.
enum TicketForms {
  /// What stands under Advanced: inferred unless somebody says otherwise.
  private static let advanced: Set<String> = [
    "client", "impact", "urgency", "channel", "site", "receivedAt",
  ]

  static func new(
    _ typed: Typed, clients: [(id: ID<Client>, name: String)], person: PersonField
  ) -> Page {
    let form = Form(
      post: "/tickets", TicketShapes.open, typed, send: "Open the ticket", advanced: advanced,
      back: ("Back to the queue", "/tickets")
    ) { field in
      switch field.name {
      case "who": person.draw(field).focused
      case "client": field.options(clients.map { Field.Choice($0.id.text, "\($0.name)") })
      default: person.draw(field)
      }
    }
    return Page(
      "New ticket", menu: "/tickets",
      "\(Head("New ticket", crumbs: [("Queue", "/tickets")]))\(form)")
  }

  /// Who asks says whose it is; without anybody the client must be named.
  static func request(_ call: Call<Staff>, in db: Connection) throws -> Request {
    let person = try call.person(for: call.who.scope, in: db)
    guard let client = person?.client ?? call.input.optionalID("client", of: Client.self) else {
      throw WhoseTicket()
    }
    if let named = call.input.optionalID("client", of: Client.self), named != client {
      throw ContactElsewhere()
    }
    _ = try chosen(in: "client") { try Client.find(client, for: call.who.scope, in: db) }
    let received = call.input.moment("receivedAt") ?? call.now
    guard received <= call.now else { throw ReceivedLater() }
    return Request(
      client: client, contact: person?.id, site: call.input.optionalID("site"),
      subject: call.input.text("subject"), words: call.input.text("words"),
      impact: call.input.optionalChoice("impact") ?? .one,
      urgency: call.input.optionalChoice("urgency") ?? .normal,
      channel: call.isProgram ? .api : call.input.optionalChoice("channel") ?? .phone,
      receivedAt: received)
  }
}

struct WhoseTicket: Refusal {
  let code = "ticket.whose"
  let field: String? = "who"
  let message: Phrase =
    "Nobody knows yet whose request this is. Say who asks, or choose their client under Advanced."
}

struct ContactElsewhere: Refusal {
  let code = "ticket.contactElsewhere"
  let field: String? = "client"
  let message: Phrase =
    "Who asks belongs to another client. Leave the client empty, or choose one of its people."
}

struct ReceivedLater: Refusal {
  let code = "ticket.receivedLater"
  let field: String? = "receivedAt"
  let message: Phrase = "That moment has not come yet. Give the time at which it reached us."
}
