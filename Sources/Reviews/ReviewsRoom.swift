// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Platform
import Rules
import Web

/// What was promised, and what came of it: the month on one sheet.
package enum ReviewsRoom {
  package static func room(_ house: House) -> Room {
    Room(
      "Reviews", migrations: [reviewsSchema],
      routes: ReportRoutes(house: house).routes + RecountRoutes(house: house).routes,
      menu: [
        Menu("Reports", path: "/reports", order: 50, may: .reportsRead, place: .room(.learn))
      ])
  }

  /// What the agreements say before a change reaches back.
  package static func foresight(_ house: House) -> TermsRecount.Foresight {
    { change, scope, db in
      try TermsRecount.foreseen(change, for: scope, house: house, in: db)
    }
  }
}
