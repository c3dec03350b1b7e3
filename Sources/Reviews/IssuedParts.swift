// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// What was given to the client, and whether it still reads the same.
enum IssuedParts {
  static func section(
    _ report: MonthlyReport, _ issued: [IssuedReport], mayIssue: Bool
  ) -> HTML {
    guard report.stage == .over, !report.lines.isEmpty || !issued.isEmpty else { return .empty }
    let act = ActButton(
      issued.isEmpty ? "Issue this report" : "Issue it again", post: "\(report.path)/issues")
    let state = issued.first.map { held($0, report) } ?? never
    return Section(
      "Issued", id: "issued", "\(state)\(list(issued, report))\(if: mayIssue, act.html)"
    ).html
  }

  private static let never: HTML = """
    <p>\(say: "Not issued yet. Issuing keeps the rows as they are now; a later correction then shows as a difference and changes nothing in silence.")</p>
    """

  private static func held(_ issued: IssuedReport, _ report: MonthlyReport) -> HTML {
    let differences = ReportDifference.all(issued: issued.file, now: report.csv)
    guard !differences.isEmpty else {
      return Notice("\(say: "Counted again now, every row is as it was issued.")", .good).html
    }
    return """
      \(Notice("\(say: "Counted again now, \(count: differences.count, one: "# row differs", many: "# rows differ") from what was issued.")", .risk))\(table(differences))
      """
  }

  private static func list(_ issued: [IssuedReport], _ report: MonthlyReport) -> HTML {
    guard !issued.isEmpty else { return .empty }
    return Table(
      [
        Table.Column("Issued", isHead: true), Table.Column("By"),
        Table.Column("SHA-256 of the file", line: .first),
      ],
      rows: issued.map { issue in
        let path = "\(report.path)/issues/\(issue.number)"
        return Table.Row([
          "<a href=\"\(path)\">\(moment: issue.issuedAt)</a>", "\(issue.issuer)",
          "<code>\(issue.digest)</code>",
        ])
      }
    ).html
  }

  private static func table(_ differences: [ReportDifference]) -> Table {
    Table(
      [
        Table.Column("Ticket", isHead: true), Table.Column("Clock"),
        Table.Column("What differs", line: .first),
      ],
      rows: differences.prefix(200).map { difference in
        Table.Row([
          "\(difference.ticket)", "\(say: clock(difference))", words(difference.kind),
        ])
      }, caption: "Rows that differ")
  }

  private static func clock(_ difference: ReportDifference) -> Phrase {
    ClockKind(rawValue: difference.clock)?.label ?? "\(difference.clock)"
  }

  private static func words(_ kind: ReportDifference.Kind) -> HTML {
    switch kind {
    case .new: "\(say: "Not in the issued report")"
    case .gone: "\(say: "Only in the issued report")"
    case .changed(let changes):
      changes.map { change -> HTML in
        "<div>\(change.column): <del>\(change.issued)</del> <ins>\(change.now)</ins></div>"
      }.joined()
    }
  }
}
