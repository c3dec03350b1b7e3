// SPDX-License-Identifier: AGPL-3.0-or-later

/// An organisation served.
package struct Client: Sendable, Equatable {
  package let id: ID<Client>
  package var name: String
  /// The language their letters and pages are written in.
  package var language: Language
  /// Mail domains whose senders are probably theirs: what triage suggests from.
  package var domains: [String]
  /// The member answerable for them.
  package var accountManager: ID<Member>?
  /// Clocks run, nothing goes out (SV-21).
  package var quiet: Bool
  package var archived: Bool
  package var version: Int

  package init(
    id: ID<Client>, name: String, language: Language = .english, domains: [String] = [],
    accountManager: ID<Member>? = nil, quiet: Bool = false, archived: Bool = false,
    version: Int = 1
  ) {
    self.id = id
    self.name = name
    self.language = language
    self.domains = domains
    self.accountManager = accountManager
    self.quiet = quiet
    self.archived = archived
    self.version = version
  }
}
