// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Desk
import Rules
import Web

/// The month on one sheet; every figure opens to its rows.
enum ReportPages {
  static func index(_ clients: [(id: ID<Client>, name: String)]) -> Page {
    let empty = Empty("No clients yet. A report tells how the promises to one of them were kept.")
    let table = Table(
      [Table.Column("Client", isHead: true)],
      rows: clients.map { client in
        Table.Row(["<a href=\"/clients/\(client.id)/reports\">\(client.name)</a>"])
      })
    return Page(
      "Reports", menu: "/reports",
      "\(Head("Reports"))\(clients.isEmpty ? empty.html : table.html)")
  }

  static func show(_ report: MonthlyReport) -> Page {
    let name = MonthlyReport.name(of: report.month)
    let body: HTML =
      report.cycles(nil, nil).isEmpty
      ? Empty("No clock ended or ran in this month.").html
      : "\(Section("Promises", promises(report)))\(Section("Whose time it was", times(report)))\(Section("Missed", misses(report)))\(Section("How it was counted", counted(report).html))"
    return Page(
      "\(report.client.name), \(name)", menu: "/reports",
      """
      \(Head("\(report.client.name), \(name)", crumbs: [("Reports", "/reports")], toolbar: toolbar(report)))\(body)
      """)
  }

  private static func toolbar(_ report: MonthlyReport) -> Toolbar {
    let before = MonthlyReport.path(report.client.id, report.before)
    let after = MonthlyReport.path(report.client.id, report.after)
    return Toolbar(
      """
      \(Button("Month before", to: before, weight: .quiet, key: "["))\(Button("Month after", to: after, weight: .quiet, key: "]"))\(Button("As a file", to: "\(report.path)/csv", weight: .quiet))
      """)
  }

  private static func promises(_ report: MonthlyReport) -> HTML {
    let clocks = ClockKind.allCases.filter { !report.cycles($0, nil).isEmpty }
    return Table(
      [
        Table.Column("Clock", isHead: true), .number("Kept %"), .number("Kept"),
        .number("Missed"), .number("Open and late"), .number("Open"), .number("Not judged"),
        .number("Not recorded"), .number("Median"), .number("90 % within"),
      ],
      rows: clocks.map { promise(report, $0) }, caption: "Promises", narrow: .scroll, id: "promises"
    ).html
  }

  private static func promise(_ report: MonthlyReport, _ clock: ClockKind) -> Table.Row {
    let line = report.card.line(clock)
    let kept = line?.compliance.map(percent) ?? ""
    let head: [HTML] = ["\(say: clock.label)", "\(kept)"]
    let figures = MonthlyReport.Verdict.allCases.map { figure(report, clock, $0) }
    let spreads = [50, 90].map { spread(line?.elapsed.percentile($0)) }
    return Table.Row(head + figures + spreads)
  }

  /// Hundredths of a percent, cut, so that 100 shows only when all were kept.
  private static func percent(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  private static func spread(_ seconds: Int?) -> HTML {
    seconds.map { "\(duration: $0)" } ?? .empty
  }

  private static func figure(
    _ report: MonthlyReport, _ clock: ClockKind, _ verdict: MonthlyReport.Verdict
  ) -> HTML {
    let count = report.cycles(clock, verdict).count
    guard count > 0 else { return "0" }
    let address = Address(
      "\(report.path)/rows", ["clock": clock.rawValue, "verdict": verdict.rawValue]
    ).text
    return "<a href=\"\(address)\">\(number: count)</a>"
  }

  private static func times(_ report: MonthlyReport) -> HTML {
    let times = report.times
    let bar = StackedBar(
      id: "times", "From request to fix, over the fixes judged this month",
      [
        .init(.ours, "Ours", seconds: times.ours),
        .init(.client, "The client's", seconds: times.client),
        .init(.thirdParty, "A third party's", seconds: times.thirdParty),
        .init(.closed, "Outside hours", seconds: times.outside),
      ])
    let rows = Address("\(report.path)/rows", ["clock": ClockKind.resolution.rawValue]).text
    return "\(bar)<p><a href=\"\(rows)\">\(say: "The rows behind it")</a></p>"
  }

  private static func misses(_ report: MonthlyReport) -> HTML {
    let misses = report.misses
    guard !misses.isEmpty else { return "<p>\(say: "Nothing that ended was missed.")</p>" }
    return table(report, misses, caption: "Missed").html
  }

  /// Cycles, each with the way to its minutes.
  private static func table(
    _ report: MonthlyReport, _ rows: [CycleRow], caption: Phrase
  ) -> Table {
    Table(
      [
        Table.Column("Ticket", isHead: true), Table.Column("Subject", line: .first),
        Table.Column("Clock"), Table.Column("Priority"), Table.Column("Verdict"),
        Table.Column("Why", line: .first),
      ],
      rows: rows.map { row in
        let flag: HTML = " \(Badge("wait brought in, no ask", .quiet))"
        return Table.Row([
          "<a href=\"\(row.path)\">T-\(row.number)</a>",
          "\(row.subject)\(if: row.waitedAsImported, flag)", "\(say: row.cycle.clock.label)",
          "\(say: row.priority.label)",
          "\(given: report.verdict(row)?.label, { "\(say: $0)" })", why(report, row),
        ])
      }, caption: caption)
  }

  private static func why(_ report: MonthlyReport, _ row: CycleRow) -> HTML {
    switch report.verdict(row) {
    case .missed: "\(say: row.explanation)"
    case .met:
      "\(say: "\(duration: row.cycle.elapsedSeconds) of \(duration: row.cycle.targetSeconds ?? 0) used")"
    case .notRecorded: "\(say: "The product this was brought from does not say.")"
    default: .empty
    }
  }

  static func rows(
    _ report: MonthlyReport, _ shown: [CycleRow], of count: Int, next: Cursor?, _ typed: Typed
  ) -> Page {
    let name = MonthlyReport.name(of: report.month)
    let filters = ["clock", "verdict"].map { InputField(ReportRoutes.query[$0]!, typed) }
    let query = ["clock": typed.value("clock"), "verdict": typed.value("verdict")]
    let pager = Pager(
      "\(count: count, one: "# clock", many: "# clocks")",
      older: next.map { Address("\(report.path)/rows", query, cursor: $0).text })
    return Page(
      "Rows of \(report.client.name), \(name)", menu: "/reports",
      """
      \(Head("Rows of \(report.client.name), \(name)", crumbs: [("\(name)", report.path)]))\(Filters("\(report.path)/rows", region: "rows", fields: filters))<div id="rows">\(table(report, shown, caption: "Clocks"))\(pager)</div>
      """)
  }

  private static func counted(_ report: MonthlyReport) -> Definitions {
    let versions = Set(report.rows.map(\.termsVersion)).filter { !$0.isEmpty }.sorted()
    let data = Set(report.rows.map(\.zoneData)).sorted()
    return Definitions([
      ("Month by", "\(report.zone.name)"),
      ("From", "\(moment: report.period.lowerBound)"),
      ("To", "\(moment: report.period.upperBound)"),
      ("Versions of the terms", "\(versions.joined(separator: ", "))"),
      ("Time-zone data", "\(data.joined(separator: ", "))"),
    ])
  }
}

extension MonthlyReport.Verdict {
  package var label: Phrase {
    switch self {
    case .met: "Kept"
    case .missed: "Missed"
    case .openAndMissed: "Open and late"
    case .open: "Open"
    case .excluded: "Not judged"
    case .notRecorded: "Not recorded"
    }
  }
}
