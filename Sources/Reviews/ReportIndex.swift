// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Web

/// The clients, each with the way to their reports.
enum ReportIndex {
  static func page(_ clients: [ClientRow], next: Cursor?, _ asked: Typed) -> Page {
    let filters = Filters(
      "/reports", region: "reports",
      fields: [InputField(ReportRoutes.choice["name"]!, asked)])
    let list: HTML =
      clients.isEmpty ? empty.html : "\(table(clients))\(pager(clients, next, asked))"
    return Page(
      "Reports", menu: "/reports",
      "\(Head("Reports"))\(filters)<div id=\"reports\">\(list)</div>")
  }

  private static let empty = Empty(
    "No client here. A report tells how the promises to one of them were kept.")

  private static func table(_ clients: [ClientRow]) -> Table {
    Table(
      [Table.Column("Client", isHead: true), Table.Column("Account manager")],
      rows: clients.map { client in
        Table.Row([
          "<a href=\"/clients/\(client.id)/reports\">\(client.name)</a>",
          "\(client.accountManager ?? "")",
        ])
      })
  }

  private static func pager(_ clients: [ClientRow], _ next: Cursor?, _ asked: Typed) -> Pager {
    let query = ["name": asked.value("name"), "limit": asked.value("limit")]
    return Pager(
      "\(count: clients.count, one: "# client", many: "# clients")",
      older: next.map { Address("/reports", query, cursor: $0).text })
  }
}
