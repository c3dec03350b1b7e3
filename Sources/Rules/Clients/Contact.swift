// SPDX-License-Identifier: AGPL-3.0-or-later

/// A person of a client.
package struct Contact: Sendable {
  package let id: ID<Contact>

  package init(id: ID<Contact>) { self.id = id }
}
