// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Mail
import Platform
import Rules
import Storage

/// Where one mail belongs, decided in the transaction that puts it there.
struct MailPlacing: Sendable {
  let entry: InboxEntry
  let message: MailMessage
  let identity: MessageIdentity
  let files: [(MailAttachment, Files.Kept)]
  let pen: Pen
  private var house: House { pen.house }

  private var sender: MailAddress? { MailAuthor(of: message)?.address }

  private var signs: [AutomaticSign] {
    message.automaticSigns(
      ours: [house.envelopeSender.lowercased()], trusting: nil, seal: house.mailSeal)
  }

  func place(in db: Connection) throws {
    if let twin = try InboxEntry.twin(
      messageID: identity.messageID, hash: identity.hash, besides: entry.id, in: db)
    {
      return try finish(.duplicate, .sameMailBefore, letter: twin.letter, in: db)
    }
    guard let sender else {
      return try finish(.quarantine, .nobodyWroteIt, in: db)
    }
    let claims = message.threadClaims(by: house.mailSeal)
    guard Set(claims.map(\.ticket)).count <= 1 else {
      return try finish(.triage, .marksOfDifferentTickets, in: db)
    }
    if let number = claims.first?.ticket {
      return try answer(number, from: sender, in: db)
    }
    try begin(from: sender, in: db)
  }

  /// The mark says which ticket, never who: the sender must be one of the client's people.
  private func answer(_ number: Int, from sender: MailAddress, in db: Connection) throws {
    guard let story = try find(number, in: db) else {
      return try begin(from: sender, in: db)
    }
    let client = story.ticket.placement.client
    let known = try Contact.all(withEmail: sender.address, for: .clients([client]), in: db)
    guard let contact = known.first else {
      return try finish(
        .quarantine, .notTheirPerson(sender.address, ticket: story.ticket.name), in: db)
    }
    let machine = signs.first(where: \.isMachine)
    if story.ticket.end != nil {
      if let machine { return try finish(.triage, .machine(machine), in: db) }
      return try begin(client, contact.id, after: story.ticket.number, in: db)
    }
    let letter = letter(on: story.ticket.id, client, contact.id, kind: .message)
    try keep(letter, in: db)
    try story.save(
      try story.ticket.heard(
        letter.id, from: contact.id, automatic: machine != nil, at: entry.receivedAt),
      by: .contact(contact.id), at: house.clock.now(), house: house, in: db)
    try finish(.done, nil, letter: letter.id, in: db)
  }

  /// Follows merges to where the story goes on.
  private func find(_ number: Int, in db: Connection) throws -> TicketStory? {
    do {
      var story = try TicketStory.forChange(number: number, for: .everyClient, in: db)
      while let next = story.ticket.mergedInto {
        story = try TicketStory.forChange(number: next, for: .everyClient, in: db)
      }
      return story
    } catch is Absent { return nil }
  }

  private func begin(from sender: MailAddress, in db: Connection) throws {
    let known = try Contact.all(withEmail: sender.address, for: .everyClient, in: db)
    if let sign = signs.first(where: \.isMachine) {
      return try finish(.triage, .machine(sign), in: db)
    }
    guard known.count == 1 else {
      return try finish(
        .triage,
        known.isEmpty ? .unknownSender(sender.address) : .knownAtSeveral(sender.address), in: db)
    }
    try begin(known[0].client, known[0].id, after: nil, in: db)
  }

  private func begin(
    _ client: ID<Client>, _ contact: ID<Contact>, after origin: Int?, in db: Connection
  )
    throws
  {
    try open(
      try request(of: client, contact, origin: origin, in: db), by: .contact(contact), in: db)
  }

  /// What the mail says, as a request of this client.
  func request(
    of client: ID<Client>, _ contact: ID<Contact>?, origin: Int? = nil, in db: Connection
  ) throws -> Request {
    let subject =
      message.subject.isEmpty
      ? try pen.words("(no subject)", for: client, in: db) : message.subject
    return Request(
      client: client, contact: contact, subject: String(subject.prefix(200)), words: message.text,
      channel: .mail, receivedAt: entry.receivedAt, origin: origin)
  }

  /// Opens a ticket from this mail, which then waits no more. `words` are what a person made of it.
  @discardableResult
  func open(
    _ request: Request, words: String? = nil, by actor: Actor, in db: Connection
  ) throws -> TicketStory {
    var written: Letter?
    let story = try request.open(
      by: actor, scope: .everyClient,
      letter: { ticket in
        let letter = letter(
          on: ticket, request.client, request.contact, kind: .request, words: words)
        written = letter
        return letter
      }, at: house.clock.now(), house: house, in: db)
    if let written { try keepFiles(of: written, in: db) }
    try finish(.done, nil, letter: written?.id, in: db)
    return story
  }

  private func letter(
    on ticket: ID<Ticket>, _ client: ID<Client>, _ contact: ID<Contact>?, kind: Letter.Kind,
    words: String? = nil
  ) -> Letter {
    let html = message.html.first.map { MailHTML(sanitising: $0, pictures: picture).html } ?? ""
    return Letter(
      id: house.ids.next(Letter.self, at: entry.receivedAt), direction: .inbound, kind: kind,
      channel: .mail, ticket: ticket, client: client, contact: contact,
      sender: sender?.address ?? "", recipients: message.to.map(\.address),
      subject: message.subject, words: words ?? FoldedReply(message.text).own, html: html,
      rawFile: entry.rawFile, messageID: message.messageID, inReplyTo: message.inReplyTo.first,
      proof: .unverified, state: .received,
      fate: kind == .request ? signs.first.map { .noReceipt($0.cause) } : nil,
      writtenAt: entry.receivedAt)
  }

  /// A picture that came with the mail, by the id its HTML shows it by.
  private func picture(_ contentID: String) -> String? {
    files.first { $0.0.contentID == contentID && LetterPage.isPicture($0.0.sniffedType) }
      .map { LetterPage.path(of: $0.1.name) }
  }

  private func keep(_ letter: Letter, in db: Connection) throws {
    try letter.insert(in: db)
    try keepFiles(of: letter, in: db)
  }

  private func keepFiles(of letter: Letter, in db: Connection) throws {
    for (attachment, kept) in files {
      try LetterFile.insert(
        kept, named: attachment.name, type: attachment.sniffedType,
        contentID: attachment.contentID, with: letter, house: house, in: db)
    }
  }

  private func finish(
    _ state: InboxEntry.State, _ reason: WaitingMail?, letter: ID<Letter>? = nil, in db: Connection
  ) throws {
    var entry = entry
    entry.state = state
    entry.reason = reason
    entry.sender = sender?.address ?? ""
    entry.subject = message.subject
    entry.letter = letter
    try entry.save(messageID: identity.messageID, hash: identity.hash, in: db)
  }
}
