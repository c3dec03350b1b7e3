// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// What was promised to whom, and the hours promises count in.
package enum AgreementsRoom {
  package static func room(_ house: House) -> Room {
    Room(
      "Agreements", migrations: [agreementsSchema, holidayFilesSchema],
      routes: AgreementRoutes(house: house).routes + CalendarRoutes(house: house).routes
        + HolidayFileRoutes(house: house).routes,
      menu: [
        Menu(
          "Agreements", path: "/agreements", order: 40, may: .agreementsRead,
          place: .room(.clients)),
        Menu(
          "Calendars", path: "/calendars", order: 42, may: .agreementsRead, place: .room(.clients)),
      ])
  }
}
