// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// What was given to the client, and whether it still reads the same.
struct IssuedParts {
  let report: MonthlyReport
  /// The newest first.
  let issued: [IssuedReport]
  /// Between what was issued last and what is counted now.
  let differences: [ReportDifference]

  init(_ report: MonthlyReport, _ issued: [IssuedReport]) {
    self.report = report
    self.issued = issued
    differences =
      issued.first.map { ReportDifference.all(issued: $0.file, now: report.csv) } ?? []
  }

  /// For the head of the page: who reads on must know that the figures are not those given out.
  var notice: HTML {
    guard let last = issued.first, !differences.isEmpty else { return .empty }
    let words: Phrase =
      "Counted again now, \(count: differences.count, one: "# row differs", many: "# rows differ") from what was issued."
    return Notice(
      """
      \(say: words) \(say: "Issued \(moment: last.issuedAt).") <a class="screen-only" href="#issued">\(say: "What differs")</a>
      """, .risk
    ).html
  }

  func section(mayIssue: Bool) -> HTML {
    guard report.stage == .over, !report.lines.isEmpty || !issued.isEmpty else { return .empty }
    let act = ActButton(
      issued.isEmpty ? "Issue this report" : "Issue it again", post: "\(report.path)/issues")
    let button: HTML = "<div class=\"screen-only\">\(act)</div>"
    let content: HTML =
      "\(issued.isEmpty ? Self.never : held)\(Self.list(issued, report))\(if: mayIssue, button)"
    let section = Section("Issued", id: "issued", content).html
    return issued.isEmpty ? "<div class=\"screen-only\">\(section)</div>" : section
  }

  private static let never: HTML = """
    <p>\(say: "Not issued yet. Issuing keeps the rows as they are now; a later correction then shows as a difference and changes nothing in silence.")</p>
    """

  private var held: HTML {
    guard differences.isEmpty else { return Self.table(differences).html }
    return Notice("\(say: "Counted again now, every row is as it was issued.")", .good).html
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
