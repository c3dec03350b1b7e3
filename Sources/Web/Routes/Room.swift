// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

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
