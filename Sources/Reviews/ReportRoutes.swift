// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Platform
import Rules
import Storage
import Web

/// The monthly report of a client: page, rows behind each figure, file and JSON.
struct ReportRoutes: Sendable {
  let house: House

  private static let path = "clients/:id/reports/:month"

  static let query = Shape(
    .choice("clock", label: "Clock", ClockKind.allCases.map { .init($0.rawValue, $0.label) })
      .optional,
    .choice(
      "verdict", label: "Verdict",
      MonthlyReport.Verdict.allCases.map { .init($0.rawValue, $0.label) }
    ).optional
  ).paged

  var routes: [Route] { [index, latest, page, reading, rows, file] }

  private var index: Route {
    .page(
      .staff, "reports", may: .reportsRead, scope: .client, summary: "Clients and their reports."
    ) { call in
      let clients = try await house.db.read { try Client.names(for: call.who.scope, in: $0) }
      return ReportPages.index(clients)
    }
  }

  private var latest: Route {
    .page(
      .staff, "clients/:id/reports", may: .reportsRead, scope: .client,
      summary: "The report of the last whole month."
    ) { call in
      let id: ID<Client> = try call.id()
      let zone = try await house.db.read { db in
        _ = try Client.find(id, for: call.who.scope, in: db)
        return try MonthlyReport.zone(of: id, for: call.who.scope, house: house, in: db)
      }
      let last = MonthlyReport.first(of: zone.day(at: call.now)).advanced(by: -1)
      return .see(MonthlyReport.path(id, last))
    }
  }

  private var page: Route {
    .page(
      .staff, ReportRoutes.path, may: .reportsRead, scope: .client,
      summary: "A client's month: promises kept and missed, and whose time it was."
    ) { call in ReportPages.show(try await report(call)) }
  }

  private var reading: Route {
    .read(
      .staff, ReportRoutes.path, may: .reportsRead, scope: .client,
      summary: "A client's month: promises kept and missed, and whose time it was."
    ) { call in Answer(try await report(call).json) }
  }

  private var rows: Route {
    .page(
      .staff, ReportRoutes.path + "/rows", may: .reportsRead, scope: .client,
      query: ReportRoutes.query, summary: "The clock cycles behind a figure of the report."
    ) { call in
      let report = try await report(call)
      let (limit, after) = try call.paging()
      let from = after?.parts.first.flatMap { Int($0) } ?? 0
      let all = report.cycles(
        call.input.optionalChoice("clock"), call.input.optionalChoice("verdict"))
      let shown = Array(all.dropFirst(max(0, from)).prefix(limit))
      let next = from + limit < all.count ? Cursor("\(from + limit)") : nil
      return ReportPages.rows(report, shown, of: all.count, next: next, call.typed)
    }
  }

  private var file: Route {
    .page(
      .staff, ReportRoutes.path + "/csv", may: .reportsRead, scope: .client,
      summary: "Every cycle of the month as comma-separated values."
    ) { call in
      let report = try await report(call)
      return .download(
        "report-\(MonthlyReport.name(of: report.month)).csv", type: "text/csv; charset=utf-8",
        Array(report.csv.utf8))
    }
  }

  private func report(_ call: Call<Staff>) async throws -> MonthlyReport {
    let id: ID<Client> = try call.id()
    guard let month = Day(call.path("month") + "-01") else { throw Absent() }
    return try await house.db.read {
      try MonthlyReport.load(id, month: month, for: call.who.scope, house: house, in: $0)
    }
  }
}
