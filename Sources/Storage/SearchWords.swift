// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation

/// What a search goes by: words without case, accents or width, made here and not by an engine, so
/// that both answer alike.
package enum SearchWords {
  /// Longer ones are cut, and a text gives so many different ones at most: beyond that it is data.
  private static let longest = 60
  private static let most = 10_000
  /// So much of a text is looked at: the words of the longest letters people write.
  private static let read = 400_000

  /// The words of a text, each once, in order.
  package static func of(_ text: String) -> [String] {
    var words: [String] = []
    var seen: Set<String> = []
    var word = String.UnicodeScalarView()
    func end() {
      let text = String(word)
      if !word.isEmpty, words.count < most, seen.insert(text).inserted { words.append(text) }
      word.removeAll()
    }
    for scalar in folded(String(text.unicodeScalars.prefix(read))).unicodeScalars {
      if scalar.properties.isIdeographic { end() }
      if isPartOfWord(scalar), word.count < longest { word.append(scalar) }
      if !isPartOfWord(scalar) || scalar.properties.isIdeographic { end() }
    }
    end()
    return words
  }

  /// Without case, accents or width: what names are sorted and found by.
  package static func folded(_ text: String) -> String {
    // By way of upper case, for ß and its like become two letters only there.
    let plain = text.decomposedStringWithCompatibilityMapping.lowercased().uppercased()
      .lowercased().decomposedStringWithCompatibilityMapping
    var scalars = String.UnicodeScalarView()
    for scalar in plain.unicodeScalars where scalar.properties.generalCategory != .nonspacingMark {
      // One at a time: `append(contentsOf:)` copies all that was gathered before.
      guard let letters = strokes[scalar] else {
        scalars.append(scalar)
        continue
      }
      for letter in letters.unicodeScalars { scalars.append(letter) }
    }
    return String(scalars)
  }

  /// Letters that Unicode does not take apart.
  private static let strokes: [Unicode.Scalar: String] = [
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "ı": "i",
  ]

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
