// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// What was brought in from ServiceNow: our verdict on each incident beside theirs.
struct SwitchingRoutes: Sendable {
  let house: House

  static let path = "switching/servicenow"

  static let query = Shape(
    .choice(
      "show", label: "Show",
      [
        .init("differ", "Those that differ"), .init("agree", "Those that agree"),
        .init("noVerdict", "Those without a verdict"),
      ]
    ).optional,
    .choice(
      "finding", label: "Finding", VerdictPair.Finding.allCases.map { .init($0.rawValue, $0.name) }
    ).optional
  ).paged

  var routes: [Route] { [page, listing] }

  private var page: Route {
    .page(
      .staff, SwitchingRoutes.path, may: .reportsRead, scope: .client,
      query: SwitchingRoutes.query,
      summary: "Incidents brought in, our verdict beside the source's."
    ) { call in
      let found = try await pairs(call)
      let scope = call.who.scope
      let (counts, run, faults) = try await house.db.read { db in
        let run = try ImportRun.latest(for: scope, in: db)
        return (
          try VerdictPair.counts(for: scope, in: db), run, try run?.faults(in: db) ?? []
        )
      }
      let typed = Typed.starting([
        "show": call.input.text("show"), "finding": call.input.text("finding"),
      ])
      return SwitchingPages.show(
        found, counts, ImportNews(run: run, faults: faults, now: call.now), typed)
    }
  }

  private var listing: Route {
    .read(
      .staff, SwitchingRoutes.path, may: .reportsRead, scope: .client,
      query: SwitchingRoutes.query,
      summary: "Incidents brought in, our verdict beside the source's."
    ) { call in
      let found = try await pairs(call)
      return Answer(found.page.map(\.json), next: found.next)
    }
  }

  private func pairs(
    _ call: Call<Staff>
  ) async throws -> (page: [VerdictPair], next: Cursor?) {
    let (limit, after) = try call.paging(parts: 1)
    let scope = call.who.scope
    let shown: VerdictPair.Narrowing? = call.input.optionalChoice("show")
    let finding: VerdictPair.Finding? = call.input.optionalChoice("finding")
    let wanted = finding.map { [$0] } ?? shown?.findings ?? VerdictPair.Finding.allCases
    let found = try await house.db.read { db in
      try VerdictPair.list(
        wanted, after: after?.parts[0] ?? "", limit: limit + 1, for: scope, in: db)
    }
    let page = Array(found.prefix(limit))
    return (page, found.count > limit ? page.last.map { Cursor($0.number) } : nil)
  }
}

extension VerdictPair {
  var json: JSON {
    [
      "number": .text(number), "ticket": .number(ticketNumber),
      "met": .optional(fix?.isMissed) { .flag(!$0) },
      "madeSLA": .optional(madeSLA) { .flag($0) }, "finding": .text(finding.rawValue),
      "elapsedSeconds": .optional(fix?.elapsed), "targetSeconds": .optional(fix?.target),
      "clientSeconds": .optional(fix?.client), "wallSeconds": .optional(fix?.wall),
      "why": .say(why),
    ]
  }
}
