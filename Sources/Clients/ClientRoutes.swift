// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Platform
import Rules
import Storage
import Web

/// The organisations served: who they are and who answers for them.
struct ClientRoutes: Sendable {
  let house: House

  static let shape = Shape(
    .text("name", label: "Name", max: 200),
    .choice("language", label: "Language", Language.choices)
      .help("Letters and pages for their people are written in it."),
    .long("domains", label: "Mail domains", max: 4000).optional
      .help("One a line. Mail from an unknown sender there is suggested as theirs."),
    .id("accountManager", label: "Account manager").optional,
    .flag("quiet", label: "Quiet mode").help("Clocks run, nothing goes out."),
    .flag("archived", label: "Archived"))

  static let tick = "sameName"

  private static let newShape = shape.with(
    .flag(tick, label: "It is another client with the same name"))

  private static let query = Shape(
    .text("name", label: "Name begins with", max: 100).optional,
    .flag("archived", label: "Archived")
  ).paged

  var routes: [Route] { [list, listing, new, add, show, edit, change, reading] }

  private var list: Route {
    .page(
      .staff, "clients", may: .clientsRead, scope: .client, query: ClientRoutes.query,
      summary: "Clients by name."
    ) { call in
      let rows = try await rows(call)
      return ClientPages.list(rows, ClientRoutes.query, call.asked, who: call.who)
    }
  }

  private var listing: Route {
    .read(
      .staff, "clients", may: .clientsRead, scope: .client, query: ClientRoutes.query,
      summary: "Clients by name."
    ) { call in
      let rows = try await rows(call)
      return Answer(rows.page.map(\.json), next: rows.next)
    }
  }

  private func rows(_ call: Call<Staff>) async throws -> (page: [ClientRow], next: Cursor?) {
    let (limit, after) = try call.paging()
    let from = after.map { ClientRow(id: ID($0.parts[1]), name: "", folded: $0.parts[0]) }
    let found = try await house.db.read { db in
      try Client.list(
        matching: call.input.text("name"), archived: call.input.flag("archived"), after: from,
        limit: limit + 1, for: call.who.scope, in: db)
    }
    let page = Array(found.prefix(limit))
    let next = found.count > limit ? page.last.map { Cursor($0.folded, $0.id.text) } : nil
    return (page, next)
  }

  private var new: Route {
    .page(
      .staff, "clients/new", may: .clientsEdit, scope: .client,
      summary: "The form for a new client."
    ) { try await drawNew($0) }
  }

  @Sendable private func drawNew(_ call: Call<Staff>) async throws -> Page {
    let name = call.typed.message(ClientRoutes.tick).flatMap { _ in call.typed.value("name") }
    let (members, namesake) = try await house.db.read { db in
      (
        try Member.all(in: db),
        try name.flatMap { try Client.namesake($0, for: call.who.scope, in: db) }
      )
    }
    let start = ["language": call.reader.language.rawValue, "accountManager": call.who.member.text]
    return ClientPages.new(
      ClientRoutes.newShape, call.typed.over(start), members, namesake: namesake)
  }

  /// A member who works for some clients only gets the new one too, or they could not see it.
  private var add: Route {
    .act(
      .staff, "clients", may: .clientsEdit, scope: .client, input: ClientRoutes.newShape,
      audit: "client.added",
      summary: "Adds a client; `sameNameAs` is one that is called the same.", redraw: drawNew
    ) { call in
      let client = entered(house.ids.next(Client.self, at: call.now), version: 1, call)
      return try await call.write(house.db) { db in
        try client.checkManager(in: db)
        let namesake = try Client.namesake(client.name, for: call.who.scope, in: db)
        if let namesake, !call.isProgram, !call.input.flag(ClientRoutes.tick) {
          throw SameName(name: namesake.name)
        }
        try client.insert(at: call.now, in: db)
        if case .clients = call.who.scope {
          try Member.grant(client.id, to: call.who.member, in: db)
        }
        try db.append(
          [client.fact("added", at: call.now)], by: .member(call.who.member), at: call.now)
        return Outcome(
          see: client.path, json: client.json.adding("sameNameAs", .optional(namesake?.id.text)),
          version: 1, created: true,
          flash: "\(client.name) is a client now. Add a site and their people.")
      }
    }
  }

