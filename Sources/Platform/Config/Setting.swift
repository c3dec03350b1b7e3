// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// One thing an installation can be told: its name in `mainstay.conf`, what a value must look like,
/// what holds when nobody says anything, and what it is for.
package struct Setting: Sendable {
  /// `port` in the file, `MAINSTAY_PORT` as a variable.
  package let name: String
  package let kind: Kind
  package let standard: String
  package let help: String

  package var variable: String { "MAINSTAY_\(name.uppercased())" }

  init(_ name: String, _ kind: Kind, standard: String = "", _ help: String) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.help = help
  }

  /// What a value must look like.
  package enum Kind: Sendable, Equatable {
    case folder
    case file
    /// A file only its owner may read, whose first line is the secret.
    case secretFile
    case whole(ClosedRange<Int>)
    case choice([String])
    case text
    case host
    case hosts
    case origin
    /// `desk@example.org`, or a name with the address behind it in angle brackets.
    case sender
    case zone
    case database
    case relay
  }
}

extension Setting {
  /// What is wrong with the value, to be read after the setting's name; nil when it will do.
  func complaint(about value: String) -> String? {
    switch kind {
    case .folder, .file, .secretFile:
      value.hasPrefix("/") ? nil : "must be a whole path that begins with /"
    case .whole(let range): wholeComplaint(value, range)
    case .choice(let words):
      words.contains(value) ? nil : "must be one of \(words.joined(separator: ", "))"
    case .text: nil
    case .host: isHost(value) ? nil : "must be a host name or an IP address"
    case .hosts:
      hostList(value).allSatisfy(isHost) ? nil : "must be IP addresses with commas between them"
    case .origin: originComplaint(value)
    case .sender:
      isSender(value)
        ? nil
        : "must be a mail address such as desk@example.org, or Our Desk <desk@example.org>"
    case .zone: isZoneName(value) ? nil : "must be a time zone such as Europe/London"
    case .database:
      value.hasPrefix("/") || isPostgres(value)
        ? nil : "must be the whole path of an SQLite file or a postgres:// address"
    case .relay:
      MailRelay(value) != nil ? nil : "must look like smtp://relay.example.org:587 or smtps://…"
    }
  }

  private func wholeComplaint(_ value: String, _ range: ClosedRange<Int>) -> String? {
    let digits = value.utf8.allSatisfy { (48...57).contains($0) }
    guard digits, let number = Int(value), range.contains(number) else {
      return "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
    return nil
  }
}

/// The outgoing mail server of the provider.
package struct MailRelay: Sendable, Equatable {
  package let host: String
  package let port: Int
  /// TLS from the first byte (`smtps`), not by STARTTLS.
  package let wrapped: Bool

  init?(_ text: String) {
    let wrapped = text.hasPrefix("smtps://")
    guard wrapped || text.hasPrefix("smtp://") else { return nil }
    let place = text.dropFirst(wrapped ? 8 : 7)
    guard let (host, port) = hostAndPort(place) else { return nil }
    self.host = host
    self.port = port ?? (wrapped ? 465 : 587)
    self.wrapped = wrapped
  }
}

func isPostgres(_ text: String) -> Bool {
  text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
}

func hostList(_ text: String) -> [String] {
  text.split(separator: ",").map { trimmed($0) }
}

/// `host`, `host:port` or `[v6]:port`; nil when it is none of these.
func hostAndPort(_ text: some StringProtocol) -> (host: String, port: Int?)? {
  let closing = text.lastIndex(of: "]")
  let colon = text.lastIndex(of: ":").flatMap { colon in
    closing.map { colon > $0 } ?? true ? colon : nil
  }
  let host = String(text[..<(colon ?? text.endIndex)])
  // Without brackets nobody knows where an IPv6 address ends and its port begins.
  guard isHost(host), host.hasPrefix("[") || !host.contains(":") else { return nil }
  guard let colon else { return (host, nil) }
  let digits = text[text.index(after: colon)...]
  guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits),
    (1...65_535).contains(port)
  else { return nil }
  return (host, port)
}

private func isHost(_ text: String) -> Bool {
  let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
  let name = isBracketed ? String(text.dropFirst().dropLast()) : text
  guard !isBracketed || name.contains(":") else { return false }
  return !name.isEmpty && name.utf8.count <= 253
    && name.utf8.allSatisfy { isLetterOrDigit($0) || ".-:_".utf8.contains($0) }
}

private func originComplaint(_ text: String) -> String? {
  let wanted = "must be an address such as https://desk.example.org, without a path"
  let bare = text.hasPrefix("https://") ? text.dropFirst(8) : text.dropFirst(7)
  guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return wanted }
  guard bare.utf8.allSatisfy({ $0 < 128 }) else {
    return "must be written in ASCII: give a name with other letters in its xn-- form"
  }
  return hostAndPort(bare) == nil ? wanted : nil
}

/// An address, or a name and the address in angle brackets. What would have to be quoted in a name
/// is refused: nobody's name needs it.
private func isSender(_ text: String) -> Bool {
  guard let open = text.firstIndex(of: "<"), text.hasSuffix(">") else { return isAddress(text) }
  let name = trimmed(text[..<open])
  return !name.isEmpty && name.utf8.count <= 100
    && name.unicodeScalars.allSatisfy { $0.value >= 32 && !isControl($0) }
    && !name.contains { "<>,;:@\"()[]\\".contains($0) }
    && isAddress(String(text[text.index(after: open)...].dropLast()))
}

private func isControl(_ letter: Unicode.Scalar) -> Bool { (127...159).contains(letter.value) }

private func isAddress(_ text: String) -> Bool { SendableAddress(text) != nil }

private func isZoneName(_ text: String) -> Bool {
  let parts = text.split(separator: "/", omittingEmptySubsequences: false)
  return parts.allSatisfy { part in
    !part.isEmpty && part.utf8.allSatisfy { isLetterOrDigit($0) || "_-+".utf8.contains($0) }
  }
}

private func isLetterOrDigit(_ letter: UInt8) -> Bool {
  (48...57).contains(letter) || (65...90).contains(letter) || (97...122).contains(letter)
}

/// Without blanks and tabs at either end.
func trimmed(_ text: some StringProtocol) -> String {
  let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
  let head = text.drop(while: isBlank)
  guard let last = head.lastIndex(where: { !isBlank($0) }) else { return "" }
  return String(head[...last])
}
