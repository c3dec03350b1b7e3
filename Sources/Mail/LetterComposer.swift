// SPDX-License-Identifier: AGPL-3.0-or-later
import Rules

/// Why a letter cannot be written as a mail.
package enum LetterProblem: Refusal, Hashable {
  case badAddress(String)
  case noRecipient
  case controlCharacter(field: String)
  case badMessageID(String)

  package var code: String {
    switch self {
    case .badAddress: "letter.badAddress"
    case .noRecipient: "letter.noRecipient"
    case .controlCharacter: "letter.controlCharacter"
    case .badMessageID: "letter.badMessageID"
    }
  }

  package var message: Phrase {
    switch self {
    case .badAddress(let address):
      "\(address) is not an address mail can be sent to. Correct it and send again."
    case .noRecipient: "The letter has nobody to go to. Add a recipient."
    case .controlCharacter(let field):
      "The letter's \(field) holds a line break or a control character. Remove it and send again."
    case .badMessageID(let id): "\(id) is not a message id. Report this to your administrator."
    }
  }
}

/// A letter of ours on its way to becoming a mail: who, to whom, what, in answer to what.
package struct LetterComposer: Sendable {
  package var from: MailAddress
  package var to: [MailAddress]
  package var cc: [MailAddress] = []
  /// Where answers go: the address with the ticket's mark.
  package var replyTo: MailAddress?
  package var subject: String
  package var text: String
  /// The same words with markup, already safe.
  package var html: String?
  /// Fixed in the outbox, without brackets, so that a letter sent twice is one letter.
  package var messageID: String
  package var inReplyTo: String?
  package var references: [String] = []
  package var date: Instant
  /// No person of ours pressed Send.
  package var isAutomatic = false
  package var loopMark: String?

  package init(
    from: MailAddress, to: [MailAddress], subject: String, text: String, messageID: String,
    date: Instant
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.messageID = messageID
    self.date = date
  }

  /// The mail, line ends as on the wire.
  package func bytes() throws(LetterProblem) -> [UInt8] {
    if to.isEmpty && cc.isEmpty { throw .noRecipient }
    var head = HeaderWriter()
    try head.add("From", addresses: [from])
    try head.add("To", addresses: to)
    try head.add("Cc", addresses: cc)
    if let replyTo { try head.add("Reply-To", addresses: [replyTo]) }
    try head.add("Subject", text: subject)
    head.add("Date", date)
    try head.add("Message-ID", ids: [messageID])
    if let inReplyTo { try head.add("In-Reply-To", ids: [inReplyTo]) }
    try head.add("References", ids: references.suffix(20))
    try addMarks(to: &head)
    return head.lines + body()
  }

  private func addMarks(to head: inout HeaderWriter) throws(LetterProblem) {
    if isAutomatic {
      try head.add("Auto-Submitted", text: "auto-replied")
      try head.add("X-Auto-Response-Suppress", text: "All")
    }
    if let loopMark { try head.add(MailMessage.loopHeader, text: loopMark) }
    try head.add("MIME-Version", text: "1.0")
  }

  private func body() -> [UInt8] {
    guard let html else { return LetterComposer.part("plain", text) }
    // Quoted-printable never writes "=_", so this separator cannot stand in a part.
    let mark = "=_mainstay_letter"
    let head = "Content-Type: multipart/alternative; boundary=\"\(mark)\"\r\n\r\n"
    let open = Array("--\(mark)\r\n".utf8)
    let plain = LetterComposer.part("plain", text)
    let rich = LetterComposer.part("html", html)
    return Array(head.utf8) + open + plain + open + rich + Array("--\(mark)--\r\n".utf8)
  }

  private static func part(_ kind: String, _ words: String) -> [UInt8] {
    let head =
      "Content-Type: text/\(kind); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return Array(head.utf8) + QuotedPrintable.encoded(words)
  }
}
