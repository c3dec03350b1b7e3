// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// People of all clients, found by words: what a form offers while somebody types.
struct PersonRoutes: Sendable {
  let house: House

  private static let query = Shape(
    .text("q", label: "Words", max: 200), .id("client", label: "Client").optional,
    .int("limit", label: "Rows", 1...50).optional)

  var routes: [Route] { [found] }

  private var found: Route {
    .read(
      .staff, "contacts", may: .clientsRead, scope: .client, query: Self.query,
      summary: "People found by words of their name, mail address, phone or client."
    ) { call in
      let people = try await house.db.read {
        try Contact.choices(
          matching: call.input.text("q"), of: call.input.optionalID("client"),
          limit: call.input.optionalInt("limit") ?? 12, for: call.who.scope, in: $0)
      }
      return Answer(people.map(\.json), next: nil)
    }
  }
}

extension PersonChoice {
  fileprivate var json: JSON {
    [
      "id": .id(id), "name": .text(name), "email": .optional(email), "client": .id(client),
      "clientName": .text(clientName), "written": .text(written),
    ]
  }
}
