// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// What was promised to whom, and the hours promises count in.
package enum AgreementsRoom {
  /// `foresight` tells what a change of hours or terms would count again, `uncovered` how many open
  /// tickets of a client stand under no agreement: only later rooms know.
  package static func room(
    _ house: House, foresight: @escaping TermsRecount.Foresight,
    uncovered: @escaping UncoveredTickets.Count
  ) -> Room {
    Room(
      "Agreements", migrations: [agreementsSchema, holidayFilesSchema],
      routes: AgreementRoutes(house: house, foresight: foresight, countUncovered: uncovered).routes
        + CalendarRoutes(house: house, foresight: foresight).routes
        + HolidayFileRoutes(house: house, foresight: foresight).routes,
      menu: [
        Menu(
          "Agreements", path: "/agreements", order: 40, may: .agreementsRead,
          place: .room(.clients)),
        Menu(
          "Calendars", path: "/calendars", order: 42, may: .agreementsRead, place: .room(.clients)),
      ])
  }
}
