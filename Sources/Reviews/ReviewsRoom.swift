// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// What was promised, and what came of it: the month on one sheet.
package enum ReviewsRoom {
  package static func room(_ house: House) -> Room {
    Room(
      "Reviews", migrations: [reviewsSchema], routes: ReportRoutes(house: house).routes,
      menu: [
        Menu("Reports", path: "/reports", order: 50, may: .reportsRead, place: .room(.learn))
      ])
  }
}
