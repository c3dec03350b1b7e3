// SPDX-License-Identifier: AGPL-3.0-or-later

import Mail
import Platform
import Rules
import Storage

/// A letter of ours as it leaves the house: the same bytes on the Outbox page and on the wire.
struct LetterPost: Sendable {
  let letter: Letter
  let ticket: Int?
  /// The mails it answers, the first one first.
  var references: [String] = []
  let house: House

  static func find(
    _ letter: Letter, house: House, in db: Connection
  ) throws -> LetterPost {
    LetterPost(
      letter: letter, ticket: try letter.ticketNumber(in: db),
      references: try letter.references(in: db), house: house)
  }

  /// Written once in the outbox's terms; a letter sent again is the same letter to whoever gets it.
  func bytes() throws -> [UInt8] {
    guard let from = MailAddress(written: letter.sender) else { throw NoSender() }
    var composer = LetterComposer(
      from: from, to: letter.recipients.map { MailAddress(address: $0) },
      subject: letter.subject.withoutLineBreaks, text: letter.words,
      messageID: letter.messageID ?? letter.id.text, date: letter.writtenAt)
    // What a client's program calls an id need not be one; the letter leaves all the same.
    composer.inReplyTo = letter.inReplyTo.flatMap { MessageIdentity.canBeNamed($0) ? $0 : nil }
    composer.references = references.filter(MessageIdentity.canBeNamed)
    composer.isAutomatic = letter.kind.isAutomatic
    composer.loopMark = house.mailSeal.loopMark(random: letter.id.text)
    if let ticket {
      composer.replyTo = MailAddress(
        address: house.mailSeal.replyAddress(ticket: ticket, mailbox: from))
    }
    return try composer.bytes()
  }
}

struct NoSender: Refusal {
  let code = "outbox.noSender"
  let message: Phrase =
    "The house has no address to write from. Set MAINSTAY_FROM, like Lanternhouse IT <desk@lanternhouse.example>."
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
