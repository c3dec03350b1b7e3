// SPDX-License-Identifier: AGPL-3.0-or-later

/// One file that came with a mail. Its name is data only: nothing is ever stored under it.
package struct MailAttachment: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case file, message, calendar, tnef, signature, encrypted, report
  }

  package let name: String
  package let declaredType: String
  /// What the bytes themselves say.
  package let sniffedType: String
  package let bytes: [UInt8]
  /// The id by which the HTML body shows it, without brackets.
  package let contentID: String?
  package let inline: Bool
  package let kind: Kind
  /// Of a calendar part: `request`, `reply`, `cancel`.
  package let calendarMethod: String?

  init(_ part: ParsedMIME.Part, bytes: [UInt8], subject: String? = nil) {
    kind = MailAttachment.kind(of: part)
    declaredType = part.type
    sniffedType = kind == .message ? "message/rfc822" : SniffedType.of(bytes)
    self.bytes = bytes
    contentID = part.contentID.flatMap { $0.isEmpty ? nil : $0 }
    inline = part.disposition == "inline" || (part.disposition == nil && part.contentID != nil)
    calendarMethod = kind == .calendar ? part.method : nil
    name = MailAttachment.named(part, subject: subject, kind)
  }

  private static func kind(of part: ParsedMIME.Part) -> Kind {
    switch part.type {
    case "message/rfc822", "message/global": .message
    case "text/calendar", "application/ics": .calendar
    case "application/ms-tnef", "application/vnd.ms-tnef": .tnef
    case "application/pgp-signature", "application/pkcs7-signature",
      "application/x-pkcs7-signature":
      .signature
    case "application/pgp-encrypted": .encrypted
    case "application/pkcs7-mime", "application/x-pkcs7-mime":
      part.smimeType == "signed-data" ? .signature : .encrypted
    case "message/delivery-status", "message/disposition-notification", "text/rfc822-headers",
      "message/feedback-report":
      .report
    default: .file
    }
  }

  private static func named(_ part: ParsedMIME.Part, subject: String?, _ kind: Kind) -> String {
    let given = safe(part.fileName ?? "")
    if !given.isEmpty { return given }
    switch kind {
    case .message: return safe(subject ?? "").isEmpty ? "message.eml" : safe(subject!) + ".eml"
    case .calendar: return "invitation.ics"
    case .tnef: return "winmail.dat"
    case .signature: return "signature"
    case .encrypted: return "encrypted"
    case .report: return "report.txt"
    case .file: return part.type.hasPrefix("image/") ? "picture" : "attachment"
    }
  }

  /// The sender's name for the file without path, control, direction and invisible characters.
  static func safe(_ name: String) -> String {
    let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
    let shown = last.oneLine.unicodeScalars.filter { scalar in
      scalar.properties.generalCategory != .format
    }
    let trimmed = String(String.UnicodeScalarView(shown)).prefix(150)
    return trimmed.allSatisfy { $0 == "." || $0 == " " } ? "" : String(trimmed)
  }
}
