// SPDX-License-Identifier: AGPL-3.0-or-later

import Mail
import Platform
import Rules
import Storage

/// A letter of ours as it leaves the house: the same bytes on the Outbox page and on the wire.
struct LetterPost: Sendable {
  let letter: Letter
  let ticket: Int?
  let house: House

  /// Written once in the outbox's terms; a letter sent again is the same letter to whoever gets it.
  func bytes() throws -> [UInt8] {
    guard let from = MailAddress(written: letter.sender) else { throw NoSender() }
    var composer = LetterComposer(
      from: from, to: letter.recipients.map { MailAddress(address: $0) },
      subject: letter.subject, text: letter.words, messageID: letter.messageID ?? letter.id.text,
      date: letter.writtenAt)
    composer.inReplyTo = letter.inReplyTo
    composer.references = letter.inReplyTo.map { [$0] } ?? []
    composer.isAutomatic = letter.kind.isAutomatic
    composer.loopMark = house.mailSeal.loopMark(random: letter.id.text)
    if let ticket {
      composer.replyTo = MailAddress(
        address: house.mailSeal.replyAddress(ticket: ticket, mailbox: from))
    }
    return try composer.bytes()
  }

  /// Sends what is still to be sent. A relay that says "later" is asked again by the job's own
  /// delays; one that says no leaves its words on the letter.
  static let handler = JobHandler("desk.send") { house, job in
    guard let id = job.text("letter").map({ ID<Letter>($0) }) else { return .nothing }
    let found = try await house.db.read { db in
      try Letter.outgoing(id, in: db).map { ($0, try $0.ticketNumber(in: db)) }
    }
    guard let (letter, number) = found, try await letter.leave(house) else { return .nothing }
    let post = LetterPost(letter: letter, ticket: number, house: house)
    do {
      try await house.mailer.send(
        Mailer.Posting(
          sender: letter.kind.isAutomatic ? "" : house.envelopeSender,
          recipients: letter.recipients, message: try post.bytes()))
    } catch Mailer.Failure.refused(let words) {
      return JobHandler.Effect { db in
        _ = try Letter.move(id, from: [.sending], to: .refused, why: .relaySaid(words), in: db)
      }
    } catch {
      _ = try await house.db.write { try Letter.move(id, from: [.sending], to: .held, in: $0) }
      throw error
    }
    return JobHandler.Effect { db in
      _ = try Letter.move(id, from: [.sending], to: .sent, in: db)
    }
  }
}

struct NoSender: Refusal {
  let code = "outbox.noSender"
  let message: Phrase =
    "The house has no address to write from. Set MAINSTAY_FROM, like Lanternhouse IT <desk@lanternhouse.example>."
}

extension Letter {
  /// From here on it can't be taken back; false when somebody did. One that was leaving when its
  /// worker went down leaves again.
  fileprivate func leave(_ house: House) async throws -> Bool {
    switch state {
    case .sending: true
    case .held:
      try await house.db.write { try Letter.move(id, from: [.held], to: .sending, in: $0) }
    default: false
    }
  }

  func ticketNumber(in db: Connection) throws -> Int? {
    guard let ticket else { return nil }
    return try db.first("SELECT number FROM tickets WHERE id = \(ticket)") { try $0[0] }
  }
}

extension House {
  /// What signs the marks by which an answer finds its ticket.
  var mailSeal: MailSeal {
    MailSeal(keys: [secrets.key(for: "mail marks").reveal { $0 }])
  }

  /// Whom letters come from; until somebody says it, a desk at our own address.
  var sender: String { config.from.isEmpty ? "desk@\(ownHost)" : config.from }

  var envelopeSender: String { MailAddress(written: sender)?.address ?? "" }

  private var ownHost: String {
    let place = config.baseURL.split(separator: "/").last ?? "localhost"
    return String(place.split(separator: ":").first ?? "localhost")
  }

  private var mailHost: String { MailAddress(written: sender)?.domain ?? ownHost }

  func tagged(_ subject: String, ticket: Int) -> String {
    "\(subject) \(mailSeal.subjectToken(ticket: ticket))"
  }

  /// Of a letter on no ticket: an answer to it begins one.
  func messageID(letter: ID<Letter>) -> String { "l.\(letter.text.lowercased())@\(mailHost)" }

  func messageID(ticket: Int, letter: ID<Letter>) -> String {
    mailSeal.messageID(ticket: ticket, random: letter.text.lowercased(), host: mailHost)
  }
}

extension MailAddress {
  /// `desk@host` or `Lanternhouse IT <desk@host>`.
  init?(written text: String) {
    guard let open = text.lastIndex(of: "<"), text.hasSuffix(">") else {
      guard text.contains("@") else { return nil }
      self.init(address: text)
      return
    }
    let name = text[..<open].split(separator: " ").joined(separator: " ")
    self.init(
      name: name.isEmpty ? nil : name, address: String(text[text.index(after: open)...].dropLast()))
  }
}
