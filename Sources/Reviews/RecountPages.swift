// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Desk
import Rules
import Web

/// What will be counted again, row by row, before anybody signs or saves.
enum RecountPages {
  static func show(
    _ list: RecountList, title: Phrase, back: (title: Phrase, path: String), menu: String,
    path: String, _ call: Call<Staff>
  ) -> Page {
    func address(_ of: TermsRecount.Rows, cursor: Cursor? = nil) -> String {
      let query = ["from", "limit"].map { ($0, call.asked.value($0)) } + [("of", of.rawValue)]
      return Address(path, Dictionary(uniqueKeysWithValues: query), cursor: cursor).text
    }
    let recount = list.recount
    let tabs = Tabs(
      "Rows",
      TermsRecount.Rows.allCases.map { of in
        Tabs.Tab(
          of.label, address(of),
          count: of == .tickets ? recount.openTickets : recount.stoppedClocks,
          isCurrent: of == list.of)
      })
    let pager = Pager(
      "\(count: list.rows.count, one: "# row", many: "# rows")",
      older: list.next.map { address(list.of, cursor: $0) })
    let rows: HTML =
      list.rows.isEmpty ? Empty("Nothing here is counted again.").html : "\(table(list))\(pager)"
    let notice = RecountNotice(recount, in: list.zone, at: call.now) { address($0) }
    return Page(
      title, menu: menu,
      """
      \(Head(title, crumbs: [back]))\(notice)\(tabs)\(rows)<p>\(say: "Tickets that were moved to another agreement since are looked at too; they stand in no figure here.")</p>
      """)
  }

  private static func table(_ list: RecountList) -> Table {
    let clocks = list.of == .clocks
    return Table(
      [Table.Column("Ticket", isHead: true), Table.Column("Subject", line: .first)]
        + (clocks
          ? [Table.Column("Clock"), Table.Column("Began"), Table.Column("Stopped")]
          : [Table.Column("Opened")]),
      rows: list.rows.map { row in
        let place = clocks ? "/tickets/\(row.number)/clocks" : "/tickets/\(row.number)"
        let head: [HTML] = ["<a href=\"\(place)\">T-\(row.number)</a>", "\(row.subject)"]
        let clock = row.clock.map { "\(say: $0.label)" as HTML }
        return Table.Row(
          head + (clock.map { [$0] } ?? []) + ["\(moment: row.beganAt)"]
            + (clocks ? ["\(moment: row.stoppedAt)"] : []))
      })
  }
}
