// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Platform
import Rules
import Storage

/// A record of another product and the ticket it became, with that product's own verdict.
struct BroughtIncident: Sendable {
  static let serviceNow = "servicenow"

  let source: String
  let number: String
  let ticket: ID<Ticket>
  let ticketNumber: Int
  let client: ID<Client>
  /// Nil when the source did not say.
  let madeSLA: Bool?

  /// Those of these numbers that are here already.
  static func known(
    _ numbers: [String], from source: String, in db: Connection
  ) throws -> [String: BroughtIncident] {
    let found = try db.all(
      """
      SELECT source, number, ticket_id, ticket_number, client_id, made_sla FROM brought_incidents
      WHERE source = \(source) AND number IN \(list: numbers)
      """
    ) {
      BroughtIncident(
        source: try $0[0], number: try $0[1], ticket: try $0[2], ticketNumber: try $0[3],
        client: try $0[4], madeSLA: try $0[5])
    }
    return Dictionary(found.map { ($0.number, $0) }) { first, _ in first }
  }

  func insert(at now: Instant, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO brought_incidents
        (source, number, ticket_id, ticket_number, client_id, made_sla, brought_at)
      VALUES (\(source), \(number), \(ticket), \(ticketNumber), \(client), \(madeSLA), \(now))
      """)
  }

  /// The source's verdict as a later export has it.
  func judge(_ madeSLA: Bool?, in db: Connection) throws {
    guard madeSLA != self.madeSLA else { return }
    try db.execute(
      """
      UPDATE brought_incidents SET made_sla = \(madeSLA)
      WHERE source = \(source) AND number = \(number)
      """)
  }
}

extension Contact {
  /// The contact a caller's name became; made at the first call, without mail.
  static func brought(
    _ name: String, from source: String, to client: ID<Client>, at now: Instant, house: House,
    in db: Connection
  ) throws -> ID<Contact> {
    let known: ID<Contact>? = try db.first(
      """
      SELECT contact_id FROM brought_callers
      WHERE source = \(source) AND client_id = \(client) AND name = \(name)
      """
    ) { try $0[0] }
    if let known { return known }
    let contact = Contact(
      id: house.ids.next(Contact.self, at: now), client: client, name: String(name.prefix(200)))
    try contact.insert(at: now, in: db)
    try db.execute(
      """
      INSERT INTO brought_callers (source, client_id, name, contact_id)
      VALUES (\(source), \(client), \(name), \(contact.id))
      """)
    return contact.id
  }
}
