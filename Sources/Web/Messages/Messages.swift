// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules

/// The message catalogue: for each language its sentence for each English pattern. What a language
/// lacks is said in English.
package struct Messages: Sendable {
  private let sentences: [Language: [String: String]]

  package init(_ sentences: [Language: [String: String]] = [:]) { self.sentences = sentences }

  /// English alone, which needs no catalogue.
  package static let english = Messages()

  /// Reads `de.po` and its like from the folder, one file for each language but English.
  package static func load(from folder: String) throws -> Messages {
    var sentences: [Language: [String: String]] = [:]
    for language in Language.allCases where language != .english && language != .pseudo {
      let file = "\(folder)/\(language.rawValue).po"
      guard let data = FileManager.default.contents(atPath: file) else {
        throw PortableObject.Fault(file: file, line: 0, reason: "can't be read")
      }
      let catalogue = try PortableObject(
        parsing: String(decoding: data, as: UTF8.self), file: file)
      sentences[language] = catalogue.sentences
    }
    return Messages(sentences)
  }

  /// The language's sentence for an English pattern.
  func pattern(_ english: String, in language: Language) -> String {
    sentences[language]?[english] ?? english
  }
}
