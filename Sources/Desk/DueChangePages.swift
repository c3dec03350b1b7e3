// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// Promises that are due at another moment though nobody touched their tickets.
enum DueChangePages {
  static let path = "/due-changes"

  static func list(_ rows: [DueChangeRow], next: Cursor?, _ query: Shape, _ typed: Typed) -> Page {
    let table = Table(
      [
        Table.Column("Number"), Table.Column("Subject", line: .first, isHead: true),
        Table.Column("Client"), Table.Column("Promise"),
        Table.Column("Was due", line: .labelled), Table.Column("Is due", line: .labelled),
        Table.Column("Because of"), Table.Column("Noticed", line: .labelled),
      ], rows: rows.map(row))
    let pager = Pager(
      "\(count: rows.count, one: "# promise", many: "# promises")",
      older: next.map {
        Address(
          path, ["because": typed.value("because"), "limit": typed.value("limit")], cursor: $0
        )
        .text
      })
    let empty = Empty(
      "No due has changed by itself. When a zone's clocks, a calendar's hours or an agreement's terms change, what is due at another moment is listed here."
    )
    let filter = Filters(
      path, region: "changes", fields: [InputField(query["because"]!, typed)])
    return Page(
      "Dues that changed", menu: "/tickets",
      """
      \(Head("Dues that changed"))<p>\(say: "What the clocks are counted with changed, so these are due at another moment than before.")</p>\(filter)<div id="changes">\(rows.isEmpty ? empty.html : "\(table)\(pager)")</div>
      """)
  }

  private static func row(_ row: DueChangeRow) -> Table.Row {
    let by = row.change.to.since(row.change.from)
    let way: Phrase = by > 0 ? "\(duration: by) later" : "\(duration: -by) earlier"
    return Table.Row([
      "T-\(row.number)", "<a href=\"/tickets/\(row.number)\">\(row.subject)</a>",
      "\(row.client)", "\(say: row.change.clock.label)", "\(moment: row.change.from)",
      "\(moment: row.change.to) <small>\(say: way)</small>", row.cause, "\(moment: row.noticedAt)",
    ])
  }
}

extension DueChange {
  /// Which list of changed dues this one stands in.
  var listed: String { "\(DueChangePages.path)?because=\(because.rawValue)" }

  /// Why, where the ticket's own story tells it.
  var reason: Phrase {
    switch because {
    case .zoneData: "The time-zone data \(of) tells of other local times."
    case .hours: "A calendar it counts by has other hours now."
    case .terms: "Its agreement has other terms now."
    }
  }
}

extension DueChange.Cause {
  var label: Phrase {
    switch self {
    case .zoneData: "Time-zone data"
    case .hours: "A calendar's hours"
    case .terms: "An agreement's terms"
    }
  }
}

extension DueChangeRow {
  fileprivate var cause: HTML {
    switch change.because {
    case .zoneData: "\(say: "time-zone data \(change.of)")"
    case .hours: "<a href=\"/calendars/\(change.of)\">\(causeName ?? change.of)</a>"
    case .terms: "<a href=\"/agreements/\(change.of)\">\(causeName ?? change.of)</a>"
    }
  }

  var json: JSON {
    [
      "ticket": .number(number), "subject": .text(subject), "client": .text(client),
      "clock": .text(change.clock.rawValue), "cycle": .number(change.cycle),
      "wasDueAt": .moment(change.from), "dueAt": .moment(change.to),
      "because": .text(change.because.rawValue), "of": .text(change.of),
      "noticedAt": .moment(noticedAt),
    ]
  }
}
