// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Platform
import Rules
import Storage
import Web

/// The people of a client: how to reach them, what they are to us, who acts when they can't.
struct ContactRoutes: Sendable {
  let house: House

  private static let shape = Shape(
    [
      .text("name", label: "Name", max: 120),
      .email("email", label: "Mail address").optional
        .help("Without one they can't be asked by mail."),
      .text("phone", label: "Phone", max: 60).optional,
      .choices("roles", label: "What they are", Contact.Duty.choices),
      .id("site", label: "Site").optional,
    ]
      + PersonField.fields(
        "Stand-in", .standIn, help: "Acts when they can't: a name, or a mail address.")
      + [.flag("active", label: "Works there")])

  var routes: [Route] { [new, add, show, change, listing] }

  private var new: Route {
    .page(
      .staff, "clients/:id/contacts/new", may: .clientsEdit, scope: .client,
      summary: "The form for a new person of a client."
    ) { try await drawNew($0) }
  }

  @Sendable private func drawNew(_ call: Call<Staff>) async throws -> Page {
    let id: ID<Client> = try call.id()
    let company = try await house.db.read { try Company(of: id, call, in: $0) }
    return ContactPages.form(
      nil, of: company, ContactRoutes.shape, call.typed.over(["active": "on"]))
  }

  private var add: Route {
    .act(
      .staff, "clients/:id/contacts", may: .clientsEdit, scope: .client,
      input: ContactRoutes.shape, audit: "contact.added",
      summary: "Adds a person to a client.", redraw: drawNew
    ) { call in
      let client: ID<Client> = try call.id()
      let id = house.ids.next(Contact.self, at: call.now)
      return try await call.write(house.db) { db in
        _ = try Client.find(client, for: call.who.scope, in: db)
        let contact = try entered(id, client, version: 1, call, in: db)
        try contact.checkCompany(in: db)
        try contact.insert(at: call.now, in: db)
        try db.append(
          [contact.fact("added", at: call.now)], by: .member(call.who.member), at: call.now)
        return Outcome(
          see: "/clients/\(client)", json: contact.json, version: 1, created: true,
          flash: "\(contact.name) is added.")
      }
    }
  }

  private var show: Route {
    .page(
      .staff, "contacts/:id", may: .clientsRead, scope: .client, summary: "One person of a client."
    ) { try await draw($0) }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let id: ID<Contact> = try call.id()
    let (contact, company) = try await house.db.read { db in
      let contact = try Contact.find(id, for: call.who.scope, in: db)
      return (contact, try Company(of: contact.client, with: contact, call, in: db))
    }
    guard call.who.may(.clientsEdit) else { return ContactPages.facts(contact, of: company) }
    return ContactPages.form(
      contact, of: company, ContactRoutes.shape, call.typed.over(contact.written(company)))
  }

  private var change: Route {
    .act(
      .staff, "contacts/:id", may: .clientsEdit, scope: .client, input: ContactRoutes.shape,
      audit: "contact.changed", versioned: true, summary: "Changes a person of a client.",
      redraw: draw
    ) { call in
      let id: ID<Contact> = try call.id()
      return try await call.write(house.db) { db in
        let known = try Contact.find(id, for: call.who.scope, in: db)
        try call.expect(version: known.version)
        var next = try entered(
          id, known.client, version: known.version, standIn: known.standIn, call, in: db)
        try next.checkCompany(in: db)
        try next.update(in: db)
        try db.append(
          [next.fact("changed", at: call.now)], by: .member(call.who.member), at: call.now)
        next.version += 1
        return Outcome(
          see: "/clients/\(next.client)", json: next.json, version: next.version, flash: "Saved.")
      }
    }
  }

  private var listing: Route {
    .read(
      .staff, "clients/:id/contacts", may: .clientsRead, scope: .client, query: PeoplePage.query,
      summary: "A client's people."
    ) { call in
      let id: ID<Client> = try call.id()
      let read = try PeoplePage.reader(call)
      let found = try await house.db.read { db in
        _ = try Client.find(id, for: call.who.scope, in: db)
        return try read(db)
      }
      return Answer(found.people.map(\.json), next: found.next)
    }
  }

  /// `standIn` is whom the form named by itself.
  private func entered(
    _ id: ID<Contact>, _ client: ID<Client>, version: Int, standIn usual: ID<Contact>? = nil,
    _ call: Call<Staff>, in db: Connection
  ) throws -> Contact {
    let own = Scope.clients([client])
    let usual = try usual.flatMap { try Contact.choice($0, for: own, in: db) }
    let standIn = try call.person(usual, named: .standIn, for: own, in: db)?.id
    if standIn == id, call.input.optionalText("standInName") != nil {
      throw Contact.Refused.ownStandIn(in: "standInName")
    }
    return Contact(
      id: id, client: client, name: call.input.text("name"),
      email: call.input.optionalText("email")?.lowercased(), phone: call.input.text("phone"),
      roles: Set(call.input.texts("roles").compactMap(Contact.Duty.init(rawValue:))),
      site: call.input.optionalID("site"), standIn: standIn,
      active: call.input.flag("active"), version: version)
  }
}

/// A client with its places and those who may stand in, as the form of one person needs them.
struct Company: Sendable {
  let client: Client
  let sites: [Site]
  let standIn: PersonChoice?
  let field: PersonField

  init(
    of id: ID<Client>, with contact: Contact? = nil, _ call: Call<Staff>, in db: Connection
  ) throws {
    client = try Client.find(id, for: call.who.scope, in: db)
    sites = try Site.all(of: id, for: call.who.scope, in: db)
    let few = try Contact.few(of: id, with: contact?.standIn, in: db)
    standIn = few.usual
    field = try PersonField(
      .standIn, of: id, offering: few.people.filter { $0.id != contact?.id }
    ).again(call.typed, for: .clients([id]), in: db)
  }
}

extension Contact {
  fileprivate func written(_ company: Company) -> [String: String] {
    [
      "name": name, "email": email ?? "", "phone": phone, "site": site?.text ?? "",
      "standInName": company.standIn?.name ?? "", "active": active ? "on" : "",
      "roles": roles.map(\.rawValue).joined(separator: "\n"),
    ]
  }

  fileprivate var json: JSON {
    [
      "id": .id(id), "client": .id(client), "name": .text(name), "email": .optional(email),
      "phone": .text(phone), "roles": .list(roles.map(\.rawValue).sorted()) { .text($0) },
      "site": .optional(site?.text), "standIn": .optional(standIn?.text),
      "active": .flag(active), "version": .number(version),
    ]
  }

  package func fact(_ happened: String, at now: Instant) -> Fact {
    Fact("contact.\(happened)", about: Subject("contact", id.text), client: client, at: now)
  }
}
