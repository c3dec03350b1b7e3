// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Platform
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
    _ typed: Typed, client: ClientField, person: PersonField,
    mail: MailByHand? = nil
  ) -> Page {
    let deep = person.isAdding ? advanced.subtracting(["client"]) : advanced
    let form = Form(
      post: "/tickets", TicketShapes.open, person.filled(typed), send: "Open the ticket",
      advanced: deep, back: ("Back to the queue", "/tickets")
    ) { field in
      switch field.name {
      case "who": person.draw(field).focused
      case "mail": mail == nil ? field.leftOut : field.hidden
      case "channel": mail == nil ? field.sure : field.leftOut
      case "receivedAt": mail == nil ? field : field.leftOut
      case "impact", "urgency": field.sure
      case "client": client.draw(field).none("Follows from who asks")
      default: person.draw(field)
      }
    }
    return Page(
      "New ticket", menu: "/tickets",
      "\(Head("New ticket", crumbs: [("Queue", "/tickets")]))\(given: mail, notice)\(form)")
  }

  private static func notice(_ mail: MailByHand) -> HTML {
    let sender: Phrase =
      mail.sender.isEmpty ? "It names no sender we could read." : "It came from \(mail.sender)."
    return Notice(
      "\(say: "Made of a waiting mail, which leaves the inbox when the ticket opens.") \(say: sender)",
      .quiet
    ).html
  }

  /// Who asks says whose it is; without anybody the client must be named.
  static func request(
    _ call: Call<Staff>, from mail: InboxEntry? = nil, house: House, in db: Connection
  ) throws -> Request {
    let named = try call.client(in: db)
    let person = try call.asker(at: named, for: call.who.scope, house: house, in: db)
    guard let client = person?.client ?? named else { throw WhoseTicket() }
    if let named, named != client { throw ContactElsewhere() }
    let received = try mail?.receivedAt ?? received(call)
    return Request(
      client: client, contact: person?.id, site: call.input.optionalID("site"),
      subject: call.input.text("subject"), words: call.input.text("words"),
      impact: call.input.optionalChoice("impact") ?? .one,
      urgency: call.input.optionalChoice("urgency") ?? .normal,
      channel: mail != nil
        ? .mail : call.isProgram ? .api : call.input.optionalChoice("channel") ?? .phone,
      receivedAt: received)
  }

  private static func received(_ call: Call<Staff>) throws -> Instant {
    let received = call.input.moment("receivedAt") ?? call.now
    guard received <= call.now else { throw ReceivedLater() }
    guard received >= call.now.advanced(by: -366 * 86_400) else { throw ReceivedLongAgo() }
    return received
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

/// A slip of the year starts clocks that were missed before anybody looked.
struct ReceivedLongAgo: Refusal {
  let code = "ticket.receivedLongAgo"
  let field: String? = "receivedAt"
  let message: Phrase =
    "That is more than a year ago. Check the year. Requests as old as that are brought in by an import, not opened."
}
