// SPDX-License-Identifier: AGPL-3.0-or-later

/// The lines mail programs write above what they quote, English and German.
enum Attribution {
  private static let openings = [
    "on ", "am ", "at ", "le ", "op ", "il ", "el ", "quoting ", "zitat von ", "in article ",
  ]
  private static let verbs = [" wrote:", " schrieb:", " writes:", " schrieb", " geschrieben:"]
  private static let dividers = [
    "-----original message-----", "-----ursprüngliche nachricht-----",
    "-----urspruengliche nachricht-----", "-----original appointment-----",
    "---original message---", "--- original message ---", "--- ursprüngliche nachricht ---",
    "-------- original message --------", "-------- ursprüngliche nachricht --------",
    "-------- originalnachricht --------", "-----originalnachricht-----",
    "________________________________",
  ]
  private static let forwards = [
    "begin forwarded message:", "anfang der weitergeleiteten nachricht:",
    "anfang der weitergeleiteten e-mail:",
  ]
  private static let dividerWords = [
    "original", "ursprüngliche", "forwarded message", "weitergeleitete nachricht",
  ]
  private static let headerWords: [(String, String)] = [
    ("from:", "von:"), ("sent:", "gesendet:"), ("date:", "datum:"), ("to:", "an:"),
    ("subject:", "betreff:"), ("cc:", "cc:"),
  ]
  private static let devices = [
    "sent from my ", "sent from mail for", "von meinem ", "gesendet von ", "gesendet mit ",
    "get outlook for", "outlook für ", "holen sie sich outlook", "diese nachricht wurde von mein",
    "sent from outlook", "sent via ", "sent with ",
  ]

  static func mayBegin(_ line: String) -> Bool {
    let lower = line.prefix(20).lowercased()
    return openings.contains { lower.hasPrefix($0) } || line.contains("@")
  }

  /// `On Mon, 2 Mar 2026 at 09:00, Ben <ben@…> wrote:` and its kin, as one line.
  static func matches(_ line: String) -> Bool {
    let lower = line.trimmed.lowercased()
    guard lower.count < 400, lower.contains(where: \.isNumber) || lower.contains("@") else {
      return false
    }
    let opens = openings.contains { lower.hasPrefix($0) } || lower.contains("@")
    guard opens, lower.hasSuffix(":") else { return false }
    return verbs.contains { lower.contains($0) }
  }

  static func isDivider(_ line: String) -> Bool {
    let lower = line.lowercased()
    if dividers.contains(lower) || forwards.contains(where: lower.hasPrefix) { return true }
    guard lower.hasPrefix("---"), lower.hasSuffix("---") else { return false }
    return dividerWords.contains { lower.contains($0) }
  }

  /// Outlook's block: at least three of From, Sent, To, Subject in the next lines, From first.
  static func isHeaderBlock(_ lines: ArraySlice<String>) -> Bool {
    guard let first = lines.first.map(plain), isOne(first, of: headerWords[0]) else { return false }
    let known = lines.filter { line in headerWords.contains { isOne(plain(line), of: $0) } }
    return known.count >= 3
  }

  static func isDeviceLine(_ line: String) -> Bool {
    let lower = line.trimmed.lowercased()
    return lower.count < 80 && devices.contains { lower.hasPrefix($0) }
  }

  private static func isOne(_ line: String, of words: (String, String)) -> Bool {
    line.hasPrefix(words.0) || line.hasPrefix(words.1)
  }

  private static func plain(_ line: String) -> String {
    line.filter { $0 != "*" && $0 != ">" }.trimmed.lowercased()
  }
}
