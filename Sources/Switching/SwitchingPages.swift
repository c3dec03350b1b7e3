// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// Verdicts side by side.
enum SwitchingPages {
  static func verdicts(_ page: [VerdictPair], next: Cursor?, _ count: VerdictCount) -> Page {
    let empty = Empty(
      "Nothing was brought in. On the server: mainstay import servicenow FILE --zone ZONE --agreement NAME"
    )
    let list: HTML =
      page.isEmpty ? empty.html : "\(figures(count))\(table(page))\(pager(page, next))"
    return Page(
      "Brought in from ServiceNow", menu: "/switching/servicenow",
      """
      \(Head("Brought in from ServiceNow"))<p>\(say: "Our verdict on the fix beside the source's own. First responses were not recorded there, so nothing is said of them.")</p>\(list)
      """)
  }

  private static func figures(_ count: VerdictCount) -> Figures {
    Figures([
      ("\(number: count.agree)", "verdicts agree"),
      ("\(number: count.onlyTheirsMissed)", "missed only by the source's count"),
      ("\(number: count.onlyOursMissed)", "missed only by ours"),
      ("\(number: count.withoutVerdict)", "without a verdict on one side"),
    ])
  }

  private static func table(_ page: [VerdictPair]) -> Table {
    Table(
      [
        Table.Column("Incident", isHead: true), Table.Column("Ticket"), Table.Column("Ours"),
        Table.Column("Theirs"), Table.Column("What ours counts", line: .first),
      ], rows: page.map(row), id: "verdicts")
  }

  private static func row(_ pair: VerdictPair) -> Table.Row {
    let incident = pair.incident
    let minutes: HTML =
      "<a href=\"/tickets/\(incident.ticketNumber)/clocks\">T-\(incident.ticketNumber)</a>"
    let differs: HTML = " \(Badge("differs", .loud))"
    return Table.Row([
      "\(incident.number)", minutes,
      "\(mark(pair.ours))\(if: pair.agrees == false, differs)", "\(theirs(incident))",
      "\(say: pair.why)",
    ])
  }

  private static func mark(_ ours: VerdictPair.Ours) -> StateMark {
    switch ours {
    case .met: StateMark(.met, "Met")
    case .missed: StateMark(.late, "Missed")
    case .none: StateMark(.none, "No verdict")
    }
  }

  private static func theirs(_ incident: BroughtIncident) -> StateMark {
    switch incident.madeSLA {
    case true?: StateMark(.met, "Met")
    case false?: StateMark(.late, "Missed")
    case nil: StateMark(.none, "No verdict")
    }
  }

  private static func pager(_ page: [VerdictPair], _ next: Cursor?) -> Pager {
    Pager(
      "\(count: page.count, one: "# incident", many: "# incidents")",
      older: next.map { Address("/switching/servicenow", cursor: $0).text })
  }
}
