// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Desk
import Platform
import Rules
import Storage
import Web

/// The monthly report of a client: page, rows behind each figure, file and JSON; and what was
/// issued of it.
struct ReportRoutes: Sendable {
  let house: House

  static let path = "clients/:id/reports/:month"

  static let query = Shape(
    .choice("clock", label: "Clock", ClockKind.allCases.map { .init($0.rawValue, $0.label) })
      .optional,
    .choice(
      "slice", label: "Verdict",
      MonthlyReport.Slice.allCases.map { .init($0.rawValue, $0.label) }
    ).optional
  ).paged

  static let chooser = Shape(.text("month", label: "Month", max: 7).help("Like 2026-03.").optional)

  var routes: [Route] {
    [index, latest, page, reading, rows, listing, file, issue, issuedFile]
  }

  static let choice = Shape(
    .text("name", label: "Name begins with", max: 100).optional
  ).paged

  private var index: Route {
    .page(
      .staff, "reports", may: .reportsRead, scope: .client, query: ReportRoutes.choice,
      summary: "Clients and their reports."
    ) { call in
      let (limit, after) = try call.paging()
      let from = after.map { ClientRow(id: ID($0.parts[1]), name: "", folded: $0.parts[0]) }
      let found = try await house.db.read { db in
        try Client.list(
          matching: call.input.text("name"), after: from, limit: limit + 1, for: call.who.scope,
          in: db)
      }
      let page = Array(found.prefix(limit))
      let next = found.count > limit ? page.last.map { Cursor($0.folded, $0.id.text) } : nil
      return ReportIndex.page(page, next: next, call.asked)
    }
  }

  private var latest: Route {
    .page(
      .staff, "clients/:id/reports", may: .reportsRead, scope: .client,
      query: ReportRoutes.chooser,
      summary: "The report of the month asked for, or of the last whole month."
    ) { call in
      let id: ID<Client> = try call.id()
      let zone = try await house.db.read { db in
        try ReportParties.find(id, for: call.who.scope, house: house, in: db).zone
      }
      guard let typed = call.input.optionalText("month") else {
        return .see(MonthlyReport.path(id, Month(of: zone.day(at: call.now)).before))
      }
      guard let month = Month(typed) else { throw NoMonth() }
      return .see(MonthlyReport.path(id, month))
    }
  }

  private var page: Route {
    .page(
      .staff, ReportRoutes.path, may: .reportsRead, scope: .client,
      summary: "A client's month: promises kept and missed, and whose time it was."
    ) { try await draw($0) }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let (report, beside) = try await read(call) { report, db in
      (report, try ReportSurroundings.find(report, for: call.who.scope, in: db))
    }
    return ReportPages.show(
      report, beside, mayIssue: call.who.may(.agreementsSign), call.typed)
  }

  private var reading: Route {
    .read(
      .staff, ReportRoutes.path, may: .reportsRead, scope: .client,
      summary: "A client's month: promises kept and missed, and whose time it was."
    ) { call in
      try await read(call) { report, db in
        let issued = try IssuedReport.all(
          of: report.parties.client, report.month, for: call.who.scope, in: db)
        return Answer(report.json(issued))
      }
    }
  }

  private var rows: Route {
    .page(
      .staff, ReportRoutes.path + "/rows", may: .reportsRead, scope: .client,
      query: ReportRoutes.query, summary: "The clock cycles behind a figure of the report."
    ) { call in
      let found = try await lines(call)
      let typed = Typed.starting([
        "clock": call.input.text("clock"), "slice": call.input.text("slice"),
      ])
      return ReportPages.rows(found.report, found, typed)
    }
  }

  private var listing: Route {
    .read(
      .staff, ReportRoutes.path + "/rows", may: .reportsRead, scope: .client,
      query: ReportRoutes.query, summary: "The clock cycles behind a figure of the report."
    ) { call in
      let found = try await lines(call)
      return Answer(found.shown.map { found.report.json($0) }, next: found.next)
    }
  }

  private func lines(_ call: Call<Staff>) async throws -> ReportRows {
    let (limit, after) = try call.paging(parts: 3)
    let report = try await read(call) { report, _ in report }
    let all = report.lines(
      call.input.optionalChoice("clock"), call.input.optionalChoice("slice"))
    return try ReportRows(report, all, after: after, limit: limit)
  }

