// SPDX-License-Identifier: AGPL-3.0-or-later

/// An organisation served.
package struct Client: Sendable {
  package let id: ID<Client>

  package init(id: ID<Client>) { self.id = id }
}
