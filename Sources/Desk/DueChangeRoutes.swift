// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// What is due at another moment, and why: nobody should find a promise due at another hour and not know the reason.
struct DueChangeRoutes: Sendable {
  let house: House

  var routes: [Route] { [page, listing] }

  private static let query = Shape(
    .choice(
      "because", label: "Because of",
      DueChange.Cause.allCases.map { Field.Choice($0.rawValue, $0.label) }
    ).optional
  ).paged

  private var page: Route {
    .page(
      .staff, "due-changes", may: .deskRead, scope: .client, query: Self.query,
      summary: "Promises that are due at another moment, though nobody touched their tickets."
    ) { call in
      let view = try await rows(call)
      return DueChangePages.list(view.page, next: view.next, Self.query, call.asked)
    }
  }

  private var listing: Route {
    .read(
      .staff, "due-changes", may: .deskRead, scope: .client, query: Self.query,
      summary: "Promises that are due at another moment, though nobody touched their tickets."
    ) { call in
      let view = try await rows(call)
      return Answer(view.page.map(\.json), next: view.next)
    }
  }

  private func rows(_ call: Call<Staff>) async throws -> (page: [DueChangeRow], next: Cursor?) {
    let (limit, after) = try call.paging(parts: 3)
    let place: DueChangeRow.Place? = try after.map { cursor in
      (Instant(seconds: try cursor.number(0)), ID(cursor.parts[1]), try cursor.number(2))
    }
    let because: DueChange.Cause? = call.input.optionalChoice("because")
    let found = try await house.db.read {
      try DueChangeRow.list(
        because: because, before: place, limit: limit + 1, for: call.who.scope, in: $0)
    }
    let page = Array(found.prefix(limit))
    let last = found.count > limit ? page.last : nil
    return (
      page,
      last.map { Cursor("\($0.noticedAt.seconds)", $0.ticket.text, "\($0.sequence)") }
    )
  }
}
