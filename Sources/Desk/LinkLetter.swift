// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Platform
import Rules
import Storage

/// A contact's fresh link in the place of one that has ended: mailed to the address we know, never
/// to one that somebody typed, and at most once in ten minutes.
package enum LinkLetter {
  private static let throttle = Throttle("contact link", limit: 1, per: 600)

  /// Does nothing for a link that was never ours, or whose owner has left.
  package static func renew(
    _ link: String, at now: Instant, pen: Pen, in db: Connection
  ) throws {
    guard let old = ContactLink(link, secrets: pen.house.secrets),
      let visitor = try old.visitor(house: pen.house, in: db)
    else { return }
    let contact = try Contact.find(visitor.contact, for: visitor.scope, in: db)
    guard try db.count(throttle, for: contact.id.text, at: now) == nil else { return }
    let letter = try letter(to: contact, at: now, pen: pen, in: db)
    try letter.insert(in: db)
    if letter.state == .held { try db.enqueue(.send(letter.id, at: now)) }
    try db.append(
      [
        Fact(
          "contact.linkRenewed", about: Subject("contact", contact.id.text),
          client: contact.client, at: now)
      ], by: .contact(contact.id), at: now)
  }

  private static func letter(
    to contact: Contact, at now: Instant, pen: Pen, in db: Connection
  ) throws -> Letter {
    let house = pen.house
    let client = try Client.find(contact.client, for: .clients([contact.client]), in: db)
    let (state, fate) = contact.fate(ofLetterIn: house, quiet: client.quiet)
    let id = house.ids.next(Letter.self, at: now)
    let words: Phrase =
      """
      \(contact.name), here is your new link to what waits on you and what you asked for:

      \(pen.link(for: contact, at: now))

      It opens for a quarter of a year. If you did not ask for it you need do nothing: nobody else was sent it.
      """
    return Letter(
      id: id, direction: .outbound, kind: .link, channel: .mail, client: contact.client,
      contact: contact.id, sender: house.sender, recipients: contact.email.map { [$0] } ?? [],
      subject: try pen.words("Your new link", for: contact, in: db),
      words: try pen.words(words, for: contact, in: db), messageID: house.messageID(letter: id),
      proof: .ours, state: state, fate: fate, sendAt: now, writtenAt: now)
  }
}