  private var show: Route {
    .page(
      .staff, "clients/:id", may: .clientsRead, scope: .client, query: PeoplePage.query,
      summary: "One client: places and people."
    ) { call in
      let id: ID<Client> = try call.id()
      let scope = call.who.scope
      let read = try PeoplePage.reader(call)
      let (client, sites, people) = try await house.db.read { db in
        (
          try Client.find(id, for: scope, in: db), try Site.all(of: id, for: scope, in: db),
          try read(db)
        )
      }
      return ClientPages.show(client, sites, people, who: call.who)
    }
  }

  private var edit: Route {
    .page(
      .staff, "clients/:id/change", may: .clientsEdit, scope: .client,
      summary: "The form to change a client."
    ) { try await draw($0) }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let id: ID<Client> = try call.id()
    let (client, members) = try await house.db.read { db in
      (try Client.find(id, for: call.who.scope, in: db), try Member.all(in: db))
    }
    return ClientPages.edit(client, ClientRoutes.shape, call.typed.over(client.written), members)
  }

  private var change: Route {
    .act(
      .staff, "clients/:id", may: .clientsEdit, scope: .client, input: ClientRoutes.shape,
      audit: "client.changed", versioned: true, summary: "Changes a client.", redraw: draw
    ) { call in
      let id: ID<Client> = try call.id()
      return try await call.write(house.db) { db in
        let known = try Client.find(id, for: call.who.scope, in: db)
        try call.expect(version: known.version)
        var next = entered(id, version: known.version, call)
        try next.checkManager(in: db)
        try next.update(in: db)
        try db.append(
          [next.fact("changed", at: call.now)], by: .member(call.who.member), at: call.now)
        next.version += 1
        return Outcome(see: next.path, json: next.json, version: next.version, flash: "Saved.")
      }
    }
  }

  private var reading: Route {
    .read(.staff, "clients/:id", may: .clientsRead, scope: .client, summary: "One client.") {
      call in
      let id: ID<Client> = try call.id()
      let client = try await house.db.read { try Client.find(id, for: call.who.scope, in: $0) }
      return Answer(client.json, version: client.version)
    }
  }

  private func entered(_ id: ID<Client>, version: Int, _ call: Call<Staff>) -> Client {
    Client(
      id: id, name: call.input.text("name"), language: call.input.choice("language"),
      domains: call.input.text("domains").split(whereSeparator: \.isWhitespace).map {
        $0.lowercased()
      },
      accountManager: call.input.optionalID("accountManager"), quiet: call.input.flag("quiet"),
      archived: call.input.flag("archived"), version: version)
  }
}

/// Said once before a second client of one name is made: it is nearly always the same one.
struct SameName: Refusal {
  let name: String
  let code = "client.sameName"
  let field: String? = ClientRoutes.tick
  var message: Phrase {
    "There is a client called \(name) already. Look at them first; if this is another, tick the box and save once more."
  }
}

extension Client {
  package var path: String { "/clients/\(id)" }

  var written: [String: String] {
    [
      "name": name, "language": language.rawValue,
      "domains": domains.joined(separator: "\n"), "accountManager": accountManager?.text ?? "",
      "quiet": quiet ? "on" : "", "archived": archived ? "on" : "",
    ]
  }

  var json: JSON {
    [
      "id": .id(id), "name": .text(name), "language": .text(language.rawValue),
      "domains": .list(domains) { .text($0) },
      "accountManager": .optional(accountManager?.text), "quiet": .flag(quiet),
      "archived": .flag(archived), "version": .number(version),
    ]
  }

  func fact(_ happened: String, at now: Instant) -> Fact {
    Fact("client.\(happened)", about: Subject("client", id.text), client: id, at: now)
  }

  fileprivate func checkManager(in db: Connection) throws {
    guard let accountManager else { return }
    _ = try chosen(in: "accountManager") { try Member.find(accountManager, in: db) }
  }
}

extension ClientRow {
  fileprivate var json: JSON {
    [
      "id": .id(id), "name": .text(name), "quiet": .flag(quiet),
      "accountManager": .optional(accountManager),
    ]
  }
}
