// SPDX-License-Identifier: AGPL-3.0-or-later
import Crypto

/// Our signature on the marks that travel with our mail, so that an answer finds its ticket and
/// nobody else can write one. A mark says which ticket, never who.
package struct MailSeal: Sendable {
  private let keys: [SymmetricKey]

  /// The first key signs; the others are older ones that still count.
  package init(keys: [[UInt8]]) {
    precondition(!keys.isEmpty && keys.allSatisfy { $0.count >= 16 }, "a mail key has 16 bytes")
    self.keys = keys.map { SymmetricKey(data: $0) }
  }

  // MARK: Message-ID

  /// `t.1042.{random}.{mac}@host`, without brackets; `random` is the caller's.
  package func messageID(ticket: Int, random: String, host: String) -> String {
    "t.\(ticket).\(random).\(sign("message-id", "\(ticket).\(random)", length: 16))@\(host)"
  }

  /// The ticket an id of ours belongs to; nil when we did not write it.
  package func ticket(inMessageID id: String) -> Int? {
    let local = id.split(separator: "@", omittingEmptySubsequences: false).first ?? ""
    let parts = local.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].lowercased() == "t", let ticket = number(parts[1]) else {
      return nil
    }
    let fits = verifies("message-id", "\(ticket).\(parts[2].lowercased())", parts[3], length: 16)
    return fits ? ticket : nil
  }

  // MARK: Reply address

  /// `desk+t1042.{mac}@host` for the mailbox `desk@host`.
  package func replyAddress(ticket: Int, mailbox: MailAddress) -> String {
    let mac = sign("reply", "\(ticket)", length: 16)
    return "\(mailbox.local)+t\(ticket).\(mac)@\(mailbox.domain)"
  }

  package func ticket(inReplyAddress address: String) -> Int? {
    let local = MailAddress(address: address).local.lowercased()
    guard let plus = local.lastIndex(of: "+") else { return nil }
    let parts = local[local.index(after: plus)...].split(
      separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].first == "t", let ticket = number(parts[0].dropFirst()) else {
      return nil
    }
    return verifies("reply", "\(ticket)", parts[1], length: 16) ? ticket : nil
  }

  // MARK: Subject

  /// `[T-1042.ab12cd]`
  package func subjectToken(ticket: Int) -> String {
    "[T-\(ticket).\(sign("subject", "\(ticket)", length: 6))]"
  }

  /// The first token of ours in the subject.
  package func ticket(inSubject subject: String) -> Int? {
    for piece in subject.lowercased().split(separator: "[t-", omittingEmptySubsequences: false)
      .dropFirst().prefix(20)
    {
      let parts = piece.prefix { $0 != "]" }.split(
        separator: ".", omittingEmptySubsequences: false)
      guard piece.contains("]"), parts.count == 2, let ticket = number(parts[0]) else { continue }
      if verifies("subject", "\(ticket)", parts[1], length: 6) { return ticket }
    }
    return nil
  }

  // MARK: Loop header

  /// The value of `X-Mainstay-Loop` on a mail of ours.
  package func loopMark(random: String) -> String {
    "\(random).\(sign("loop", random, length: 16))"
  }

  package func isLoopMark(_ value: String) -> Bool {
    let parts = value.trimmed.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && verifies("loop", String(parts[0]), parts[1], length: 16)
  }

  // MARK: Signing

  private func sign(_ use: String, _ text: String, length: Int) -> String {
    MailSeal.mac(use, text, keys[0], length)
  }

  /// Looks at every letter of every key's answer, whatever it finds.
  private func verifies(
    _ use: String, _ text: String, _ given: some StringProtocol, length: Int
  ) -> Bool {
    let letters = Array(given.lowercased().utf8)
    guard letters.count == length else { return false }
    var fits = false
    for key in keys {
      let wanted = MailSeal.mac(use, text, key, length).utf8
      let difference = zip(wanted, letters).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
      fits = fits || difference == 0
    }
    return fits
  }

  private static func mac(_ use: String, _ text: String, _ key: SymmetricKey, _ length: Int)
    -> String
  {
    let code = HMAC<SHA256>.authenticationCode(for: Array("\(use)\n\(text)".utf8), using: key)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    return String(decoding: code.prefix(length).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
  }

  private func number(_ digits: some StringProtocol) -> Int? {
    guard (1...15).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit),
      digits.first != "0"
    else { return nil }
    return Int(digits)
  }
}
