// SPDX-License-Identifier: AGPL-3.0-or-later

/// A place of a client, on its own clock.
package struct Site: Sendable, Equatable {
  package let id: ID<Site>
  package let client: ID<Client>
  package var name: String
  package var address: String
  /// IANA name, `Europe/London`.
  package var zone: String
  /// How to get in: whom to meet, which door.
  package var entry: String
  package var version: Int

  package init(
    id: ID<Site>, client: ID<Client>, name: String, address: String = "", zone: String,
    entry: String = "", version: Int = 1
  ) {
    self.id = id
    self.client = client
    self.name = name
    self.address = address
    self.zone = zone
    self.entry = entry
    self.version = version
  }
}
