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
    .ids("clients", label: "Their clients", max: 1000))

  var routes: [Route] { [show, change] }

  private var show: Route {
    .page(
      .staff, "members/:id/clients", may: .membersManage,
      summary: "The form that says which clients a member sees."
    ) { try await draw($0) }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let id: ID<Member> = try call.id()
    let (member, clients) = try await house.db.read { db in
      (try Member.find(id, in: db), try Client.allNames(for: call.who.scope, in: db))
    }
    let chosen = (member.clients ?? []).map(\.text).sorted().joined(separator: "\n")
    let start = ["reach": member.clients == nil ? "every" : "some", "clients": chosen]
    return ReachPages.form(member, ReachRoutes.shape, call.typed.over(start), clients)
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
    let clients = Set(call.input.ids("clients", of: Client.self))
    guard !clients.isEmpty else { throw NoClientChosen() }
    let seen = Set(try Client.allNames(for: call.who.scope, in: db).map(\.id))
    guard clients.isSubset(of: seen) else { throw UnknownChoice(in: "clients") }
    return clients
  }
}

struct NoClientChosen: Refusal {
  let code = "member.noClient"
  let field: String? = "clients"
  let message: Phrase =
    "Without a client they would see nothing at all. Choose at least one, or let them see every client."
}

/// The form that says which clients a member sees.
enum ReachPages {
  static func form(
    _ member: Member, _ shape: Shape, _ typed: Typed, _ clients: [(id: ID<Client>, name: String)]
  ) -> Page {
    let form = Form(
      post: "\(member.path)/clients", shape, typed, send: "Save", back: ("Back", member.path),
      version: member.version
    ) { field in
      field.name == "clients"
        ? field.options(clients.map { Field.Choice($0.id.text, "\($0.name)") }) : field.radio
    }
    let crumbs: [(title: Phrase, path: String)] = [
      ("Members", "/members"), ("\(member.name)", member.path),
    ]
    return Page(
      "Clients of \(member.name)", menu: "/members",
      "\(Head("Clients of \(member.name)", crumbs: crumbs))\(form)")
  }
}
