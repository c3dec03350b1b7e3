// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Rules
import Web

/// Clients as a list, one client with places and people, and the form that keeps one.
enum ClientPages {
  static func list(
    _ rows: (page: [ClientRow], next: Cursor?), _ query: Shape, _ typed: Typed, who: Staff
  ) -> Page {
    let add = Button("Add a client", to: "/clients/new", weight: .main, key: "c")
    let filters = Filters(
      "/clients", region: "clients",
      fields: [InputField(query["name"]!, typed), InputField(query["archived"]!, typed)])
    let list: HTML =
      rows.page.isEmpty ? empty.html : "\(table(rows.page))\(pager(rows, typed))"
    return Page(
      "Clients", menu: "/clients",
      """
      \(Head("Clients", toolbar: who.may(.clientsEdit) ? Toolbar(add.html) : nil))\(filters)<div id="clients">\(list)</div>
      """)
  }

  private static let empty = Empty(
    "Nobody here. A client has sites, people and agreements; their tickets hang on them.")

  private static func table(_ rows: [ClientRow]) -> Table {
    Table(
      [Table.Column("Name", isHead: true), Table.Column("Account manager")],
      rows: rows.map { row in
        Table.Row([
          "<a href=\"/clients/\(row.id)\">\(row.name)</a>\(if: row.quiet, quiet)",
          "\(row.accountManager ?? "")",
        ])
      })
  }

  private static let quiet: HTML = " <small>\(say: "quiet mode")</small>"

  private static func pager(
    _ rows: (page: [ClientRow], next: Cursor?), _ typed: Typed
  ) -> Pager {
    let names = ["name", "archived", "limit"]
    let query = Dictionary(uniqueKeysWithValues: names.map { ($0, typed.value($0)) })
    return Pager(
      "\(count: rows.page.count, one: "# client", many: "# clients")",
      older: rows.next.map { Address("/clients", query, cursor: $0).text })
  }

  static func show(_ client: Client, _ sites: [Site], _ people: PeoplePage, who: Staff) -> Page {
    let edits = who.may(.clientsEdit)
    let toolbar = Toolbar(
      "\(edits ? Button("Change", to: "\(client.path)/change", key: "p") : nil)",
      more: [
        "<a href=\"\(Address("/tickets", ["client": client.id.text]).text)\">\(say: "Tickets")</a>"
      ] + (who.may(.reportsRead) ? [reports(client)] : []))
    return Page(
      "\(client.name)", menu: "/clients",
      """
      \(Head("\(client.name)", crumbs: [("Clients", "/clients")], beside: client.quiet ? quiet : .empty, toolbar: toolbar))\(Section("People", beside: adding("contacts", client, edits), people.html(of: client, sites)))\(Section("Sites", beside: adding("sites", client, edits), SiteList.table(sites).html))
      """)
  }

  private static func reports(_ client: Client) -> HTML {
    "<a href=\"\(client.path)/reports\">\(say: "Monthly report")</a>"
  }

  private static func adding(_ what: String, _ client: Client, _ edits: Bool) -> HTML {
    guard edits else { return .empty }
    let label: Phrase = what == "sites" ? "Add a site" : "Add a person"
    return Button(label, to: "\(client.path)/\(what)/new", weight: .quiet).html
  }

  static func new(
    _ shape: Shape, _ typed: Typed, _ members: [Member],
    namesake: (id: ID<Client>, name: String)?
  ) -> Page {
    let first = namesake.map { known in
      Notice(
        "\(say: "There is one of that name:") <a href=\"/clients/\(known.id)\">\(known.name)</a>",
        .risk)
    }
    let form = form("/clients", shape, typed, members, version: nil, back: "/clients")
    return Page(
      "Add a client", menu: "/clients",
      "\(Head("Add a client", crumbs: [("Clients", "/clients")]))\(first)\(form)")
  }

  static func edit(_ client: Client, _ shape: Shape, _ typed: Typed, _ members: [Member]) -> Page {
    let form = form(
      client.path, shape, typed, members, version: client.version, back: client.path)
    return Page(
      "\(client.name)", menu: "/clients",
      "\(Head("\(client.name)", crumbs: [("\(client.name)", client.path)]))\(form)")
  }

  private static func form(
    _ path: String, _ shape: Shape, _ typed: Typed, _ members: [Member], version: Int?,
    back: String
  ) -> Form {
    let people = members.filter(\.active).map { Field.Choice($0.id.text, "\($0.name)") }
    return Form(
      post: path, shape, typed, send: "Save", advanced: ["domains", "quiet", "archived"],
      back: ("Back", back), version: version
    ) { field in
      switch field.name {
      case "accountManager": field.options(people)
      case ClientRoutes.tick: typed.message(field.name) == nil ? field.leftOut : field
      default: field
      }
    }
  }
}
