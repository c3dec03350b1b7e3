// SPDX-License-Identifier: AGPL-3.0-or-later

import Crypto
import Rules

/// What makes two deliveries the same mail: its Message-ID and what it says. Equal in both is the
/// same mail again; the same id with other content is another mail that must not be lost.
package struct MessageIdentity: Sendable, Hashable {
  /// Without brackets, its host in lower case; nil when the mail has none.
  package let messageID: String?
  /// SHA-256 over the header fields that stay the same on the way, and the body; in hex.
  package let hash: String

  private static let stable = [
    "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To",
    "References",
  ]

  package init(of message: MailMessage, source: [UInt8]) {
    messageID = message.messageID.map(MessageIdentity.normalised)
    var hasher = SHA256()
    for name in MessageIdentity.stable {
      for field in message.headers.all(name) {
        let isID = name == "Message-ID"
        let value = isID ? messageID ?? field.raw : field.raw
        hasher.update(data: Array("\(name):\(value)\n".utf8))
      }
    }
    MessageIdentity.addBody(source, to: &hasher)
    hash = hexadecimal(hasher.finalize())
  }

  /// Whether a letter of ours can name the id, without brackets, in its own head.
  package static func canBeNamed(_ id: String) -> Bool {
    id.utf8.allSatisfy { (33...126).contains($0) && $0 != lessThan && $0 != greaterThan }
      && (3...250).contains(id.utf8.count) && id.contains("@")
  }

  private static func normalised(_ id: String) -> String {
    guard let at = id.lastIndex(of: "@") else { return id }
    return id[...at] + id[id.index(after: at)...].lowercased()
  }

  /// The body with plain line ends and without the empty lines servers add at its end.
  private static func addBody(_ source: [UInt8], to hasher: inout SHA256) {
    var line: [UInt8] = []
    var emptyLines = 0
    var inBody = false
    for byte in source[...] + [10] {
      guard byte == 10 else {
        line.append(byte)
        continue
      }
      while line.last == 13 { line.removeLast() }
      if !inBody {
        inBody = line.isEmpty
      } else if line.isEmpty {
        emptyLines += 1
      } else {
        hasher.update(data: [UInt8](repeating: 10, count: emptyLines) + line + [10])
        emptyLines = 0
      }
      line.removeAll(keepingCapacity: true)
    }
  }
}
