// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// What the last import did, for the page.
struct ImportNews: Sendable {
  let run: ImportRun?
  let faults: [IncidentLog.Fault]
  let now: Instant

  /// Nothing was written for longer than any batch takes.
  var hasStopped: Bool {
    run.map { $0.endedAt == nil && now.since($0.seenAt) > 120 } ?? false
  }
}

/// Verdicts side by side.
enum SwitchingPages {
  private static let path = "/" + SwitchingRoutes.path

  static func show(
    _ found: (page: [VerdictPair], next: Cursor?), _ counts: [VerdictPair.Finding: Int],
    _ news: ImportNews, _ typed: Typed
  ) -> Page {
    let all = counts.values.reduce(0, +)
    let body: HTML = all == 0 ? nothing.html : verdicts(found, counts, typed)
    return Page(
      "Brought in from ServiceNow", menu: path,
      """
      \(Head("Brought in from ServiceNow"))\(given: news.run, { last($0, news) })\(body)\(Section("Bring in a log", how))
      """)
  }

  private static let nothing = Empty(
    "Nothing was brought in yet. Afterwards our verdict on each incident stands here beside the source's."
  )

  private static let how: HTML = """
    <p>\(say: "On the server, also while Mainstay runs; a second time brings in what is new and doubles nothing:")</p><p><code>mainstay import servicenow incident_event_log.csv --zone Europe/Lisbon --agreement "Standard support"</code></p>
    """

  private static func verdicts(
    _ found: (page: [VerdictPair], next: Cursor?), _ counts: [VerdictPair.Finding: Int],
    _ typed: Typed
  ) -> HTML {
    let filters = ["show", "finding"].map { InputField(SwitchingRoutes.query[$0]!, typed) }
    return """
      <p>\(say: "Our verdict on the fix beside the source's own. Why they differ is inferred from the figures: the log does not hold the source's terms. First responses are not in it, so nothing is said of them.")</p>\(figures(counts))\(Section("Why they differ", findings(counts).html))\(Section("Incidents", "\(Filters(path, region: "verdicts", fields: filters))<div id=\"verdicts\">\(list(found, typed))</div>"))
      """
  }

  private static func figures(_ counts: [VerdictPair.Finding: Int]) -> Figures {
    func sum(_ narrowing: VerdictPair.Narrowing?) -> HTML {
      let findings = narrowing?.findings ?? VerdictPair.Finding.allCases
      let count = findings.reduce(0) { $0 + counts[$1, default: 0] }
      let address = Address(path, ["show": narrowing?.rawValue]).text
      return "<a href=\"\(address)\">\(number: count)</a>"
    }
    return Figures([
      (sum(nil), "incidents brought in"), (sum(.agree), "verdicts agree"),
      (sum(.differ), "verdicts differ"), (sum(.noVerdict), "without a verdict on one side"),
    ])
  }

  private static func findings(_ counts: [VerdictPair.Finding: Int]) -> Table {
    Table(
      [Table.Column("Finding", isHead: true), .number("Incidents")],
      rows: VerdictPair.Finding.allCases.compactMap { finding in
        guard let count = counts[finding] else { return nil }
        let address = Address(path, ["finding": finding.rawValue]).text
        return Table.Row([
          "\(say: finding.label)", "<a href=\"\(address)\">\(number: count)</a>",
        ])
      })
  }

  private static func list(
    _ found: (page: [VerdictPair], next: Cursor?), _ typed: Typed
  ) -> HTML {
    guard !found.page.isEmpty else { return Empty("No incident is like that.").html }
    let query = ["show": typed.value("show"), "finding": typed.value("finding")]
    let pager = Pager(
      "\(count: found.page.count, one: "# incident", many: "# incidents")",
      older: found.next.map { Address(path, query, cursor: $0).text })
    return "\(table(found.page))\(pager)"
  }

  private static func table(_ page: [VerdictPair]) -> Table {
    Table(
      [
        Table.Column("Incident", isHead: true), Table.Column("Ticket"), Table.Column("Ours"),
        Table.Column("Theirs"), Table.Column("Why", line: .first),
      ], rows: page.map(row))
  }

  private static func row(_ pair: VerdictPair) -> Table.Row {
    let minutes: HTML =
      "<a href=\"/tickets/\(pair.ticketNumber)/clocks\">T-\(pair.ticketNumber)</a>"
    let differs: HTML = " \(Badge("differs", .loud))"
    return Table.Row([
      "\(pair.number)", minutes, "\(mark(pair.fix.map { !$0.isMissed }))",
      "\(mark(pair.madeSLA))\(if: pair.finding.differs == true, differs)", "\(say: pair.why)",
    ])
  }

  private static func mark(_ met: Bool?) -> StateMark {
    switch met {
    case true?: StateMark(.met, "Met")
    case false?: StateMark(.late, "Missed")
    case nil: StateMark(.none, "No verdict")
    }
  }
}

/// The last import: how far it has come, what it left out.
extension SwitchingPages {
  private static func last(_ run: ImportRun, _ news: ImportNews) -> HTML {
    Section("Last import", "\(notice(run, news))\(if: run.leftOut > 0, faults(run, news.faults))")
      .html
  }

  private static func notice(_ run: ImportRun, _ news: ImportNews) -> Notice {
    let tally = run.tally
    let sum: Phrase =
      "\(tally.brought) incidents brought in, \(tally.continued) went on with new rows, \(tally.known) were here already, \(run.leftOut) rows were left out."
    if let endedAt = run.endedAt {
      return Notice(
        "\(say: sum) \(moment: endedAt)", run.leftOut > 0 ? .risk : .good, title: "Done.")
    }
    let far: Phrase = "\(tally.looked) of \(run.total) incidents so far."
    if news.hasStopped {
      return Notice(
        "\(say: far) \(say: "Give the command again: it goes on from there.")", .bad,
        title: "It stopped in the middle.")
    }
    return Notice(
      "\(say: far) <a href=\"\(path)\">\(say: "Look again")</a>", title: "Running.", isStatus: true)
  }

  private static func faults(_ run: ImportRun, _ faults: [IncidentLog.Fault]) -> HTML {
    let table = Table(
      [.number("Line"), Table.Column("Why it was left out", line: .first)],
      rows: faults.map { Table.Row(["\($0.line)", "\(say: $0.reason)"]) },
      caption: "Rows left out")
    let rest = run.leftOut - faults.count
    let more: HTML = "<p>\(say: "And \(rest) more, which the command named.")</p>"
    return "\(table)\(if: rest > 0, more)"
  }
}
