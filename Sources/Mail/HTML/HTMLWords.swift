// SPDX-License-Identifier: AGPL-3.0-or-later

/// The words of a sanitised mail as plain text: lines where blocks were, `>` where quotes were.
struct HTMLWords {
  private var lines: [String] = []
  private var line = ""
  private var quotes = 0
  private var quotesAbove = 0
  private var preformatted = 0
  private var gap = false
  /// For each open span, whether it is a word of the sanitiser's.
  private var labels: [Bool] = []
  private var isAfterLabel = false

  init(_ events: [MailHTML.Event]) {
    for event in events {
      switch event {
      case .open(let name, let pairs): open(name, pairs)
      case .close(let name): close(name)
      case .void(let name, let pairs): void(name, pairs)
      case .text(let words): preformatted > 0 ? keep(words) : flow(words)
      }
    }
    breakLine()
  }

  var text: String { lines.joined(separator: "\n").trimmedLines }

  private static let blocks: Set = [
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "tr", "caption", "blockquote", "pre", "center", "address", "article", "aside", "section",
    "header", "footer", "figure", "figcaption", "main", "nav",
  ]
  private static let labels: Set = ["mail-host", "mail-picture"]
  private static let spaced: Set = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"]

  private mutating func open(_ name: String, _ pairs: [MailHTML.Attribute]) {
    startBlock(name)
    switch name {
    case "span":
      labels.append(pairs.contains { $0.name == "class" && HTMLWords.labels.contains($0.value) })
      if labels.last == true { beginLabel() }
    case "blockquote": quotes += 1
    case "pre": preformatted += 1
    case "li": line = "- "
    case "td", "th": if !line.isEmpty { line += "\t" }
    default: return
    }
  }

  private mutating func close(_ name: String) {
    startBlock(name)
    if name == "blockquote" { quotes -= 1 }
    if name == "pre" { preformatted -= 1 }
    if name == "span", labels.popLast() == true {
      line += ")"
      isAfterLabel = true
    }
  }

  /// What the sanitiser says of a link or a picture stands apart from the sender's words.
  private mutating func beginLabel() {
    line += line.isEmpty || line.utf8.last == 32 ? "(" : " ("
    isAfterLabel = false
  }

  private mutating func startBlock(_ name: String) {
    guard HTMLWords.blocks.contains(name) else { return }
    if !line.isBlank { breakLine() }
    line = ""
    if HTMLWords.spaced.contains(name) { gap = true }
  }

  private mutating func void(_ name: String, _ pairs: [MailHTML.Attribute]) {
    switch name {
    case "br": breakLine()
    case "hr":
      if !line.isBlank { breakLine() }
      line = "---"
      breakLine()
    case "img": if let alt = pairs.first(where: { $0.name == "alt" }) { flow("[\(alt.value)]") }
    default: return
    }
  }

  private mutating func flow(_ words: String) {
    for character in words.unicodeScalars {
      if character.isASCII, UInt8(character.value).isBlank {
        if !line.isEmpty, line.utf8.last != 32, line.utf8.last != 9 { line += " " }
      } else {
        if isAfterLabel, character.properties.isAlphabetic { line += " " }
        line.unicodeScalars.append(character)
      }
      isAfterLabel = false
    }
  }

  private mutating func keep(_ words: String) {
    for (index, part) in words.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { breakLine() }
      line += part
    }
  }

  private mutating func breakLine() {
    let mark = String(repeating: "> ", count: quotes)
    if gap, let last = lines.last, !last.isBlank {
      lines.append(String(repeating: "> ", count: min(quotes, quotesAbove)).trimmed)
    }
    gap = false
    quotesAbove = quotes
    let end = line.last { $0 != " " }.flatMap { line.lastIndex(of: $0) }
    let kept = end.map { String(line[...$0]) } ?? ""
    lines.append((mark + (kept == "--" ? "-- " : kept)))
    line = ""
  }
}
