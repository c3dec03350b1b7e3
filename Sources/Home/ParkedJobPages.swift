// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// Given-up work as its owner reads it: what it was to do, when and why it was given up.
enum ParkedJobPages {
  static func list(_ page: [ParkedJob], next: Cursor?, limit: String?) -> Page {
    let title: Phrase = "Work given up"
    let empty = Empty("Nothing was given up. What fails is tried ten times before it stands here.")
    let pager = Pager(
      "\(count: page.count, one: "# piece of work", many: "# pieces of work")",
      older: next.map { Address("/parked-jobs", ["limit": limit], cursor: $0).text })
    let list: HTML = page.isEmpty ? empty.html : "\(table(page))\(pager)"
    return Page(
      title, menu: "/parked-jobs",
      """
      \(Head(title))<p class="reading">\(say: "It failed ten times, or it was refused. Mend what the reason names, then try again; nothing is lost meanwhile.")</p>\(list)
      """)
  }

  private static func table(_ page: [ParkedJob]) -> Table {
    Table(
      [
        Table.Column("Work", isHead: true), Table.Column("Given up"), Table.Column("Reason"),
        Table.Column("Act"),
      ],
      rows: page.map { job in
        let again = ActButton(
          "Try again", post: "/parked-jobs/\(job.id)/retry", weight: .quiet)
        return Table.Row([
          "\(say: job.work) <small>\(job.kind) \(job.key)</small>", "\(moment: job.parkedAt)",
          "\(job.reason)", again.html,
        ])
      })
  }

  /// What an owner sees on the first page of the day.
  static func notice(_ count: Int) -> HTML {
    guard count > 0 else { return .empty }
    let look: HTML = "<a href=\"/parked-jobs\">\(say: "Look at it")</a>"
    return Notice(
      "\(say: "\(count: count, one: "# piece of work was given up after ten tries.", many: "# pieces of work were given up after ten tries.")")",
      .bad, act: look
    ).html
  }
}

extension ParkedJob {
  /// What the work was to do, in words.
  fileprivate var work: Phrase {
    switch kind {
    case "desk.acknowledge": "Write a receipt"
    case "desk.close": "Close resolved tickets"
    case "desk.read": "Read a mail"
    case "desk.recount": "Count clocks again"
    case "desk.remind": "Remind of an ask"
    case "desk.send": "Send a letter"
    case "desk.sweep": "Clear away files nobody names"
    case "desk.watch": "Watch the clocks"
    case "desk.zoneData": "Count by new time-zone data"
    default: "Work of the house"
    }
  }
}
