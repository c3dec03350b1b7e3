// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// What a room offers the house: its tables, its routes and its place in the menu.
package struct Room: Sendable {
  package let name: String
  package let migrations: [Migration]
  package let routes: [Route]
  package let menu: [Menu]

  package init(
    _ name: String, migrations: [Migration] = [], routes: [Route] = [], menu: [Menu] = []
  ) {
    self.name = name
    self.migrations = migrations
    self.routes = routes
    self.menu = menu
  }
}
