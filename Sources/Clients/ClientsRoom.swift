// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// The organisations served, their places and their people.
package enum ClientsRoom {
  package static func room(_ house: House) -> Room {
    Room(
      "Clients", migrations: [clientsSchema, contactWordsSchema],
      routes: ClientRoutes(house: house).routes + SiteRoutes(house: house).routes
        + ContactRoutes(house: house).routes + ReachRoutes(house: house).routes
        + PersonRoutes(house: house).routes,
      menu: [
        Menu("Clients", path: "/clients", order: 30, may: .clientsRead, place: .room(.clients))
      ])
  }
}
