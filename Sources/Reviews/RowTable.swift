// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Desk
import Rules
import Web

/// Rows of a report: each with its verdict, why, whose time it was, and the way to its minutes.
struct RowTable: Part {
  let report: MonthlyReport
  let lines: [MonthlyReport.Line]
  /// Over all rows, also those on other pages. Without it all are of one verdict, which needs no
  /// column.
  let total: MonthlyReport.Times?

  init(
    _ report: MonthlyReport, _ lines: [MonthlyReport.Line], total: MonthlyReport.Times? = nil
  ) {
    self.report = report
    self.lines = lines
    self.total = total
  }

  var html: HTML {
    Table(
      [
        Table.Column("Ticket", isHead: true), Table.Column("Subject", line: .first),
        Table.Column("Clock"), Table.Column("Priority"),
      ] + (total == nil ? [] : [Table.Column("Verdict")]) + [
        Table.Column("Why", line: .first), .number("Ours", line: .labelled),
        .number("The client's", line: .labelled), .number("A third party's", line: .labelled),
        .number("Outside hours", line: .labelled),
      ], rows: lines.map(row),
      total: total.map { ["\(say: "All rows")"] + Array(repeating: .empty, count: 5) + cells($0) }
        ?? []
    ).html
  }

  private func row(_ line: MonthlyReport.Line) -> Table.Row {
    let row = line.row
    let flag: HTML = " \(Badge("wait brought in, no ask", .quiet))"
    let times =
      line.verdict == .notRecorded
      ? Array(repeating: HTML.empty, count: 4) : cells(report.times(of: line))
    return Table.Row(
      [
        "<a href=\"\(row.path)\">T-\(row.number)</a>",
        "\(row.subject)\(if: row.waitedAsImported, flag)", "\(say: row.cycle.clock.label)",
        "\(say: row.priority.label)",
      ] + (total == nil ? [] : ["\(say: line.verdict.label)"])
        + ["\(given: line.why, { "\(say: $0)" })"] + times)
  }

  private func cells(_ times: MonthlyReport.Times) -> [HTML] {
    [times.ours, times.client, times.thirdParty, times.outside].map { "\(duration: $0)" }
  }
}
