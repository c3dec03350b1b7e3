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

/// One entry of the main menu, shown to those who hold its permission.
package struct Menu: Sendable {
  package let title: Phrase
  package let path: String
  package let order: Int
  package let permission: Permission?

  package init(_ title: Phrase, path: String, order: Int, may permission: Permission? = nil) {
    self.title = title
    self.path = path
    self.order = order
    self.permission = permission
  }
}
