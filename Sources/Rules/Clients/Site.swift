// SPDX-License-Identifier: AGPL-3.0-or-later

/// A place of a client, on its own clock.
package struct Site: Sendable, Equatable {
  package let id: ID<Site>

  package init(id: ID<Site>) { self.id = id }
}
