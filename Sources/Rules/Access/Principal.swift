// SPDX-License-Identifier: AGPL-3.0-or-later

/// Whoever stands behind a request. Staff and visitors are different types, so that code written
/// for the one can't be called with the other.
package protocol Principal: Sendable {
  var reader: Reader { get }
}

/// A member of the provider, signed in or acting through one of their tokens.
package struct Staff: Principal {
  package let member: ID<Member>
  package let name: String
  package let role: Role
  /// The role's permissions, narrowed by the token's when a token acts.
  package let permissions: Set<Permission>
  package let scope: Scope
  package let reader: Reader

  package init(
    member: ID<Member>, name: String, role: Role, permissions: Set<Permission>, scope: Scope,
    reader: Reader
  ) {
    self.member = member
    self.name = name
    self.role = role
    self.permissions = permissions
    self.scope = scope
    self.reader = reader
  }

  package func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
}

/// A contact of a client, acting through a signed link. Never a member.
package struct Visitor: Principal {
  package let contact: ID<Contact>
  package let client: ID<Client>
  package let name: String
  /// Whose client they are: the provider, by name.
  package let provider: String
  package let reader: Reader

  package var scope: Scope { .contact(contact, of: client) }

  package init(
    contact: ID<Contact>, client: ID<Client>, name: String, provider: String, reader: Reader
  ) {
    self.contact = contact
    self.client = client
    self.name = name
    self.provider = provider
    self.reader = reader
  }
}

/// Nobody we know: sign-in, first set-up, health.
package struct Nobody: Principal {
  package let reader: Reader

  package init(reader: Reader) { self.reader = reader }
}

/// Whose words and whose clock a page is written in.
package struct Reader: Sendable {
  package let language: Language
  package let zone: Zone
  package let look: Look

  package init(language: Language, zone: Zone, look: Look = .usual) {
    self.language = language
    self.zone = zone
    self.look = look
  }
}

/// How somebody likes their pages: their own choice, kept with them.
package struct Look: Sendable, Equatable {
  package enum Theme: String, CaseIterable, Sendable { case system, light, dark }
  package enum Rows: String, CaseIterable, Sendable { case compact, standard, roomy }

  package let theme: Theme
  package let rows: Rows
  /// Whether single letters act (WCAG 2.1.4 wants an off switch).
  package let hasKeys: Bool

  package init(theme: Theme = .system, rows: Rows = .standard, hasKeys: Bool = true) {
    self.theme = theme
    self.rows = rows
    self.hasKeys = hasKeys
  }

  package static let usual = Look()
}

/// A language the house speaks. The pseudo-language brackets every phrase of the catalogue, so that a test finds
/// words that bypass it.
package enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case german = "de"
  case pseudo = "en-XA"
}
