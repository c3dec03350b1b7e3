// SPDX-License-Identifier: AGPL-3.0-or-later

/// The company that runs this installation.
package struct Provider: Sendable, Equatable {
  package var name: String
  /// IANA name of its own zone: what a reader's clock shows unless they say otherwise.
  package var zone: String
  package var language: Language
  /// After how many days without a word a resolved ticket closes by itself.
  package var closeDays: Int

  package static let usualCloseDays = 7
  package static let possibleCloseDays = 1...90

  package init(
    name: String, zone: String, language: Language, closeDays: Int = usualCloseDays
  ) {
    self.name = name
    self.zone = zone
    self.language = language
    self.closeDays = closeDays
  }
}
