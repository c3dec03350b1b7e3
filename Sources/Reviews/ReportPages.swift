// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Desk
import Rules
import Web

/// The month on one sheet; every figure opens to its rows.
enum ReportPages {
  static func show(
    _ report: MonthlyReport, _ beside: ReportSurroundings, mayIssue: Bool, _ typed: Typed
  ) -> Page {
    let body =
      report.lines.isEmpty
      ? nothing(report, beside)
      : "\(Section("Promises", promises(report)))\(Section("Whose time it was", times(report)))\(Section("Missed", misses(report)))"
    let issued = IssuedParts(report, beside.issued)
    return Page(
      "\(report.parties.clientName), \(month: report.month.first)", menu: "/reports",
      """
      \(sender(report))\(head(report))\(given: typed.message, { Notice("\(say: $0)", .bad).html })\(issued.notice)\(stage(report))\(body)\(issued.section(mayIssue: mayIssue))\(Section("How it was counted", counted(report).html))
      """)
  }

  /// On paper a report says whom it is from.
  private static func sender(_ report: MonthlyReport) -> HTML {
    guard !report.parties.provider.isEmpty else { return .empty }
    return "<p class=\"print-only\">\(say: "Monthly report by \(report.parties.provider)")</p>"
  }

  private static func head(_ report: MonthlyReport) -> Head {
    let client = report.parties.client
    let toolbar = Toolbar(
      """
      \(Button("Month before", to: MonthlyReport.path(client, report.month.before), weight: .quiet, key: "["))\(Button("Month after", to: MonthlyReport.path(client, report.month.after), weight: .quiet, key: "]"))\(Button("As a file", to: "\(report.path)/csv", weight: .quiet))
      """)
    return Head(
      "\(report.parties.clientName), \(month: report.month.first)",
      crumbs: [
        ("Reports", "/reports"), ("\(report.parties.clientName)", "/clients/\(client)"),
      ], toolbar: toolbar)
  }

  private static func stage(_ report: MonthlyReport) -> HTML {
    guard report.stage == .underWay, !report.lines.isEmpty else { return .empty }
    return Notice(
      "\(say: "This month is under way: counted up to \(moment: report.moment).")", .quiet
    ).html
  }

  /// Why the sheet is empty, and where there is something.
  private static func nothing(
    _ report: MonthlyReport, _ beside: ReportSurroundings
  ) -> HTML {
    let links = [beside.before, beside.after].compactMap { $0 }.map { moment -> HTML in
      let month = Month(of: report.zone.day(at: moment))
      let path = MonthlyReport.path(report.parties.client, month)
      return "<p><a href=\"\(path)\">\(say: "\(month: month.first) has clocks that ended.")</a></p>"
    }
    let sentence: Phrase =
      switch report.stage {
      case .toCome: "This month has not begun."
      case .underWay, .over:
        report.parties.isCovered
          ? "No clock ended or ran in this month."
          : "\(report.parties.clientName) has no signed agreement: nothing is promised, so no clock runs."
      }
    let agreements = Button("Agreements", to: "/agreements", weight: .quiet).html
    return Empty(
      sentence, act: "\(links.joined())\(if: !report.parties.isCovered, agreements)"
    ).html
  }

  private static func promises(_ report: MonthlyReport) -> HTML {
    Table(
      [
        Table.Column("Clock", isHead: true), .number("Kept %"), .number("Kept"),
        .number("Eased"), .number("Missed"), .number("Open and late"),
        .number("Open"), .number("Not judged"), .number("Not recorded"), .number("Median"),
        .number("Nine in ten within"),
      ],
      rows: report.clocks.map { promise(report, $0) }, caption: "Clocks of the month",
      narrow: .scroll,
      id: "promises"
    ).html
  }

