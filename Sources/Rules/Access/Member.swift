// SPDX-License-Identifier: AGPL-3.0-or-later

/// A person of the provider who signs in.
package struct Member: Sendable {
  package let id: ID<Member>

  package init(id: ID<Member>) { self.id = id }
}
