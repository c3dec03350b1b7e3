// SPDX-License-Identifier: AGPL-3.0-or-later

/// What a mail says and what it carries, gathered from its parts.
struct MailBody {
  private(set) var text: [String] = []
  private(set) var html: [String] = []
  private(set) var attachments: [MailAttachment] = []
  private(set) var charsetLied = false
  private(set) var shortened = false
  private let mime: ParsedMIME
  private let limits: MailLimits
  private let children: [Int: [ParsedMIME.Part]]

  init(_ mime: ParsedMIME, limits: MailLimits) {
    self.mime = mime
    self.limits = limits
    children = Dictionary(grouping: mime.parts, by: \.parent)
    for part in children[-1] ?? [] { read(part) }
  }

  private mutating func read(_ part: ParsedMIME.Part) {
    switch part.kind {
    case .embedded: attach(part)
    case .multipart: readMultipart(part)
    case .leaf: isWords(part) ? readWords(part) : attach(part)
    }
  }

  /// A multipart whose separators never come keeps its words in front of the first.
  private mutating func readMultipart(_ part: ParsedMIME.Part) {
    let inside = children[part.index] ?? []
    if inside.isEmpty { text.append(CharsetReading(mime.content(part), declared: nil).text) }
    for child in inside { read(child) }
  }

  /// Words to read in place, rather than a file that happens to hold text.
  private func isWords(_ part: ParsedMIME.Part) -> Bool {
    if part.parent < 0, part.type == "application/octet-stream", part.fileName == nil {
      return part.disposition == nil && SniffedType.of(mime.content(part)) == "text/plain"
    }
    guard part.type == "text/plain" || part.type == "text/html" || isOddText(part) else {
      return false
    }
    if part.disposition == "attachment" { return false }
    return part.fileName == nil || (text.isEmpty && html.isEmpty && part.disposition == nil)
  }

  private func isOddText(_ part: ParsedMIME.Part) -> Bool {
    let known = ["text/enriched", "text/markdown", "text/x-amp-html", "text/richtext"]
    return known.contains(part.type) && part.fileName == nil
  }

  private mutating func readWords(_ part: ParsedMIME.Part) {
    if part.type == "text/x-amp-html" { return }
    if part.type != "text/html", part.type != "text/plain", hasPlainSibling(part) { return }
    var bytes = mime.content(part)
    if bytes.count > limits.textBytes {
      bytes.removeLast(bytes.count - limits.textBytes)
      shortened = true
    }
    let reading = CharsetReading(bytes, declared: part.charset)
    charsetLied = charsetLied || reading.declarationLied
    if reading.text.allSatisfy(\.isWhitespace) { return }
    if part.type == "text/html" {
      html.append(reading.text)
    } else {
      let flowed = part.flowed
      text.append(
        flowed ? FlowedText(reading.text, deleteSpace: part.deleteSpace).text : reading.text)
    }
  }

  private func hasPlainSibling(_ part: ParsedMIME.Part) -> Bool {
    (children[part.parent] ?? []).contains { $0.type == "text/plain" || $0.type == "text/html" }
  }

  private mutating func attach(_ part: ParsedMIME.Part) {
    let subject = part.kind == .embedded ? mime.headers(ofPart: part.index)["Subject"] : nil
    attachments.append(MailAttachment(part, bytes: mime.content(part), subject: subject))
  }
}
