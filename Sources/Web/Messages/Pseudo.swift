// SPDX-License-Identifier: AGPL-3.0-or-later

extension String {
  /// The sentence in brackets and about a third longer than its pattern: words without brackets on a
  /// page bypassed the catalogue, words that don't fit won't fit in German either.
  func pseudo(from pattern: String) -> String {
    let filler = String(repeating: "~", count: (pattern.count * 35 + 99) / 100)
    return "⟦\(self)\(filler)⟧"
  }

  /// A text given to a sentence, marked: no language says it otherwise, so somebody must have
  /// written it.
  var pseudoValue: String { "‹\(self)›" }
}
