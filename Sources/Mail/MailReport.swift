// SPDX-License-Identifier: AGPL-3.0-or-later

/// What a machine reports about a mail of ours: delivered late, not at all, or read.
package struct MailReport: Sendable, Hashable {
  /// `delivery-status`, `disposition-notification`, `feedback-report`.
  package let kind: String
  /// The mail it is about.
  package let originalMessageID: String?
  /// `failed`, `delayed`, `delivered`, as reported for the first recipient.
  package let action: String?
  /// `5.1.1`.
  package let status: String?
  package let recipient: String?

  private static let detailTypes = [
    "message/delivery-status", "message/disposition-notification", "message/feedback-report",
    "message/global-delivery-status",
  ]

  init?(_ mime: ParsedMIME) {
    guard let root = mime.parts.first, root.type == "multipart/report" else { return nil }
    kind = root.reportType ?? "delivery-status"
    let details = mime.parts.first { MailReport.detailTypes.contains($0.type) }
    let lines =
      details.map { String(decoding: mime.content($0).prefix(20_000), as: UTF8.self) } ?? ""
    originalMessageID =
      MailReport.originalID(mime) ?? MailReport.value("original-message-id", in: lines)?.bareID
    action = MailReport.value("action", in: lines)?.lowercased()
    status = MailReport.value("status", in: lines)
    let named = MailReport.value("final-recipient", in: lines)
    recipient = named.map { name in
      (name.split(separator: ";").last.map(String.init) ?? name).oneLine
    }
  }

  private static func originalID(_ mime: ParsedMIME) -> String? {
    for part in mime.parts {
      if part.kind == .embedded {
        if let id = mime.headers(ofPart: part.index).messageIDs("Message-ID").first { return id }
      } else if part.type == "text/rfc822-headers" || part.type == "message/rfc822-headers" {
        let head = String(decoding: mime.content(part).prefix(20_000), as: UTF8.self)
        if let id = value("message-id", in: head) {
          return id.bareID
        }
      }
    }
    return nil
  }

  private static func value(_ name: String, in lines: String) -> String? {
    for line in lines.split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else {
        continue
      }
      return String(line[line.index(after: colon)...]).oneLine
    }
    return nil
  }
}

extension String {
  fileprivate var bareID: String { filter { $0 != "<" && $0 != ">" && !$0.isWhitespace } }
}
