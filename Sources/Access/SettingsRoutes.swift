// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// What the provider sets for the whole house.
struct SettingsRoutes: Sendable {
  let house: House

  private static let shape = Shape(
    .text("name", label: "Your company", max: 120).conditional,
    .text("zone", label: "Time zone", max: 60).conditional.help(
      "Like Europe/London. It is the clock of whoever chose none; calendars and agreements keep theirs."
    ),
    .int(
      "closeDays", label: "Days until a resolved ticket closes by itself",
      Provider.possibleCloseDays
    ).conditional.help(
      "Counted from the fix, as long as nobody writes again. What the client writes after that opens a new ticket linked to it."
    ))

  var routes: [Route] { [page, reading, change] }

  private var page: Route {
    .page(.staff, "settings", may: .settingsEdit, summary: "What holds for the whole house.") {
      try await draw($0)
    }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let provider = try await house.db.read { try Provider.known(in: $0) }
    let typed = call.typed.over([
      "name": provider.name, "zone": provider.zone, "closeDays": "\(provider.closeDays)",
    ])
    let form = Form(post: "/settings", SettingsRoutes.shape, typed, send: "Save") { $0.needed }
    return Page("Settings", menu: "/settings", "\(Head("Settings"))\(form)")
  }

  private var reading: Route {
    .read(.staff, "settings", may: .settingsEdit, summary: "What holds for the whole house.") { _ in
      Answer(try await house.db.read { try Provider.known(in: $0) }.settings)
    }
  }

  private var change: Route {
    .act(
      .staff, "settings", may: .settingsEdit, input: SettingsRoutes.shape,
      audit: "provider.changed",
      summary: "Changes what holds for the whole house; what is left out stays as it is.",
      redraw: draw
    ) { call in
      if !call.isProgram { try call.input.require("name", "zone", "closeDays") }
      return try await call.write(house.db) { db in
        let known = try Provider.known(in: db)
        let provider = try changed(known, call)
        try provider.save(at: call.now, in: db)
        try db.append(
          [provider.fact(changing: known, at: call.now)], by: .member(call.who.member),
          at: call.now)
        return Outcome(
          see: "/settings", json: provider.settings,
          flash: "Saved. It holds for the tickets that are resolved now, too.")
      }
    }
  }
}

extension SettingsRoutes {
  private func changed(_ known: Provider, _ call: Call<Staff>) throws -> Provider {
    var provider = known
    provider.name = call.input.optionalText("name") ?? known.name
    provider.closeDays = call.input.optionalInt("closeDays") ?? known.closeDays
    if let zone = call.input.optionalText("zone") {
      do { provider.zone = try house.zones.zone(named: zone).name } catch let why as HoursRefusal {
        throw WrongZone(why: why)
      }
    }
    return provider
  }
}

/// A time zone the data doesn't have, said beside its field.
private struct WrongZone: Refusal {
  let why: HoursRefusal
  let field: String? = "zone"
  var code: String { why.code }
  var message: Phrase { why.message }
}

extension Provider {
  /// What is other than it was.
  fileprivate func fact(changing known: Provider, at now: Instant) -> Fact {
    var body: [String: Fact.Value] = [:]
    if name != known.name { body["name"] = .text(name) }
    if zone != known.zone { body["zone"] = .text(zone) }
    if closeDays != known.closeDays { body["closeDays"] = .number(closeDays) }
    return Fact("provider.changed", about: Subject("provider", "provider"), at: now, body)
  }

  /// Whoever may change settings has been set up before.
  fileprivate static func known(in db: Connection) throws -> Provider {
    guard let provider = try find(in: db) else { throw Absent() }
    return provider
  }

  fileprivate var settings: JSON {
    ["name": .text(name), "zone": .text(zone), "closeDays": .number(closeDays)]
  }
}
