// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Web

/// Promises that moved though nobody touched their tickets.
enum DueMovePages {
  static let path = "/due-moves"

  static func list(_ rows: [DueMoveRow], next: Cursor?, _ query: Shape, _ typed: Typed) -> Page {
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
      "No promise moved. When a zone's clocks, a calendar's hours or an agreement's terms change, what that moves is listed here."
    )
    let filter = Filters(
      path, region: "moves", fields: [InputField(query["because"]!, typed)])
    return Page(
      "Promises that moved", menu: "/tickets",
      """
      \(Head("Promises that moved"))<p>\(say: "What the clocks are counted with changed, so these are due at another moment than before.")</p>\(filter)<div id="moves">\(rows.isEmpty ? empty.html : "\(table)\(pager)")</div>
      """)
  }

  private static func row(_ row: DueMoveRow) -> Table.Row {
    let by = row.move.to.since(row.move.from)
    let way: Phrase = by > 0 ? "\(duration: by) later" : "\(duration: -by) earlier"
    return Table.Row([
      "T-\(row.number)", "<a href=\"/tickets/\(row.number)\">\(row.subject)</a>",
      "\(row.client)", "\(say: row.move.clock.label)", "\(moment: row.move.from)",
      "\(moment: row.move.to) <small>\(say: way)</small>", row.cause, "\(moment: row.movedAt)",
    ])
  }
}

extension DueMove {
  /// Which list of moved promises this one stands in.
  var listed: String { "\(DueMovePages.path)?because=\(because.rawValue)" }

  /// Why, where the ticket's own story tells it.
  var reason: Phrase {
    switch because {
    case .zoneData: "The time-zone data \(of) tells of other local times."
    case .hours: "A calendar it counts by has other hours now."
    case .terms: "Its agreement has other terms now."
    }
  }
}

extension DueMove.Cause {
  var label: Phrase {
    switch self {
    case .zoneData: "Time-zone data"
    case .hours: "A calendar's hours"
    case .terms: "An agreement's terms"
    }
  }
}

extension DueMoveRow {
  fileprivate var cause: HTML {
    switch move.because {
    case .zoneData: "\(say: "time-zone data \(move.of)")"
    case .hours: "<a href=\"/calendars/\(move.of)\">\(causeName ?? move.of)</a>"
    case .terms: "<a href=\"/agreements/\(move.of)\">\(causeName ?? move.of)</a>"
    }
  }

  var json: JSON {
    [
      "ticket": .number(number), "subject": .text(subject), "client": .text(client),
      "clock": .text(move.clock.rawValue), "cycle": .number(move.cycle),
      "wasDueAt": .moment(move.from), "dueAt": .moment(move.to),
      "because": .text(move.because.rawValue), "of": .text(move.of), "movedAt": .moment(movedAt),
    ]
  }
}
