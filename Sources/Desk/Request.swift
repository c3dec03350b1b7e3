// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Platform
import Rules
import Storage
import Web

/// What somebody wants of us, before it is a ticket: said on the phone, typed into a form, sent by
/// a program or by mail. The rest is inferred, each with its reason.
package struct Request: Sendable {
  package var client: ID<Client>
  package var contact: ID<Contact>?
  package var site: ID<Site>?
  package var subject: String
  package var words: String
  package var impact = Impact.one
  package var urgency = Urgency.normal
  package var channel: Channel
  /// When it reached our boundary, which may be before it was read (SLA 25).
  package var receivedAt: Instant
  package var origin: Int?

  package init(
    client: ID<Client>, contact: ID<Contact>? = nil, site: ID<Site>? = nil, subject: String,
    words: String, impact: Impact = .one, urgency: Urgency = .normal, channel: Channel,
    receivedAt: Instant, origin: Int? = nil
  ) {
    self.client = client
    self.contact = contact
    self.site = site
    self.subject = subject
    self.words = words
    self.impact = impact
    self.urgency = urgency
    self.channel = channel
    self.receivedAt = receivedAt
    self.origin = origin
  }

  /// Opens the ticket: place and promise inferred, the first letter kept, clocks running from when
  /// it was received. `letter` is given when it came by mail.
  package func open(
    by actor: Actor, scope: Scope, letter: ((ID<Ticket>) -> Letter)? = nil, at now: Instant,
    house: House, in db: Connection
  ) throws -> TicketStory {
    let place = try infer(scope: scope, in: db)
    let id = house.ids.next(Ticket.self, at: now)
    let written = letter?(id) ?? ownLetter(on: id, house: house)
    let opening = Opening(
      channel: channel, subject: subject, placement: place.placement,
      priority: place.matrix.priority(impact, urgency), impact: impact, urgency: urgency,
      letter: written.id, origin: origin)
    let number = try TicketStory.nextNumber(in: db)
    let story = try TicketStory.begin(
      Ticket.opened(opening, id: id, number: number, at: receivedAt), by: actor, at: now,
      house: house, in: db)
    try written.insert(in: db)
    try story.index(in: db)
    return story
  }

  /// The words as a letter of theirs, when they did not come by mail.
  private func ownLetter(on ticket: ID<Ticket>, house: House) -> Letter {
    Letter(
      id: house.ids.next(Letter.self, at: receivedAt), direction: .inbound, kind: .request,
      channel: channel, ticket: ticket, client: client, contact: contact, sender: "",
      recipients: [], subject: subject, words: words, proof: .ours, state: .received,
      writtenAt: receivedAt)
  }

  /// Whose site and which agreement: the contact's site, else the client's only one; the agreement
  /// in force when it arrived.
  package func infer(
    scope: Scope, in db: Connection
  ) throws -> (placement: Placement, matrix: PriorityMatrix, agreement: Agreement?) {
    _ = try Client.find(client, for: scope, in: db)
    let person = try contact.map { try Contact.find($0, for: .clients([client]), in: db) }
    let sites = try Site.all(of: client, for: .clients([client]), in: db)
    if let site, !sites.contains(where: { $0.id == site }) { throw UnknownChoice(in: "site") }
    let agreement = try Agreement.inForce(
      for: client, at: receivedAt, scope: .clients([client]), in: db)
    let placement = Placement(
      client: client, site: site ?? person?.site ?? (sites.count == 1 ? sites[0].id : nil),
      contact: contact, agreement: agreement?.id)
    return (placement, agreement?.inForce(at: receivedAt)?.matrix ?? .standard, agreement)
  }
}

extension TicketStory {
  /// What the ticket is found by: its number, subject, people and every word written on it.
  package func index(in db: Connection) throws {
    let names = try db.first(
      """
      SELECT c.name, p.name, p.email FROM clients c
      LEFT JOIN contacts p ON p.id = \(ticket.placement.contact)
      WHERE c.id = \(ticket.placement.client)
      """
    ) { [try $0[0] as String, try $0[1] as String? ?? "", try $0[2] as String? ?? ""] }
    let letters = try Letter.all(of: ticket.id, in: db).map(\.words)
    let notes = history.withoutVoided.compactMap { recorded in
      if case .noted(let words) = recorded.event { words } else { nil as String? }
    }
    let text =
      ([ticket.name, "\(ticket.number)", ticket.subject] + (names ?? []) + letters + notes)
    try ticketWords.put(ticket.id, text.joined(separator: "\n"), in: db)
  }
}
