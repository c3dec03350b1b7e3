// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// What a room offers the house: its tables, its routes and its place in the menu, and what it
/// does when nobody looks.
package struct Room: Sendable {
  package let name: String
  package let migrations: [Migration]
  package let routes: [Route]
  package let menu: [Menu]
  package let workings: Workings

  package init(
    _ name: String, migrations: [Migration] = [], routes: [Route] = [], menu: [Menu] = [],
    jobs: [JobHandler] = [], schedule: [Recurring] = [], listeners: [Listener] = [],
    verbs: [Verb] = []
  ) {
    self.name = name
    self.migrations = migrations
    self.routes = routes
    self.menu = menu
    workings = Workings(
      migrations: migrations, jobs: jobs, schedule: schedule, listeners: listeners, verbs: verbs)
  }
}
