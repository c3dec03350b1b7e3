// SPDX-License-Identifier: AGPL-3.0-or-later

/// Inline style, property by property: each value is read by its own grammar and written anew, so
/// nothing that loads, moves or hides a thing can pass.
enum HTMLStyle {
  private typealias Grammar = @Sendable (String) -> String?

  static func allowed(_ style: String) -> String? {
    let lower = style.lowercased()
    // An escape or a comment could make a word mean another: such style is not worth reading.
    if lower.contains("\\") || lower.contains("/*") { return nil }
    var kept: [String] = []
    for declaration in lower.split(separator: ";").prefix(60) {
      guard let colon = declaration.firstIndex(of: ":") else { continue }
      let name = declaration[..<colon].trimmed
      var value = declaration[declaration.index(after: colon)...].trimmed
      if value.hasSuffix("!important") { value = value.dropLast(10).trimmed }
      guard value.utf8.count <= 200, let safe = grammars[name]?(value) else { continue }
      kept.append("\(name):\(safe)")
    }
    return kept.isEmpty ? nil : kept.joined(separator: ";")
  }

  private static let grammars: [String: Grammar] = {
    var grammars: [String: Grammar] = [
      "color": { color($0) }, "background-color": { color($0) }, "background": { color($0) },
      "font-size": { fontSize($0) }, "font-family": { family($0) },
      "line-height": { lineHeight($0) }, "border-spacing": { lengths($0, upTo: 50, most: 2) },
    ]
    for (name, words) in keywords {
      let allowed = Set(words.split(separator: " ").map(String.init))
      grammars[name] = { allowed.contains($0) ? $0 : nil }
    }
    for name in ["width", "height", "max-width", "min-width"] {
      grammars[name] = { $0 == "auto" ? $0 : length($0, upTo: 2_000) }
    }
    let sides = ["", "-top", "-right", "-bottom", "-left"]
    for side in sides {
      grammars["margin" + side] = { lengths($0, upTo: 100, most: 4, auto: true) }
      grammars["padding" + side] = { lengths($0, upTo: 100, most: 4) }
      grammars["border" + side] = { border($0) }
      grammars["border\(side)-width"] = { lengths($0, upTo: 20, most: 4) }
      grammars["border\(side)-color"] = { color($0) }
      grammars["border\(side)-style"] = { lines.contains($0) ? $0 : nil }
    }
    return grammars
  }()

  private static let keywords = [
    "font-weight": "normal bold bolder lighter 100 200 300 400 500 600 700 800 900",
    "font-style": "normal italic oblique",
    "text-align": "left right center justify start end",
    "text-decoration": "none underline line-through",
    "text-transform": "none uppercase lowercase capitalize",
    "vertical-align": "baseline sub super top middle bottom text-top text-bottom",
    "white-space": "normal pre pre-wrap pre-line nowrap",
    "border-collapse": "collapse separate",
    "direction": "ltr rtl",
    "list-style-type":
      "disc circle square decimal lower-alpha upper-alpha lower-roman upper-roman none",
  ]

  private static let lines: Set = [
    "none", "solid", "dashed", "dotted", "double", "groove", "ridge",
  ]

  // MARK: Colours

  static func color(_ value: String) -> String? {
    if value.hasPrefix("#") {
      let digits = value.dropFirst()
      let fits = [3, 4, 6, 8].contains(digits.count)
      return fits && digits.utf8.allSatisfy { $0.digit(in: 16) != nil } ? value : nil
    }
    if let mixed = mixedColor(value) { return mixed }
    let named = (3...20).contains(value.utf8.count) && value.utf8.allSatisfy(\.isLetter)
    let notColors = ["inherit", "initial", "unset", "revert", "expression", "auto"]
    return named && !notColors.contains(value) ? value : nil
  }

