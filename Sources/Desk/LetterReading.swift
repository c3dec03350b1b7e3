// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Mail
import Platform
import Rules
import Storage

/// Understands a received mail and decides what it is: part of a ticket's story, a new request, or
/// something a person has to look at.
struct LetterReading: Sendable {
  static let kind = "desk.read"

  static let handler = JobHandler(kind) { house, job in
    guard let id = job.text("entry").map({ ID<InboxEntry>($0) }) else { return .nothing }
    let entry = try await house.db.read { try InboxEntry.find(id, in: $0) }
    guard entry.state == .new else { return .nothing }
    guard let bytes = try await house.files.bytes(of: entry.rawFile) else {
      return quarantine(entry, .lost)
    }
    let message: MailMessage
    do {
      message = try MailMessage(parsing: bytes)
    } catch let problem as MailProblem {
      return quarantine(entry, .unreadable(problem))
    }
    let files = try await keep(message.attachments, house)
    return JobHandler.Effect { db in
      try MailPlacing(
        entry: entry, message: message, identity: MessageIdentity(of: message, source: bytes),
        files: files, house: house
      ).place(in: db)
    }
  }

  private static func quarantine(_ entry: InboxEntry, _ reason: WaitingMail) -> JobHandler.Effect {
    JobHandler.Effect { db in
      var entry = entry
      entry.state = .quarantine
      entry.reason = reason
      try entry.save(messageID: nil, hash: nil, in: db)
    }
  }

  /// Bytes first, rows later: a file nobody names is swept up, a row without its file would be a
  /// loss.
  static func keep(
    _ attachments: [MailAttachment], _ house: House
  ) async throws -> [(MailAttachment, Files.Kept)] {
    var kept: [(MailAttachment, Files.Kept)] = []
    for attachment in attachments {
      kept.append((attachment, try await house.files.keep(attachment.bytes)))
    }
    return kept
  }
}

/// Where one mail belongs, decided in the transaction that puts it there.
struct MailPlacing: Sendable {
  let entry: InboxEntry
  let message: MailMessage
  let identity: MessageIdentity
  let files: [(MailAttachment, Files.Kept)]
  let house: House

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
      return try open(
        client, contact.id, subject: message.subject, origin: story.ticket.number, in: db)
    }
    let letter = letter(on: story.ticket.id, client, contact.id, kind: .message)
    try keep(letter, in: db)
    try story.save(
      try story.ticket.heard(
        letter.id, from: contact.id, automatic: machine != nil, at: entry.receivedAt),
      by: .contact(contact.id), at: house.clock.now(), house: house, in: db)
    try finish(.done, nil, letter: letter.id, in: db)
  }

  /// Follows a merge to where the story goes on.
  private func find(_ number: Int, in db: Connection) throws -> TicketStory? {
    do {
      let story = try TicketStory.find(number: number, for: .everyClient, in: db)
      guard let next = story.ticket.mergedInto else { return story }
      return try TicketStory.find(number: next, for: .everyClient, in: db)
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
    try open(known[0].client, known[0].id, subject: message.subject, origin: nil, in: db)
  }

  /// Opens a ticket from this mail; also what a person in triage decides.
  func open(
    _ client: ID<Client>, _ contact: ID<Contact>?, subject: String, origin: Int?,
    in db: Connection
  ) throws {
    let plain = message.subject.isEmpty ? "(no subject)" : message.subject
    let request = Request(
      client: client, contact: contact, subject: String(plain.prefix(200)), words: message.text,
      channel: .mail, receivedAt: entry.receivedAt, origin: origin)
    var written: Letter?
    let story = try request.open(
      by: contact.map { .contact($0) } ?? .system, scope: .everyClient,
      letter: { ticket in
        let letter = self.letter(on: ticket, client, contact, kind: .request)
        written = letter
        return letter
      }, at: house.clock.now(), house: house, in: db)
    if let written { try keepFiles(of: written, in: db) }
    try finish(.done, nil, letter: written?.id, in: db)
    _ = story
  }

  private func letter(
    on ticket: ID<Ticket>, _ client: ID<Client>, _ contact: ID<Contact>?, kind: Letter.Kind
  ) -> Letter {
    let html = message.html.first.map { MailHTML(sanitising: $0, pictures: picture).html } ?? ""
    return Letter(
      id: house.ids.next(Letter.self, at: entry.receivedAt), direction: .inbound, kind: kind,
      channel: .mail, ticket: ticket, client: client, contact: contact,
      sender: sender?.address ?? "", recipients: message.to.map(\.address),
      subject: message.subject, words: FoldedReply(message.text).own, html: html,
      rawFile: entry.rawFile, messageID: identity.messageID, inReplyTo: message.inReplyTo.first,
      proof: .unverified, state: .received, writtenAt: entry.receivedAt)
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
      let hash = kept.fingerprint.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      try db.execute(
        """
        INSERT INTO letter_files (id, letter_id, name, media_type, size, hash, file, content_id)
        VALUES (\(house.ids.next(Files.Kept.self, at: entry.receivedAt)), \(letter.id),
          \(attachment.name), \(attachment.sniffedType), \(kept.size), \(hash), \(kept.name),
          \(attachment.contentID))
        """)
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
