// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Platform
import Rules
import Storage
import Web

/// Which clients a member sees: all of them, or those they work for.
struct ReachRoutes: Sendable {
  let house: House

  private static let shape = Shape(
    .choice(
      "reach", label: "What they see",
      [
        Field.Choice("every", "Every client, and those that come later"),
        Field.Choice("some", "Only the clients chosen below"),
      ]),
    .ids("clients", label: "Their clients", max: 1000).conditional,
    ClientField.field("add", label: "One more client").conditional)

  var routes: [Route] { [show, change] }

  private var show: Route {
    .page(
      .staff, "members/:id/clients", may: .membersManage,
      summary: "The form that says which clients a member sees."
    ) { try await draw($0) }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let id: ID<Member> = try call.id()
    let scope = call.who.scope
    return try await house.db.read { db in
      let member = try Member.find(id, in: db)
      let chosen = (member.clients ?? []).map(\.text).sorted().joined(separator: "\n")
      let start = ["reach": member.clients == nil ? "every" : "some", "clients": chosen]
      let typed = call.typed.over(start)
      return ReachPages.form(
        member, ReachRoutes.shape, typed,
        try ClientField(naming: typed.value("add"), for: scope, in: db),
        chosen: try Client.names(
          of: Set(typed.values("clients").map { ID($0) }), for: scope, in: db))
    }
  }

  /// A member's own sessions end too: what they may see is asked once, when they come in.
  private var change: Route {
    .act(
      .staff, "members/:id/clients", may: .membersManage,
      input: ReachRoutes.shape, audit: "member.reachSet", versioned: true,
      summary: "Says which clients a member sees.", redraw: draw
    ) { call in
      let id: ID<Member> = try call.id()
      return try await call.write(house.db) { db in
        let known = try Member.find(id, in: db)
        try call.expect(version: known.version)
        let next = try known.saveReach(
          try chosenClients(call, in: db), by: call.who, at: call.now, in: db)
        return Outcome(
          see: next.path, json: next.json(for: call.who), version: next.version,
          flash: "Saved. It holds from now on; they sign in again.")
      }
    }
  }

  private func chosenClients(
    _ call: Call<Staff>, in db: Connection
  ) throws -> Set<ID<Client>>? {
    guard call.input.text("reach") == "some" else { return nil }
    var clients = Set(call.input.ids("clients", of: Client.self))
    let seen = try Client.names(of: clients, for: call.who.scope, in: db)
    guard seen.count == clients.count else { throw UnknownChoice(in: "clients") }
    if let more = try call.client(named: "add", in: db) { clients.insert(more) }
    guard !clients.isEmpty else { throw NoClientChosen() }
    return clients
  }
}

struct NoClientChosen: Refusal {
  let code = "member.noClient"
  let field: String? = "clients"
  let message: Phrase =
    "Without a client they would see nothing at all. Choose at least one, or let them see every client."
}

/// The form that says which clients a member sees: all of them to choose from where they are few,
/// else those chosen and a field for one more.
enum ReachPages {
  static func form(
    _ member: Member, _ shape: Shape, _ typed: Typed, _ clients: ClientField,
    chosen: [ID<Client>: String]
  ) -> Page {
    let form = Form(
      post: "\(member.path)/clients", shape, typed, send: "Save", back: ("Back", member.path),
      version: member.version
    ) { field in
      switch field.name {
      case "clients": field.options(clients.choices(with: chosen))
      case "add": clients.isList ? field.leftOut : clients.draw(field)
      default: field.radio
      }
    }
    let crumbs: [(title: Phrase, path: String)] = [
      ("Members", "/members"), ("\(member.name)", member.path),
    ]
    return Page(
      "Clients of \(member.name)", menu: "/members",
      "\(Head("Clients of \(member.name)", crumbs: crumbs))\(form)")
  }
}
