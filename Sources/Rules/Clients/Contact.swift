// SPDX-License-Identifier: AGPL-3.0-or-later

/// A person of a client: who reports, signs, pays, and must sometimes act.
package struct Contact: Sendable, Equatable {
  package let id: ID<Contact>
  package let client: ID<Client>
  package var name: String
  /// Nil for people we know only by name; they can't be asked by mail.
  package var email: String?
  package var phone: String
  package var roles: Set<Duty>
  package var site: ID<Site>?
  /// Who acts when they can't.
  package var standIn: ID<Contact>?
  package var active: Bool
  package var version: Int

  /// What they are to their company, towards us.
  package enum Duty: String, CaseIterable, Sendable {
    case signer, siteContact, approver, billing, decisionMaker
  }

  package init(
    id: ID<Contact>, client: ID<Client>, name: String, email: String? = nil, phone: String = "",
    roles: Set<Duty> = [], site: ID<Site>? = nil, standIn: ID<Contact>? = nil,
    active: Bool = true, version: Int = 1
  ) {
    self.id = id
    self.client = client
    self.name = name
    self.email = email
    self.phone = phone
    self.roles = roles
    self.site = site
    self.standIn = standIn
    self.active = active
    self.version = version
  }
}
