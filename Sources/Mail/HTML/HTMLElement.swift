// SPDX-License-Identifier: AGPL-3.0-or-later

/// The elements a mail may show, by how HTML's parser treats them: this is what makes our output
/// read back exactly as written.
enum HTMLElement {
  enum Kind {
    case phrasing, link, block, paragraph, heading, pre
    case list, item, term
    case table, caption, columns, column, rows, row, cell
    case lineBreak, rule, picture
  }

  static func kind(_ name: String) -> Kind? { kinds[name] }

  /// Other names for what we show.
  static func alias(_ name: String) -> String { aliases[name] ?? name }

  private static let kinds: [String: Kind] = {
    var kinds: [String: Kind] = [:]
    for (kind, names) in listed {
      for name in names.split(separator: " ") { kinds[String(name)] = kind }
    }
    return kinds
  }()

  private static let listed: [(Kind, String)] = [
    (
      .phrasing,
      """
      abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span \
      strike strong sub sup time tt u var
      """
    ),
    (.link, "a"),
    (
      .block,
      """
      address article aside blockquote center div dl figcaption figure footer header main nav \
      section
      """
    ),
    (.paragraph, "p"), (.heading, "h1 h2 h3 h4 h5 h6"), (.pre, "pre"),
    (.list, "ul ol"), (.item, "li"), (.term, "dt dd"),
    (.table, "table"), (.caption, "caption"), (.columns, "colgroup"), (.column, "col"),
    (.rows, "tbody thead tfoot"), (.row, "tr"), (.cell, "td th"),
    (.lineBreak, "br wbr"), (.rule, "hr"), (.picture, "img"),
  ]

  private static let aliases = [
    "image": "img", "nobr": "span", "dir": "ul", "menu": "ul", "listing": "pre", "label": "span",
    "hgroup": "div", "legend": "div", "summary": "div", "details": "div", "fieldset": "div",
  ]

  /// Elements whose content is no markup and nothing to read.
  static let swallowed: Set = ["script", "style", "title", "iframe", "noembed", "noframes"]

  /// Start tags that end SVG or MathML around them.
  static let breakouts: Set = [
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em",
    "embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu",
    "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strong", "strike", "sub",
    "sup", "table", "tt", "u", "ul", "var", "a",
  ]
}

extension HTMLElement.Kind {
  /// Walls for the search for an open element: what lies outside a cell is out of reach.
  var isScope: Bool { self == .table || self == .cell || self == .caption }

  /// Ends an open paragraph when it starts.
  var closesParagraph: Bool {
    switch self {
    case .block, .paragraph, .heading, .pre, .list, .item, .term, .table, .rule: true
    default: false
    }
  }

  /// HTML's "special" elements: an end tag of a phrase does not reach across one.
  var isSpecial: Bool { self != .phrasing && self != .link }

  /// Inside a table but outside its cells: no words may stand here.
  var isTableFrame: Bool {
    self == .table || self == .columns || self == .rows || self == .row
  }
}
