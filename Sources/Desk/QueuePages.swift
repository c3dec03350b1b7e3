// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Rules
import Web

/// Tickets as a table whose filters, order and place stand in the address.
enum QueuePages {
  static func queue(
    _ page: [TicketRow], next: Cursor?, count: Int, client: ClientField,
    query: Shape, _ typed: Typed, now: Instant
  ) -> Page {
    let fields = ["state", "client", "holder", "priority", "sort", "q"].map { name in
      let field = InputField(query[name]!, typed)
      return name == "client" ? client.draw(field) : field
    }
    let empty = Empty("No ticket matches. Widen the filters, or enjoy the quiet.")
    let list: HTML =
      page.isEmpty
      ? empty.html
      : "\(TicketTable.table(page, now: now))\(pager(page, next, count, typed))"
    return Page(
      "Queue", menu: "/tickets",
      """
      \(Head("Queue"))\(Filters("/tickets", region: "queue", fields: fields))<div id="queue">\(list)</div>
      """)
  }

  private static func pager(
    _ page: [TicketRow], _ next: Cursor?, _ count: Int, _ typed: Typed
  ) -> Pager {
    let names = ["state", "client", "holder", "priority", "sort", "q", "limit"]
    let query = Dictionary(uniqueKeysWithValues: names.map { ($0, typed.value($0)) })
    let shown: Phrase =
      count > 1000 ? "1,000+ tickets" : "\(count: count, one: "# ticket", many: "# tickets")"
    return Pager(shown, older: next.map { Address("/tickets", query, cursor: $0).text })
  }
}

/// A list of tickets, the same wherever tickets are listed.
package enum TicketTable {
  package static func table(_ rows: [TicketRow], now: Instant) -> Table {
    Table(
      [
        Table.Column("Next promise", line: .first), Table.Column("Number"),
        Table.Column("Subject", line: .first, isHead: true), Table.Column("Client"),
        Table.Column("Priority"), Table.Column("Holder"), Table.Column("Whose move"),
      ],
      rows: rows.map { row($0, now) }, id: "tickets")
  }

  private static func row(_ row: TicketRow, _ now: Instant) -> Table.Row {
    let again: HTML = " \(Badge("wrote again: reopen?", .loud))"
    return Table.Row([
      row.mark(at: now), "T-\(row.number)",
      "<a href=\"/tickets/\(row.number)\">\(row.subject)</a>\(if: row.wroteAgain, again)",
      "\(row.clientName)", "\(say: row.priority.label)",
      row.holderName.map { "\($0)" } ?? "\(say: "nobody")", "\(say: row.move.label)",
    ])
  }
}

extension TicketRow {
  /// Time left or the state in a word, with the due moment beside it.
  package func mark(at now: Instant) -> HTML {
    guard let next else { return StateMark(.none, state.label).html }
    let clock: HTML = " <small>\(say: next.clock.label)</small>"
    switch next.state {
    case .paused: return "\(StateMark(.paused, move.label))\(clock)"
    case .stopped, .cancelled: return StateMark(.none, state.label).html
    case .running:
      guard let due = next.dueAt else { return StateMark(.none, "No promise").html }
      return "\(StateMark(risk(due, now), due <= now ? "late" : "due"))\(clock) \(moment: due)"
    }
  }

  private func risk(_ due: Instant, _ now: Instant) -> ClockState {
    if due <= now { return .late }
    return due.since(now) <= 3600 ? .risk : .running
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
