// SPDX-License-Identifier: AGPL-3.0-or-later
import CMIME
import Rules

/// A mail somebody sent us, understood: who, about what, in which words, with which files.
package struct MailMessage: Sendable {
  /// How the content is wrapped, for a mail whose words we may not be able to read.
  package enum Wrapping: String, Sendable {
    case plain, signedPGP, encryptedPGP, signedSMIME, encryptedSMIME, tnef
  }

  /// The envelope sender as the last server wrote it down.
  package enum ReturnPath: Sendable, Hashable {
    case unknown
    case null
    case address(String)
  }

  package let headers: MailHeaders
  package let from: [MailAddress]
  package let sender: MailAddress?
  package let replyTo: [MailAddress]
  package let to: [MailAddress]
  package let cc: [MailAddress]
  package let subject: String
  package let date: Instant?
  package let messageID: String?
  package let inReplyTo: [String]
  package let references: [String]
  package let returnPath: ReturnPath
  /// Servers it came through.
  package let hops: Int
  /// Addresses of ours it was handed in at.
  package let deliveredTo: [String]
  /// The words to read; from the HTML when no text part exists.
  package let text: String
  /// Raw and dangerous: only `MailHTML` may look at it.
  package let html: [String]
  package let attachments: [MailAttachment]
  package let wrapping: Wrapping
  package let report: MailReport?
  /// The declared charset did not fit the bytes.
  package let charsetLied: Bool
  /// A text part was longer than we read; the rest is in the raw mail.
  package let shortened: Bool

  package init(parsing bytes: [UInt8], limits: MailLimits = .standard) throws(MailProblem) {
    let source = MailMessage.unwrapped(bytes)
    if source.allSatisfy({ $0 < 33 }) { throw .empty }
    let mime = try ParsedMIME(source, limits: limits)
    headers = mime.headers()
    guard MailMessage.isMail(headers) else { throw .notAMail }
    from = mime.addresses("from")
    sender = mime.addresses("sender").first
    replyTo = mime.addresses("reply-to")
    to = mime.addresses("to")
    cc = mime.addresses("cc")
    subject = headers["Subject"] ?? ""
    date = MailMessage.date(headers.first("Date")?.raw)
    messageID = headers.messageIDs("Message-ID").first
    inReplyTo = headers.messageIDs("In-Reply-To")
    references = headers.messageIDs("References")
    returnPath = MailMessage.returnPath(headers, mime.addresses("return-path"))
    hops = headers.all("Received").count
    deliveredTo = ["delivered-to", "x-original-to", "envelope-to"].flatMap(mime.addresses)
      .map(\.address)
    let body = MailBody(mime, limits: limits)
    text = MailMessage.words(body)
    html = body.html
    attachments = body.attachments
    wrapping = MailMessage.wrapping(mime)
    report = MailReport(mime)
    charsetLied = body.charsetLied
    shortened = body.shortened
  }

  /// Without the `From ` line and the byte order mark some pipes put in front.
  private static func unwrapped(_ bytes: [UInt8]) -> [UInt8] {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    while let first = rest.first, first == 10 || first == 13 { rest = rest.dropFirst() }
    if rest.starts(with: "From ".utf8), let end = rest.firstIndex(of: 10) {
      rest = rest[(end + 1)...]
    }
    if !rest.contains(10), rest.contains(13) { return rest.map { $0 == 13 ? 10 : $0 } }
    return rest.count == bytes.count ? bytes : Array(rest)
  }

  /// At least one field every mail program writes.
  private static func isMail(_ headers: MailHeaders) -> Bool {
    let known = [
      "From", "To", "Subject", "Date", "Message-ID", "Received", "Return-Path", "Content-Type",
      "MIME-Version", "Delivered-To", "Sender", "Cc", "Reply-To",
    ]
    return known.contains { headers.first($0) != nil }
  }

  private static func date(_ raw: String?) -> Instant? {
    var seconds: Int64 = 0
    guard let raw, cmime_date(raw, &seconds) else { return nil }
    return Instant(seconds: Int(seconds))
  }

  private static func returnPath(_ headers: MailHeaders, _ found: [MailAddress]) -> ReturnPath {
    guard let field = headers.first("Return-Path") else { return .unknown }
    if field.raw.filter({ !$0.isWhitespace }) == "<>" { return .null }
    return found.first.map { .address($0.address) } ?? .unknown
  }

  private static func words(_ body: MailBody) -> String {
    if !body.text.isEmpty { return body.text.joined(separator: "\n") }
    return body.html.map { MailHTML(sanitising: $0).plainText }.joined(separator: "\n\n")
  }

  private static func wrapping(_ mime: ParsedMIME) -> Wrapping {
    for part in mime.parts {
      switch part.type {
      case "multipart/encrypted": return .encryptedPGP
      case "multipart/signed":
        return part.protocolName?.contains("pkcs7") == true ? .signedSMIME : .signedPGP
      case "application/pkcs7-mime", "application/x-pkcs7-mime":
        return part.smimeType == "signed-data" ? .signedSMIME : .encryptedSMIME
      case "application/ms-tnef", "application/vnd.ms-tnef": return .tnef
      default: continue
      }
    }
    return .plain
  }
}
