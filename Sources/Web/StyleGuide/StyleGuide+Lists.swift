// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// Lists, sheets of figures and what stands around them.
extension StyleGuide {
  static var lists: HTML {
    """
    \(Section("Queue", "\(tabs)\(filters)\(queue)\(Pager("1–50 of 412", older: "#"))"))
    \(Section("Promises, this month", sheet.html))
    \(Section("Nothing here", Empty("No ticket waits for a holder. The next clock starts Tuesday 08:00.", act: Button("Take the longest waiting", to: "#").html, example: "T-1 Printer jams · Harbour Dental").html))
    """
  }

  private static var tabs: Tabs {
    Tabs(
      "Views",
      [
        .init("All open", "#", count: 412, isCurrent: true), .init("Mine", "#", count: 14),
        .init("Unheld", "#", count: 6), .init("Resolved", "#", count: 20_000),
      ])
  }

  private static var filters: Filters {
    let people = [Field.Choice("ada", "Ada Lovell"), Field.Choice("ben", "Ben Achterberg")]
    return Filters(
      "#", region: "guide-queue",
      fields: [
        InputField(.choice("holder", label: "Holder", people).optional),
        InputField(.text("words", label: "Words", max: 40).optional),
      ])
  }

  private static var queue: Table {
    Table(
      [
        .init("State", sort: "due", line: .first), .init("Subject", line: .first, isHead: true),
        .init("Number"), .init("Client", sort: "client"), .init("Cover", line: .hidden),
        .init("Promise"), .init("Due"), .init("Holder"),
      ],
      groups: [
        .init("Running", note: "5", rows: Array(rows.prefix(5))),
        .init("Waiting on others", note: "3", rows: Array(rows.dropFirst(5))),
      ],
      sorting: .init(by: "due") { "?sort=\($0)" }, id: "guide-queue")
  }

  private static var rows: [Table.Row] {
    [
      row(
        .late, "late 12 min", "T-1031", "Backup failed two nights running", "Osei Legal", 1, "15:08"
      ),
      row(.risk, "25 min", "T-1067", "Server room hot", "Kline Dental", 1, "15:45"),
      row(
        .risk, "1 h 10", "T-1059", "Payroll printer prints blank pages", "Hartley Foods", 2, "16:30"
      ),
      row(
        .running, "4 h", "T-1061", "New starter on Thursday, two laptops", "Osei Legal", 3,
        "Tue 09:20"),
      row(
        .running, "6 h 20", "T-1066", "Shared mailbox for the Leeds office", "Harbour Dental", 3,
        "Tue 11:40"),
      row(
        .paused, "waits on Dana", "T-1042", "VPN drops for the warehouse", "Hartley Foods", 2, "–"),
      row(
        .paused, "waits on BT", "T-1017", "Second line at Dock Road, no sync", "Kline Dental", 2,
        "–"),
      row(
        .none, "best effort", "T-1063", "Which headset do you recommend?", "Bramble & Co", 4, "–"),
    ]
  }

  private static func row(
    _ state: ClockState, _ left: String, _ number: String, _ subject: String, _ client: String,
    _ priority: Int, _ due: String
  ) -> Table.Row {
    Table.Row([
      "\(StateMark(state, "\(left)"))", "<a href=\"#\">\(subject)</a>",
      "<span class=\"record\">\(number)</span>", "\(client)", "Standard 8×5",
      "\(PriorityMark(priority)) Fix", "\(due)", "Ben",
    ])
  }

  private static var sheet: Table {
    Table(
      [
        .init("Promise", isHead: true), .number("Goal"), .number("Kept"), .number("Missed"),
        .number("Share"), .number("Median"),
      ],
      rows: [
        .init(["<a href=\"#\">First reply</a>", "95 %", "51", "0", "100 %", "18 min"]),
        .init(["<a href=\"#\">Resolution</a>", "95 %", "50", "1", "98 %", "3 h 40"]),
      ], caption: "Hartley Foods, November 2026",
      total: ["All", "", "101", "1", "99 %", ""], narrow: .scroll)
  }
}
