// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Web

/// Whether the house is open, for whoever watches over it.
struct HealthRoutes: Sendable {
  let house: House

  var routes: [Route] {
    [
      .page(.open, "health", summary: "Answers when pages and database answer.") { _ in
        _ = try await house.db.read { try $0.first("SELECT 1") { try $0[0] as Int } }
        return .text("open\n")
      }
    ]
  }
}