  private var file: Route {
    .page(
      .staff, ReportRoutes.path + "/csv", may: .reportsRead, scope: .client,
      summary: "Every cycle of the month as comma-separated values."
    ) { call in
      let report = try await read(call) { report, _ in report }
      return ReportRoutes.download(report.csv, of: report.parties.clientName, "\(report.month)")
    }
  }

  private var issue: Route {
    .act(
      .staff, ReportRoutes.path + "/issues", may: .agreementsSign, scope: .client,
      audit: "report.issued", summary: "Freezes a month that is over, as it is counted now.",
      redraw: draw
    ) { call in
      let (id, month) = try place(call)
      return try await call.write(house.db) { db in
        let report = try MonthlyReport.load(
          id, month: month, asOf: call.now, for: call.who.scope, house: house, in: db)
        let known = try IssuedReport.all(of: id, month, for: call.who.scope, in: db)
        let issued = try report.issued(
          (known.first?.number ?? 0) + 1, by: call.who.member, call.who.name, at: call.now)
        try issued.insert(in: db)
        try db.append([issued.fact], by: .member(call.who.member), at: call.now)
        return Outcome(
          see: report.path, json: issued.json, created: true,
          flash: "The report is issued. Its rows are kept as they are now.")
      }
    }
  }

  private var issuedFile: Route {
    .page(
      .staff, ReportRoutes.path + "/issues/:issue", may: .reportsRead, scope: .client,
      summary: "The file of a report as it was issued."
    ) { call in
      let (id, month) = try place(call)
      let (issued, names) = try await house.db.read { db in
        let all = try IssuedReport.all(of: id, month, for: call.who.scope, in: db)
        return (
          all.first { "\($0.number)" == call.path("issue") },
          try Client.names(of: [id], for: call.who.scope, in: db)
        )
      }
      guard let issued, let name = names[id] else { throw Absent() }
      return ReportRoutes.download(issued.file, of: name, "\(issued.month)-\(issued.number)")
    }
  }

  private static func download(_ file: String, of client: String, _ name: String) -> Page {
    .download(
      "report-\(fileWord(client))\(name).csv", type: "text/csv; charset=utf-8", Array(file.utf8))
  }

  /// The client's name in letters every file system takes, with a hyphen behind; nothing where it
  /// has none of them.
  static func fileWord(_ client: String) -> String {
    let isPlain = { (letter: Character) in letter.isASCII && (letter.isLetter || letter.isNumber) }
    let words = SearchWords.folded(client).split { !isPlain($0) }.joined(separator: "-")
    return words.isEmpty ? "" : words.prefix(60) + "-"
  }

  private func place(_ call: Call<Staff>) throws -> (ID<Client>, Month) {
    guard let month = Month(call.path("month")) else { throw Absent() }
    return (try call.id(), month)
  }

  private func read<Answer: Sendable>(
    _ call: Call<Staff>,
    _ use: @escaping @Sendable (MonthlyReport, Connection) throws -> Answer
  ) async throws -> Answer {
    let (id, month) = try place(call)
    return try await house.db.read { db in
      let report = try MonthlyReport.load(
        id, month: month, asOf: call.now, for: call.who.scope, house: house, in: db)
      return try use(report, db)
    }
  }
}

/// Some rows of a report, and where they go on.
struct ReportRows: Sendable {
  let report: MonthlyReport
  let all: [MonthlyReport.Line]
  let shown: [MonthlyReport.Line]
  let next: Cursor?

  init(
    _ report: MonthlyReport, _ all: [MonthlyReport.Line], after: Cursor?, limit: Int
  ) throws {
    self.report = report
    self.all = all
    let from = try after.map { try ReportRows.place($0) }
    let rest = all.filter { line in from.map { line.row.place > $0 } ?? true }
    shown = Array(rest.prefix(limit))
    next =
      rest.count > limit
      ? shown.last.map {
        Cursor("\($0.row.number)", $0.row.cycle.clock.rawValue, "\($0.row.cycle.cycle)")
      } : nil
  }

  private static func place(_ cursor: Cursor) throws -> (Int, ClockKind, Int) {
    guard let clock = ClockKind(rawValue: cursor.parts[1]) else { throw Cursor.Broken() }
    return (try cursor.number(0), clock, try cursor.number(2))
  }
}

extension MonthlyReport {
  var path: String { MonthlyReport.path(parties.client, month) }

  static func path(_ client: ID<Client>, _ month: Month) -> String {
    "/clients/\(client)/reports/\(month)"
  }
}
