// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Clients
import Platform
import Rules
import Storage

/// The receipt for a request: its number, who looks after it, and when they hear from us.
package struct Acknowledgement: Sendable {
  let pen: Pen

  package init(pen: Pen) { self.pen = pen }

  static let kind = "desk.acknowledge"

  /// To one person in an hour: whoever writes twice hears of both, and two machines soon stop.
  static let most = 4

  var handler: JobHandler {
    JobHandler(Acknowledgement.kind) { house, job, db in
      guard let subject = job.subject else { return }
      try write(ID(subject.id), at: house.clock.now(), in: db)
    }
  }

  /// Writes it where one is due and none was written; `reason` keeps it in the house.
  package func write(
    _ id: ID<Ticket>, keptFor reason: LetterFate? = nil, at now: Instant, in db: Connection
  ) throws {
    let story = try TicketStory.forChange(id, for: .everyClient, in: db)
    let ticket = story.ticket
    guard ticket.isLive, !story.history.contains(where: \.event.isReceipt),
      ticket.channel != .imported, !isLate(ticket, at: now),
      let contact = try contact(of: ticket, in: db),
      try !forbidsReceipts(story, in: db)
    else { return }
    guard try takesItsTurn(contact, at: now, in: db) else {
      try story.save(
        ticket.withheldReceipt(at: now), by: .system, at: now, house: pen.house, in: db)
      return
    }
    let letter = try LetterDraft(
      kind: .acknowledgement, ticket: ticket, contact: contact, member: nil,
      subject: "Re: \(ticket.subject)",
      words: try pen.words(phrase(story, contact, at: now, in: db), for: contact, in: db)
    ).write(keptFor: reason, at: now, pen: pen, in: db)
    try story.save(
      ticket.wroteAutomatically(letter.id, at: now), by: .system, at: now, house: pen.house, in: db)
  }

  /// Nobody is told what they know: a person of ours has answered, or a day has gone by.
  private func isLate(_ ticket: Ticket, at now: Instant) -> Bool {
    ticket.touchedByUs || ticket.openedAt < now.advanced(by: -86_400)
  }

  private func contact(of ticket: Ticket, in db: Connection) throws -> Contact? {
    guard let id = ticket.placement.contact else { return nil }
    let contact = try Contact.find(id, for: .clients([ticket.placement.client]), in: db)
    return contact.email == nil || !contact.active ? nil : contact
  }

  /// Lists, bulk mail and whoever says so get no automatic answer, though a person may have written
  /// (RFC 3834, TRUST 5.3); the mail's own row keeps the sign.
  private func forbidsReceipts(_ story: TicketStory, in db: Connection) throws -> Bool {
    guard case .opened(let opening)? = story.history.first?.event, let letter = opening.letter
    else { return false }
    let fate = try db.first("SELECT state_words FROM letters WHERE id = \(letter)") {
      LetterFate(Cause(text: try $0[0]))
    }
    if case .noReceipt? = fate { return true }
    return false
  }

  /// Few receipts to a person in an hour, so that two machines can't write to each other without
  /// end (RFC 3834, TRUST 5.3). Their row is taken first, so two nodes count one after the other.
  private func takesItsTurn(_ contact: Contact, at now: Instant, in db: Connection) throws -> Bool {
    try db.execute(
      """
      INSERT INTO acknowledgements (contact_id, written_at) VALUES (\(contact.id), \(now))
      ON CONFLICT (contact_id) DO UPDATE SET written_at = excluded.written_at
      """)
    let had: Int? = try db.first(
      """
      SELECT COUNT(*) FROM letters l
      WHERE l.contact_id = \(contact.id) AND l.kind = \(Letter.Kind.acknowledgement)
        AND l.written_at > \(now.advanced(by: -3600)) AND l.written_at <= \(now)
      """
    ) { try $0[0] }
    return (had ?? 0) < Acknowledgement.most
  }

  private func phrase(
    _ story: TicketStory, _ contact: Contact, at now: Instant, in db: Connection
  ) throws -> Phrase {
    let ticket = story.ticket
    let clocks = try TicketClocks.read(story.history, asOf: now, house: pen.house, in: db)
    let link = pen.link("requests/\(ticket.number)", for: contact, at: now)
    let next = clocks.live.first { $0.clock == .firstResponse }?.dueAt
    let holder = try ticket.holder.map { try Member.find($0, in: db).name }
    let who: Phrase = holder.map { "\($0) looks after it." } ?? "Our desk looks after it."
    let promise: Phrase =
      next.map { "You hear from a person by \(moment: $0)." } ?? "We answer as soon as we can."
    return """
      \(contact.name), we have your request “\(ticket.subject)” as \(ticket.name).

      \(phrase: who) \(phrase: promise)

      See where it stands, at any time: \(link)
      """
  }
}

extension TicketEvent {
  /// The house has had its say on the request.
  fileprivate var isReceipt: Bool {
    switch self {
    case .wroteAutomatically, .receiptWithheld: true
    default: false
    }
  }
}
