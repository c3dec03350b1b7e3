// SPDX-License-Identifier: AGPL-3.0-or-later

/// The attributes an allowed element may carry, each with the grammar of its value. No `id`, `name`
/// or `class` of a mail passes: they could stand in for things of the page.
enum HTMLAttributes {
  private typealias Grammar = @Sendable (String) -> String?

  /// What the tokeniser need keep at all.
  static let known: Set<String> = Set(global.keys).union(["href", "src"])
    .union(special.values.flatMap(\.keys))

  static func allowed(_ tag: HTMLTokeniser.Tag, as name: String, link: HTMLLink?) -> [MailHTML
    .Attribute]
  {
    var pairs: [MailHTML.Attribute] = []
    if let link {
      pairs = [
        MailHTML.Attribute(name: "href", value: link.address),
        MailHTML.Attribute(name: "target", value: "_blank"),
        MailHTML.Attribute(name: "rel", value: "noopener noreferrer nofollow"),
      ]
    }
    for (key, bytes) in tag.attributes {
      guard let grammar = global[key] ?? special[name]?[key] else { continue }
      let value = HTMLText.readable(Array(bytes.prefix(4_000)))
      if let safe = grammar(value) { pairs.append(MailHTML.Attribute(name: key, value: safe)) }
    }
    return pairs
  }

  private static let global: [String: Grammar] = [
    "style": { HTMLStyle.allowed($0) },
    "title": { words($0) },
    "dir": { keyword($0, ["ltr", "rtl", "auto"]) },
    "lang": { language($0) },
    "align": { keyword($0, ["left", "right", "center", "justify"]) },
  ]

  private static let box: [String: Grammar] = [
    "width": { length($0) }, "height": { length($0) },
    "bgcolor": { HTMLStyle.color($0.lowercased()) },
    "valign": { keyword($0, ["top", "middle", "bottom", "baseline"]) },
  ]

  private static let cell: [String: Grammar] = box.merging(
    ["colspan": { count($0, 1...100) }, "rowspan": { count($0, 1...100) }]) { $1 }

  private static let special: [String: [String: Grammar]] = [
    "table": box.merging([
      "border": { count($0, 0...10) }, "cellpadding": { count($0, 0...50) },
      "cellspacing": { count($0, 0...50) },
    ]) { $1 },
    "tr": box, "tbody": box, "thead": box, "tfoot": box, "td": cell, "th": cell,
    "col": ["span": { count($0, 1...100) }, "width": { length($0) }],
    "colgroup": ["span": { count($0, 1...100) }, "width": { length($0) }],
    "font": [
      "color": { HTMLStyle.color($0.lowercased()) }, "size": { count($0, 1...7) },
    ],
    "ol": [
      "start": { count($0, 0...1_000_000) }, "type": { keyword($0, ["1", "a", "A", "i", "I"]) },
    ],
    "img": ["alt": { words($0) }, "width": { length($0) }, "height": { length($0) }],
    "hr": ["width": { length($0) }],
  ]

  // MARK: Grammars

  private static func words(_ value: String) -> String? {
    let line = value.oneLine
    return line.isEmpty ? nil : String(line.prefix(300))
  }

  private static func keyword(_ value: String, _ allowed: [String]) -> String? {
    if allowed.contains(value) { return value }
    let lower = value.lowercased()
    return allowed.contains(lower) ? lower : nil
  }

  private static func count(_ value: String, _ range: ClosedRange<Int>) -> String? {
    guard value.utf8.count < 9, value.utf8.allSatisfy(\.isDigit), let number = Int(value) else {
      return nil
    }
    return range.contains(number) ? String(number) : nil
  }

  /// Pixels, or a share up to the whole.
  private static func length(_ value: String) -> String? {
    if value.hasSuffix("%") {
      return count(String(value.dropLast()), 0...100).map { $0 + "%" }
    }
    let bare = value.lowercased().hasSuffix("px") ? String(value.dropLast(2)) : value
    return count(bare, 0...2_000)
  }

  private static func language(_ value: String) -> String? {
    let fits = value.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == dash }
    return fits && (2...35).contains(value.utf8.count) ? value : nil
  }
}

extension HTMLTokeniser.Tag {
  func attribute(_ name: String) -> [UInt8]? { attributes.first { $0.name == name }?.value }
}
