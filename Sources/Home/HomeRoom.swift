// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Web

/// The first page of the day: work in the order in which promises break.
package enum HomeRoom {
  package static func room(_ house: House) -> Room {
    Room(
      "Home",
      routes: TodayRoutes(house: house).routes + ParkedJobRoutes(house: house).routes
        + HealthRoutes(house: house).routes,
      menu: [
        Menu("Today", path: "/", order: 10, place: .room(.today)),
        Menu(
          "Work given up", path: "/parked-jobs", order: 83, may: .settingsEdit, place: .mine),
      ])
  }
}
