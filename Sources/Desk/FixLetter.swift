// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Rules
import Storage
import Web

/// The letter that tells what fixed a request, and until when they can say that it did not.
struct FixLetter: Sendable {
  let fix: String
  let ticket: Ticket
  let from: Staff

  /// Nil where nobody can be told, and for what another product brought along.
  func write(at now: Instant, pen: Pen, in db: Connection) throws -> ID<Letter>? {
    guard ticket.channel != .imported, let contact = try reader(in: db) else { return nil }
    let until = now.advanced(by: try Closing.days(in: db) * 86_400)
    let link = pen.link("requests/\(ticket.number)", for: contact, at: now)
    let text: Phrase =
      """
      \(contact.name), \(from.name) says that \(ticket.name), “\(ticket.subject)”, is fixed:

      \(fix)

      Is it not fixed? You can say so until \(moment: until) here: \(link)

      What you write later opens a new request.
      """
    return try LetterDraft(
      kind: .resolution, ticket: ticket, contact: contact, member: from.member,
      subject: "Re: \(ticket.subject)", words: try pen.words(text, for: contact, in: db)
    ).write(at: now, pen: pen, in: db).id
  }

  private func reader(in db: Connection) throws -> Contact? {
    guard let id = ticket.placement.contact else { return nil }
    let contact = try Contact.find(id, for: .clients([ticket.placement.client]), in: db)
    return contact.email == nil || !contact.active ? nil : contact
  }
}
