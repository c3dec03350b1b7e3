// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Clients
import Mail
import Platform
import Rules
import Storage
import Web

/// What the desk writes letters with: the house, and its words in every language.
package struct Pen: Sendable {
  package let house: House
  let messages: Messages

  package init(_ house: House, _ messages: Messages) {
    self.house = house
    self.messages = messages
  }

  /// The words as this contact reads them: their client's language, their site's clock.
  func words(_ phrase: Phrase, for contact: Contact, in db: Connection) throws -> String {
    let visitor = try ContactLink(
      to: contact.id, email: contact.email, at: Instant(seconds: 0)
    )
    .visitor(house: house, in: db)
    let reader = visitor?.reader ?? Reader(language: house.config.language, zone: .utc)
    return Wording(messages, for: reader).text(phrase)
  }

  /// The words as a member reads them.
  func words(_ phrase: Phrase, for member: Member, in db: Connection) throws -> String {
    Wording(messages, for: try member.staff(house, in: db).reader).text(phrase)
  }

  /// The words in a client's language, for what their people read too.
  func words(_ phrase: Phrase, for client: ID<Client>, in db: Connection) throws -> String {
    let language = try Client.find(client, for: .everyClient, in: db).language
    return Wording(messages, for: Reader(language: language, zone: .utc)).text(phrase)
  }

  /// An address of ours that a contact can open without an account.
  func link(_ path: String, for contact: Contact, at now: Instant) -> String {
    "\(link(for: contact, at: now))/\(path)"
  }

  /// The page of all that is theirs, by a fresh link.
  func link(for contact: Contact, at now: Instant) -> String {
    let link = ContactLink(to: contact.id, email: contact.email, at: now)
    return address("/for/\(link.text(secrets: house.secrets))")
  }

  func address(_ path: String) -> String { house.config.baseURL + path }
}
