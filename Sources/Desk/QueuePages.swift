// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Rules
import Web

/// Tickets as a table whose filters, order and place stand in the address.
enum QueuePages {
  static func queue(
    _ page: [TicketRow], next: Cursor?, count: Int, client: ClientField, holders: [Member],
    query: Shape, _ typed: Typed
  ) -> Page {
    let shown = typed.filling([
      "state": TicketList.States.live, "sort": TicketList.Order.due.rawValue,
    ])
    let fields = names.map { name in
      let field = InputField(query[name]!, shown)
      return switch name {
      case "client": client.draw(field)
      case "holder": field.options(TicketList.holders(holders))
      case "state", "sort": field.sure
      default: field
      }
    }
    let empty = Empty("No ticket matches. Widen the filters, or enjoy the quiet.")
    let list: HTML =
      page.isEmpty
      ? empty.html
      : "\(PromiseStanding.legend)\(TicketTable.table([.init(rows: page)]))\(pager(page, next, count, typed))"
    return Page(
      "Queue", menu: "/tickets",
      """
      \(Head("Queue"))\(Filters("/tickets", region: "queue", fields: fields))<div id="queue">\(list)</div>
      """)
  }

  private static let names = ["state", "client", "holder", "cover", "priority", "sort", "q"]

  private static func pager(
    _ page: [TicketRow], _ next: Cursor?, _ count: Int, _ typed: Typed
  ) -> Pager {
    let query = Dictionary(
      uniqueKeysWithValues: (names + ["limit"]).map { ($0, typed.value($0)) })
    let shown: Phrase =
      count > 1000 ? "1,000+ tickets" : "\(count: count, one: "# ticket", many: "# tickets")"
    return Pager(shown, older: next.map { Address("/tickets", query, cursor: $0).text })
  }
}

/// A list of tickets, the same wherever tickets are listed.
package enum TicketTable {
  /// Rows that belong together, under one word; of several groups the columns are the same.
  package struct Group {
    let title: Phrase?
    let rows: [TicketRow]

    package init(_ title: Phrase? = nil, rows: [TicketRow]) {
      self.title = title
      self.rows = rows
    }
  }

  package static func table(_ groups: [Group]) -> Table {
    Table(
      [
        Table.Column("Next promise", line: .first), Table.Column("Number"),
        Table.Column("Subject", line: .first, isHead: true), Table.Column("Client"),
        Table.Column("Priority"), Table.Column("Holder"), Table.Column("Whose move"),
      ],
      groups: groups.filter { !$0.rows.isEmpty }.map { group in
        Table.Group(group.title, rows: group.rows.map(row))
      }, id: "tickets")
  }

  private static func row(_ row: TicketRow) -> Table.Row {
    let again: HTML = " \(Badge("wrote again: reopen?", .loud))"
    return Table.Row([
      row.mark, "T-\(row.number)",
      "<a href=\"/tickets/\(row.number)\">\(row.subject)</a>\(if: row.wroteAgain, again)",
      "\(row.clientName)", "\(say: row.priority.label)",
      row.holderName.map { "\($0)" } ?? "\(say: "nobody")", "\(say: row.move.label)",
    ])
  }
}

extension TicketRow {
  /// Where the next promise stands, which one it is, and when it is due.
  fileprivate var mark: HTML {
    guard let next, let standing, next.state == .running || next.state == .paused else {
      return StateMark(.none, state.label).html
    }
    let due: HTML = standing.due
    return "\(standing.mark) <small>\(say: next.clock.label)\(if: !due.isEmpty, ", \(due)")</small>"
  }
}

extension Ticket.State {
  package var label: Phrase {
    switch self {
    case .new: "New"
    case .open: "Open"
    case .scheduled: "Visit to come"
    case .waitingOnClient: "Waiting on the client"
    case .waitingOnThirdParty: "Waiting on a third party"
    case .resolved: "Resolved"
    case .closed: "Closed"
    case .cancelled: "Cancelled"
    }
  }

  static var choices: [Field.Choice] { allCases.map { Field.Choice($0.rawValue, $0.label) } }
}

extension Ticket.Move {
  package var label: Phrase {
    switch self {
    case .us: "ours"
    case .client: "the client's"
    case .thirdParty: "a third party's"
    case .nobody: "nobody's"
    }
  }
}
