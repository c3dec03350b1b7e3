// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Mail
import Platform
import Rules
import Storage
import Web

/// A waiting mail a person makes a ticket of in their own words, whether it could be read or not.
struct MailByHand: Sendable {
  let entry: InboxEntry
  /// Nil where its bytes are lost.
  private let source: [UInt8]?
  /// Nil where it can't be understood.
  private let message: MailMessage?
  private let glimpse: MailGlimpse

  /// Waiting mail is nobody's client's: only who may place it, and sees everybody, finds it.
  static func load(
    _ id: ID<InboxEntry>, for who: Staff, house: House
  ) async throws -> MailByHand {
    guard who.scope == .everyClient, who.may(.deskDispatch) else { throw UnknownChoice(in: "mail") }
    let entry = try await house.db.read { db in
      try chosen(in: "mail") { try InboxEntry.find(id, in: db) }
    }
    return MailByHand(entry: entry, source: try await house.files.bytes(of: entry.rawFile))
  }

  private init(entry: InboxEntry, source: [UInt8]?) {
    self.entry = entry
    self.source = source
    message = source.flatMap { try? MailMessage(parsing: $0) }  // what can't be read is glimpsed at
    glimpse = MailGlimpse(source ?? [])
  }

  var sender: String {
    message.flatMap { MailAuthor(of: $0)?.address.address } ?? glimpse.sender
  }

  /// What a form begins with, as far as it fits its fields.
  func start(_ people: [Contact], _ client: Client?) -> [String: String] {
    let words = message.map { FoldedReply($0.text).own } ?? glimpse.text
    return [
      "mail": entry.id.text, "subject": String((message?.subject ?? glimpse.subject).prefix(200)),
      "words": String(String.UnicodeScalarView(words.unicodeScalars.prefix(20_000))),
      "who": people.count == 1 ? people[0].email ?? "" : "",
      "client": people.isEmpty ? client?.id.text ?? "" : "",
    ]
  }

  /// What came with it, safe on the disk: its parts, or the whole where it has none we know.
  func keepFiles(_ house: House) async throws -> [(MailAttachment?, Files.Kept)] {
    guard let source else { return [] }
    guard let message else { return [(nil, try await house.files.keep(source))] }
    return try await LetterReading.keep(message.attachments, house).map { ($0.0, $0.1) }
  }

  /// Opens the ticket and takes the mail out of the inbox with it, once.
  func open(
    _ request: Request, with files: [(MailAttachment?, Files.Kept)], by actor: Actor, pen: Pen,
    in db: Connection
  ) throws -> TicketStory {
    let current = try InboxEntry.findWaiting(entry.id, in: db)
    guard let message, let source else {
      return try openUnread(current, request, files, actor, pen, in: db)
    }
    return try MailPlacing(
      entry: current, message: message, identity: MessageIdentity(of: message, source: source),
      files: files.compactMap { file in file.0.map { ($0, file.1) } }, pen: pen
    ).open(request, words: request.words, by: actor, in: db)
  }

  private func openUnread(
    _ current: InboxEntry, _ request: Request, _ files: [(MailAttachment?, Files.Kept)],
    _ actor: Actor, _ pen: Pen, in db: Connection
  ) throws -> TicketStory {
    let house = pen.house
    var written: Letter?
    let story = try request.open(
      by: actor, scope: .everyClient,
      letter: { ticket in
        let letter = letter(on: ticket, request, house)
        written = letter
        return letter
      }, at: house.clock.now(), house: house, in: db)
    if let written {
      for file in files {
        try LetterFile.insert(
          file.1, named: "mail.eml", type: "message/rfc822", with: written, house: house, in: db)
      }
    }
    var done = current
    (done.state, done.reason, done.letter) = (.done, nil, written?.id)
    (done.sender, done.subject) = (sender, request.subject)
    try done.save(messageID: nil, hash: nil, in: db)
    return story
  }

  private func letter(on ticket: ID<Ticket>, _ request: Request, _ house: House) -> Letter {
    Letter(
      id: house.ids.next(Letter.self, at: entry.receivedAt), direction: .inbound, kind: .request,
      channel: .mail, ticket: ticket, client: request.client, contact: request.contact,
      sender: sender, recipients: [], subject: request.subject, words: request.words,
      rawFile: entry.rawFile, proof: .unverified, state: .received, writtenAt: entry.receivedAt)
  }
}

extension Call<Staff> {
  /// Places a waiting mail; where the same mail came another way and was placed meanwhile, that is
  /// said.
  func placing(
    _ db: Database, _ act: @escaping @Sendable (Connection) throws -> Outcome
  ) async throws -> Outcome {
    do { return try await write(db, act) } catch StorageError.unique(let constraint)
      where constraint.contains("inbox_twins")
    { throw AlreadyPlaced() }
  }
}
