// SPDX-License-Identifier: AGPL-3.0-or-later

/// Promises as data: what the provider owes a client, in effective-dated versions.
package struct Agreement: Sendable, Equatable {
  package let id: ID<Agreement>

  package init(id: ID<Agreement>) { self.id = id }
}
