// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// First set-up: the provider and its first member. The door closes for ever once a member exists.
struct SetUpRoutes: Sendable {
  let house: House

  private static let shape = Shape(
    .text("provider", label: "Your company", max: 120),
    .text("zone", label: "Time zone", max: 60).help("Like Europe/London."),
    .choice("language", label: "Language", Language.choices),
    .text("name", label: "Your name", max: 120), .email("email", label: "Your mail address"),
    .secret("password", label: "A password").help("At least 12 characters."))

  var routes: [Route] { [page, setUp] }

  private var page: Route {
    .page(.open, "set-up", summary: "The first set-up, while nobody is a member.") { call in
      try await draw(call)
    }
  }

  @Sendable private func draw(_ call: Call<Nobody>) async throws -> Page {
    try await house.db.read { if try Member.exists(in: $0) { throw Absent() } }
    let typed = call.typed.over([
      "zone": house.config.zone, "language": call.reader.language.rawValue,
    ])
    return SignInPages.setUp(SetUpRoutes.shape, typed)
  }

  private var setUp: Route {
    .act(
      .open, "set-up", rate: .signIn, input: SetUpRoutes.shape, audit: "provider.setUp",
      twin: false, summary: "Names the provider and its first member.", redraw: draw
    ) { call in
      try call.requireSafeCookies()
      try await house.db.read { if try Member.exists(in: $0) { throw Absent() } }
      let (provider, owner) = try answers(call)
      try Password.check(call.input.text("password"))
      let hash = try await Password.hash(call.input.text("password"))
      let key = try await house.db.write { db in
        if try Member.exists(in: db) { throw Absent() }
        try provider.save(at: call.now, in: db)
        try owner.insert(at: call.now, in: db)
        try Password.save(hash, for: owner.id, at: call.now, in: db)
        try db.append(
          [
            Fact("provider.setUp", about: Subject("provider", "provider"), at: call.now),
            .aboutMember("added", owner.id, at: call.now),
          ], by: .member(owner.id), at: call.now)
        return try Session.open(for: owner.id, at: call.now, in: db)
      }
      return Outcome(see: "/", session: .begin(key: key))
    }
  }

  private func answers(_ call: Call<Nobody>) throws -> (Provider, Member) {
    let zone = call.input.text("zone")
    _ = try house.zones.zone(named: zone)
    let language: Language = call.input.choice("language")
    let owner = Member(
      id: house.ids.next(Member.self, at: call.now), name: call.input.text("name"),
      email: call.input.text("email"), role: .owner, tier: .third, language: language)
    return (Provider(name: call.input.text("provider"), zone: zone, language: language), owner)
  }
}

extension Language {
  /// What people choose from, each in its own words.
  package static var choices: [Field.Choice] {
    [Field.Choice("en", "English"), Field.Choice("de", "Deutsch")]
  }
}
