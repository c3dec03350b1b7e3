// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Platform
import Rules
import Storage
import Web

/// The places of a client, each on its own clock.
struct SiteRoutes: Sendable {
  let house: House

  private static let shape = Shape(
    .text("name", label: "Name", max: 120),
    .text("zone", label: "Time zone", max: 60).help("Like Europe/London."),
    .long("address", label: "Address", max: 1000).optional,
    .long("entry", label: "How to get in", max: 2000).optional
      .help("Which door, whom to meet, where the key is."))

  var routes: [Route] { [new, add, show, change, listing] }

  private var new: Route {
    .page(
      .staff, "clients/:id/sites/new", may: .clientsEdit, scope: .client,
      summary: "The form for a new site."
    ) { try await drawNew($0) }
  }

  @Sendable private func drawNew(_ call: Call<Staff>) async throws -> Page {
    let client = try await client(call)
    return SitePages.form(
      nil, of: client, SiteRoutes.shape, call.typed.over(["zone": call.reader.zone.name]))
  }

  private func client(_ call: Call<Staff>) async throws -> Client {
    let id: ID<Client> = try call.id()
    return try await house.db.read { try Client.find(id, for: call.who.scope, in: $0) }
  }

  private var add: Route {
    .act(
      .staff, "clients/:id/sites", may: .clientsEdit, scope: .client, input: SiteRoutes.shape,
      audit: "site.added", summary: "Adds a site to a client.", redraw: drawNew
    ) { call in
      let client = try await client(call)
      let id = house.ids.next(Site.self, at: call.now)
      let site = try entered(id, client.id, version: 1, call)
      return try await call.write(house.db) { db in
        try site.insert(at: call.now, in: db)
        try db.append(
          [site.fact("added", at: call.now)], by: .member(call.who.member), at: call.now)
        return Outcome(
          see: client.path, json: site.json, version: 1, created: true,
          flash: "\(site.name) is added.")
      }
    }
  }

  private var show: Route {
    .page(
      .staff, "sites/:id", may: .clientsRead, scope: .client, summary: "One site and how to get in."
    ) { try await draw($0) }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let id: ID<Site> = try call.id()
    let (site, client) = try await house.db.read { db in
      let site = try Site.find(id, for: call.who.scope, in: db)
      return (site, try Client.find(site.client, for: call.who.scope, in: db))
    }
    guard call.who.may(.clientsEdit) else { return SitePages.facts(site, of: client) }
    return SitePages.form(site, of: client, SiteRoutes.shape, call.typed.over(site.written))
  }

  private var change: Route {
    .act(
      .staff, "sites/:id", may: .clientsEdit, scope: .client, input: SiteRoutes.shape,
      audit: "site.changed", versioned: true, summary: "Changes a site.", redraw: draw
    ) { call in
      let id: ID<Site> = try call.id()
      return try await call.write(house.db) { db in
        let known = try Site.find(id, for: call.who.scope, in: db)
        try call.expect(version: known.version)
        var next = try entered(id, known.client, version: known.version, call)
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
      .staff, "clients/:id/sites", may: .clientsRead, scope: .client, summary: "A client's sites."
    ) { call in
      let client = try await client(call)
      let sites = try await house.db.read {
        try Site.all(of: client.id, for: call.who.scope, in: $0)
      }
      return Answer(sites.map(\.json), next: nil)
    }
  }

  private func entered(
    _ id: ID<Site>, _ client: ID<Client>, version: Int, _ call: Call<Staff>
  ) throws -> Site {
    let zone = call.input.text("zone")
    _ = try house.zones.zone(named: zone)
    return Site(
      id: id, client: client, name: call.input.text("name"), address: call.input.text("address"),
      zone: zone, entry: call.input.text("entry"), version: version)
  }
}

extension Site {
  fileprivate var written: [String: String] {
    ["name": name, "zone": zone, "address": address, "entry": entry]
  }

  fileprivate var json: JSON {
    [
      "id": .id(id), "client": .id(client), "name": .text(name), "zone": .text(zone),
      "address": .text(address), "entry": .text(entry), "version": .number(version),
    ]
  }

  fileprivate func fact(_ happened: String, at now: Instant) -> Fact {
    Fact("site.\(happened)", about: Subject("site", id.text), client: client, at: now)
  }
}
