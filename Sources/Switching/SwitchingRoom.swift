// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// What a provider brings along from the product they leave, and how its verdicts compare with ours.
package enum SwitchingRoom {
  package static func room(_ house: House) -> Room {
    Room(
      "Switching", migrations: [switchingSchema, importRunsSchema],
      routes: SwitchingRoutes(house: house).routes,
      menu: [
        Menu(
          "Brought in", path: "/switching/servicenow", order: 60, may: .reportsRead,
          place: .room(.learn))
      ],
      verbs: [ServiceNowImport.verb])
  }
}
