// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Web

/// The client's own side: what waits on them, what they asked for, and the same clocks we see. By a
/// signed link, without an account.
package enum PortalRoom {
  package static func room(_ pen: Pen) -> Room {
    Room("Portal", routes: VisitorRoutes(pen: pen).routes + RenewalRoutes(pen: pen).routes)
  }

  /// Where somebody whose link opens nothing may ask for a new one.
  package static func renewal(_ link: String) -> String? { RenewalRoutes.path(link) }
}
