// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Web

/// The rooms of this house, each handed the same world.
struct Rooms {
  let list: [Room]

  init(in house: House) {
    list = []
  }

  /// The ground floor's workings and every room's.
  var workings: Workings { list.map(\.workings).reduce(.ground, +) }
}