  /// `rgb(1, 2, 3)`, `rgba(1,2,3,.5)`, `hsl(120 50% 50%)`.
  private static func mixedColor(_ value: String) -> String? {
    for kind in ["rgba(", "rgb(", "hsla(", "hsl("] where value.hasPrefix(kind) {
      guard value.hasSuffix(")") else { return nil }
      let inside = value.dropFirst(kind.utf8.count).dropLast()
      let parts = inside.split { $0 == "," || $0 == " " || $0 == "/" }.map(\.trimmed)
      guard (3...4).contains(parts.count) else { return nil }
      let numbers = parts.compactMap { part -> String? in
        let percent = part.hasSuffix("%")
        let number = percent ? String(part.dropLast()) : part
        return thousandths(number).map { _ in part }
      }
      return numbers.count == parts.count ? kind + numbers.joined(separator: ",") + ")" : nil
    }
    return nil
  }

  // MARK: Lengths

  private static func length(_ value: String, upTo pixels: Int, from least: Int = 0) -> String? {
    if value == "0" { return least == 0 ? "0" : nil }
    for (unit, perPixel) in units where value.hasSuffix(unit) {
      let number = String(value.dropLast(unit.utf8.count))
      guard let amount = thousandths(number), let size = scaled(amount, perPixel) else {
        return nil
      }
      return (least * 1_000...pixels * 1_000).contains(size) ? value : nil
    }
    guard value.hasSuffix("%"), let share = thousandths(String(value.dropLast())) else {
      return nil
    }
    return share <= 100_000 && least == 0 ? value : nil
  }

  private static func scaled(_ amount: Int, _ factor: Int) -> Int? {
    let (product, overflow) = amount.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product / 10
  }

  /// Tenths of a pixel in one of the unit, near enough to bound it.
  private static let units = [
    ("px", 10), ("pt", 13), ("rem", 160), ("em", 160), ("ex", 80), ("in", 960), ("cm", 378),
    ("mm", 38),
  ]

  private static func lengths(
    _ value: String, upTo pixels: Int, most: Int, auto: Bool = false
  ) -> String? {
    let parts = value.split(separator: " ").map(String.init)
    guard (1...most).contains(parts.count) else { return nil }
    let safe = parts.compactMap { auto && $0 == "auto" ? $0 : length($0, upTo: pixels) }
    return safe.count == parts.count ? safe.joined(separator: " ") : nil
  }

  private static func fontSize(_ value: String) -> String? {
    let words = ["x-small", "small", "medium", "large", "x-large", "smaller", "larger"]
    return words.contains(value) ? value : length(value, upTo: 72, from: 6)
  }

  private static func lineHeight(_ value: String) -> String? {
    if value == "normal" { return value }
    if let bare = thousandths(value) { return (800...3_000).contains(bare) ? value : nil }
    return length(value, upTo: 100, from: 8)
  }

  private static func border(_ value: String) -> String? {
    if value == "0" || value == "none" { return value }
    let parts = value.split(separator: " ").map(String.init)
    guard (1...3).contains(parts.count) else { return nil }
    let safe = parts.compactMap { part in
      lines.contains(part) ? part : length(part, upTo: 20) ?? color(part)
    }
    return safe.count == parts.count ? safe.joined(separator: " ") : nil
  }

  /// Fonts are the page's own: only what kind of letters the sender wanted stays.
  private static func family(_ value: String) -> String? {
    let mono = ["monospace", "courier", "consolas", "menlo"]
    if mono.contains(where: value.contains) { return "monospace" }
    if value.contains("sans-serif") { return "sans-serif" }
    return value.hasSuffix("serif") ? "serif" : nil
  }

  /// A plain decimal as thousandths, without sign or exponent.
  private static func thousandths(_ number: String) -> Int? {
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), number.utf8.count <= 12,
      parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }), parts.contains(where: { !$0.isEmpty })
    else { return nil }
    let whole = parts[0].isEmpty ? 0 : Int(parts[0])
    let fraction = parts.count < 2 ? "" : parts[1].prefix(3)
    let padded = fraction + String(repeating: "0", count: 3 - fraction.count)
    guard let whole, whole < 1_000_000, let rest = Int(padded) else { return nil }
    return whole * 1_000 + rest
  }
}
