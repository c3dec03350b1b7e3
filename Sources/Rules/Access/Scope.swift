// SPDX-License-Identifier: AGPL-3.0-or-later

/// Which clients' records somebody may see. Every lookup of client data asks for one; what lies
/// outside is absent, not forbidden.
package enum Scope: Sendable, Equatable {
  case everyClient
  /// A member who works for some clients only.
  case clients(Set<ID<Client>>)
  /// A contact: their own client, and there only what is theirs.
  case contact(ID<Contact>, of: ID<Client>)

  package func covers(_ client: ID<Client>) -> Bool {
    switch self {
    case .everyClient: true
    case .clients(let some): some.contains(client)
    case .contact(_, let own): own == client
    }
  }

  /// Whether everything a member with these clients sees is seen from here too; nil means all.
  package func reaches(_ clients: Set<ID<Client>>?) -> Bool {
    guard let clients else { return self == .everyClient }
    return clients.allSatisfy(covers)
  }
}
