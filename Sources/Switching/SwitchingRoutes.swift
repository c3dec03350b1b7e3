// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// What was brought in from ServiceNow: our verdict on each incident beside theirs.
struct SwitchingRoutes: Sendable {
  let house: House

  private static let path = "switching/servicenow"
  /// More than a page can honestly compare at once.
  private static let most = 20_000

  var routes: [Route] { [page, listing] }

  private var page: Route {
    .page(
      .staff, SwitchingRoutes.path, may: .reportsRead, scope: .client, query: Shape.none.paged,
      summary: "Incidents brought in, our verdict beside the source's."
    ) { call in
      let found = try await pairs(call)
      let count = try await house.db.read { db in
        let all = try BroughtIncident.list(
          from: BroughtIncident.serviceNow, limit: SwitchingRoutes.most, for: call.who.scope,
          in: db)
        return VerdictCount(try VerdictPair.pairs(all, for: call.who.scope, in: db))
      }
      return SwitchingPages.verdicts(found.page, next: found.next, count)
    }
  }

  private var listing: Route {
    .read(
      .staff, SwitchingRoutes.path, may: .reportsRead, scope: .client, query: Shape.none.paged,
      summary: "Incidents brought in, our verdict beside the source's."
    ) { call in
      let found = try await pairs(call)
      return Answer(found.page.map(\.json), next: found.next)
    }
  }

  private func pairs(
    _ call: Call<Staff>
  ) async throws -> (page: [VerdictPair], next: Cursor?) {
    let (limit, after) = try call.paging()
    let scope = call.who.scope
    let found = try await house.db.read { db in
      try VerdictPair.pairs(
        try BroughtIncident.list(
          from: BroughtIncident.serviceNow, after: after?.parts.first ?? "", limit: limit + 1,
          for: scope, in: db), for: scope, in: db)
    }
    let page = Array(found.prefix(limit))
    return (page, found.count > limit ? page.last.map { Cursor($0.incident.number) } : nil)
  }
}

extension VerdictPair {
  var json: JSON {
    [
      "number": .text(incident.number), "ticket": .number(incident.ticketNumber),
      "ours": .text(ours.rawValue),
      "madeSLA": .optional(incident.madeSLA) { .flag($0) },
      "agrees": .optional(agrees) { .flag($0) },
      "elapsedSeconds": .optional(telling?.cycle.elapsedSeconds),
      "targetSeconds": .optional(telling?.cycle.targetSeconds), "why": .say(why),
    ]
  }
}
