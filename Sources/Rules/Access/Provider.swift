// SPDX-License-Identifier: AGPL-3.0-or-later

/// The company that runs this installation.
package struct Provider: Sendable, Equatable {
  package var name: String
  /// IANA name of its own zone: what a reader's clock shows unless they say otherwise.
  package var zone: String
  package var language: Language

  package init(name: String, zone: String, language: Language) {
    self.name = name
    self.zone = zone
    self.language = language
  }
}
