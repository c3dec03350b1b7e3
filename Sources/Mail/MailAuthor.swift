// SPDX-License-Identifier: AGPL-3.0-or-later

/// Who says they wrote a mail, and what about it should make a person look twice.
package struct MailAuthor: Sendable, Hashable {
  package let address: MailAddress
  /// More than one address claims to be the author.
  package let isOneOfSeveral: Bool
  /// Answers would go to another organisation than the mail came from.
  package let answersGoTo: String?
  /// The shown name is itself an address, and another one.
  package let nameClaims: String?

  package init?(of message: MailMessage) {
    guard let first = message.from.first(where: { $0.address.contains("@") }) else { return nil }
    address = first
    isOneOfSeveral = message.from.count > 1
    answersGoTo = message.replyTo.first { $0.domain != first.domain }?.address
    let claimed = first.name?.split { " <>\"',;()".contains($0) }.first { word in
      word.contains("@") && word.contains(".") && word.lowercased() != first.key
    }
    nameClaims = claimed.map(String.init)
  }
}

extension MailMessage {
  /// What our own mail server found out about the sender.
  package enum Authentication: Sendable, Hashable {
    /// No server we trust has looked.
    case unknown
    case proven
    case unproven
    case failed
  }

  /// Only the topmost Authentication-Results counts, and only from the server named.
  package func authentication(trusting server: String?) -> Authentication {
    guard let server, let top = headers.first("Authentication-Results") else { return .unknown }
    let parts = withoutComments(top.raw).lowercased().split(separator: ";").map(\.trimmed)
    let named = parts.first?.split(separator: " ").first.map(String.init)
    guard named == server.lowercased(), let from = from.first?.domain, self.from.count == 1 else {
      return .unknown
    }
    let results = parts.dropFirst()
    if results.contains(where: { $0.hasPrefix("dmarc=fail") }) { return .failed }
    return results.contains { proves($0, from) } ? .proven : .unproven
  }

  private func proves(_ result: String, _ from: String) -> Bool {
    let words = result.split(separator: " ").map(String.init)
    func value(_ key: String) -> String? {
      words.first { $0.hasPrefix(key) }.map { String($0.dropFirst(key.utf8.count)) }
    }
    if words.first == "dmarc=pass" { return (value("header.from=") ?? from) == from }
    guard words.first == "dkim=pass", let signer = value("header.d=") else { return false }
    return from == signer || from.hasSuffix("." + signer) && signer.contains(".")
  }

  private func withoutComments(_ text: String) -> String {
    var depth = 0
    return text.filter { character in
      if character == "(" { depth += 1 }
      defer { if character == ")", depth > 0 { depth -= 1 } }
      return depth == 0
    }
  }
}
