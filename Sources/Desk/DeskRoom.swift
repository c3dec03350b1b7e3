// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// Requests, the promises that run on them, and the letters they cause.
package enum DeskRoom {
  package static func room(_ pen: Pen) -> Room {
    Room(
      "Desk",
      routes: TicketRoutes(pen: pen).routes,
      menu: [Menu("Queue", path: "/tickets", order: 20, may: .deskRead)])
  }

  package static func workings(_ messages: Messages) -> Workings {
    Workings(migrations: [deskSchema])
  }
}