  private static func promise(_ report: MonthlyReport, _ clock: ClockKind) -> Table.Row {
    let line = report.card.line(clock)
    let kept = line?.compliance.map { link(report, clock, .judged, "\(say: percent($0))") }
    let slices: [MonthlyReport.Slice] = [
      .kept, .eased, .missed, .openAndMissed, .open, .excluded, .notRecorded,
    ]
    let spreads = [50, 90].map { share in
      line?.elapsed.percentile(share).map { link(report, clock, .judged, "\(duration: $0)") }
        ?? .empty
    }
    return Table.Row(
      ["\(say: clock.label)", kept ?? .empty]
        + slices.map { slice in
          let count = report.count(clock, slice)
          return count == 0 ? "0" : link(report, clock, slice, "\(number: count)")
        } + spreads)
  }

  private static func link(
    _ report: MonthlyReport, _ clock: ClockKind, _ slice: MonthlyReport.Slice, _ words: HTML
  ) -> HTML {
    let address = Address(
      "\(report.path)/rows", ["clock": clock.rawValue, "slice": slice.rawValue]
    ).text
    return "<a href=\"\(address)\">\(words)</a>"
  }

  /// Hundredths of a percent, cut, so that 100 shows only when all were kept.
  private static func percent(_ hundredths: Int) -> Phrase {
    let rest = hundredths % 100
    return "\(hundredths / 100).\("\(rest < 10 ? "0" : "")\(rest)")"
  }

  private static func times(_ report: MonthlyReport) -> HTML {
    guard !report.lines(.resolution, .judged).isEmpty else {
      return "<p>\(say: "No fix was judged in this month.")</p>"
    }
    let times = report.times
    let bar = StackedBar(
      id: "times", "From request to fix, over the fixes judged this month",
      [
        .init(.ours, "Ours", seconds: times.ours),
        .init(.client, "The client's", seconds: times.client),
        .init(.thirdParty, "A third party's", seconds: times.thirdParty),
        .init(.closed, "Outside hours", seconds: times.outside),
      ])
    return
      "\(bar)<p class=\"screen-only\">\(link(report, .resolution, .judged, "\(say: "The rows behind it")"))</p>"
  }

  /// More than a sheet can name; the file names all.
  private static let namedMisses = 1000

  private static func misses(_ report: MonthlyReport) -> HTML {
    let misses = report.misses
    guard !misses.isEmpty else { return "<p>\(say: "Nothing that ended was missed.")</p>" }
    let rest = misses.count - namedMisses
    let address = Address("\(report.path)/rows", ["slice": "missed"]).text
    let more: HTML = "<p><a href=\"\(address)\">\(say: "And \(rest) more")</a></p>"
    return
      "\(RowTable(report, Array(misses.prefix(namedMisses))))\(if: rest > 0, more)"
  }

  static func rows(_ report: MonthlyReport, _ found: ReportRows, _ typed: Typed) -> Page {
    let filters = ["clock", "slice"].map { InputField(ReportRoutes.query[$0]!, typed) }
    let query = ["clock": typed.value("clock"), "slice": typed.value("slice")]
    let pager = Pager(
      "\(count: found.all.count, one: "# clock", many: "# clocks")",
      older: found.next.map { Address("\(report.path)/rows", query, cursor: $0).text })
    let table = RowTable(
      report, found.shown, total: report.times(of: found.all))
    let list: HTML =
      found.all.isEmpty ? Empty("No clock of this month is like that.").html : "\(table)\(pager)"
    let title: Phrase = "Rows of \(report.parties.clientName), \(month: report.month.first)"
    return Page(
      title, menu: "/reports",
      """
      \(Head(title, crumbs: [("\(month: report.month.first)", report.path)]))\(Filters("\(report.path)/rows", region: "rows", fields: filters))<div id="rows">\(list)</div>
      """)
  }

  private static func counted(_ report: MonthlyReport) -> Definitions {
    let versions = Set(report.lines.map(\.row.termsVersion)).filter { !$0.isEmpty }.sorted()
    let data = Set(report.lines.map(\.row.zoneData)).sorted()
    return Definitions([
      ("Month by", "\(report.zone.name)"),
      ("Begins", "\(moment: report.period.lowerBound)"),
      ("Ends", "\(moment: report.period.upperBound)"),
      ("Versions of the terms", "\(versions.joined(separator: ", "))"),
      ("Time-zone data", "\(data.joined(separator: ", "))"),
      ("Way of counting", "\(ClockInputs.engine)"),
    ])
  }
}
