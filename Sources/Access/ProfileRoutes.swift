// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// What a member keeps for themselves: how they like their pages, their password and the tokens
/// their programs use.
struct ProfileRoutes: Sendable {
  let house: House

  private static let lookShape = Shape(
    .choice("language", label: "Language", Language.choices),
    .choice("theme", label: "Look", Look.Theme.choices))

  private static let passwordShape = Shape(
    .secret("current", label: "Present password").conditional.help(
      "Leave empty if you have none yet."),
    .secret("password", label: "New password").help("At least 12 characters."))

  private static let tokenShape = Shape(
    .text("name", label: "What it is for", max: 80),
    .choices("permissions", label: "What it may do", Permission.choices).conditional)

  var routes: [Route] { [page, look, password, tokens, makeToken, revoke] }

  private var page: Route {
    .page(.staff, "me", scope: .own, summary: "The member's own page.") { try await draw($0) }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let tokens = try await house.db.read { try APIToken.all(of: call.who.member, in: $0) }
    let page = ProfilePages(
      who: call.who, tokens: tokens, look: ProfileRoutes.lookShape,
      password: ProfileRoutes.passwordShape, token: ProfileRoutes.tokenShape)
    return page.me(call.typed)
  }

  /// Each for themselves, without asking an owner.
  private var look: Route {
    .act(
      .staff, "me/look", may: .selfManage, scope: .own, input: ProfileRoutes.lookShape,
      audit: "member.lookChosen", summary: "Chooses the member's language and look.",
      redraw: draw
    ) { call in
      let me = call.who.member
      let (language, theme) = (call.input.text("language"), call.input.text("theme"))
      return try await call.write(house.db) { db in
        var member = try Member.find(me, in: db)
        member.language = call.input.choice("language")
        member.theme = call.input.choice("theme")
        try member.update(in: db)
        let fact = Fact.aboutMember(
          "lookChosen", me, at: call.now, ["language": .text(language), "theme": .text(theme)])
        try db.append([fact], by: .member(me), at: call.now)
        return Outcome(
          see: "/me", json: ["language": .text(language), "theme": .text(theme)], flash: "Saved.")
      }
    }
  }

  /// The present password is asked for, every other session ends, and this one gets a new key.
  private var password: Route {
    .act(
      .staff, "me/password", may: .selfManage, scope: .own, rate: .signIn,
      input: ProfileRoutes.passwordShape, audit: "member.passwordChanged", twin: false,
      summary: "Changes the member's password.", redraw: draw
    ) { call in
      let me = call.who.member
      let stored = try await house.db.read { try Password.find(me, in: $0) }
      if stored != nil {
        let isTheirs = try await Password.matches(call.input.text("current"), stored)
        guard isTheirs else { throw Member.Refused.wrongPassword }
      }
      try Password.check(call.input.text("password"))
      let hash = try await Password.hash(call.input.text("password"))
      return try await call.write(house.db) { db in
        try Password.save(hash, for: me, at: call.now, in: db)
        try Session.closeAll(of: me, in: db)
        try db.append(
          [.aboutMember("passwordChanged", me, at: call.now)], by: .member(me), at: call.now)
        return Outcome(
          see: "/me", flash: "Your password is changed. Other devices were signed out.",
          session: .begin(key: try Session.open(for: me, at: call.now, in: db)))
      }
    }
  }

  private var tokens: Route {
    .read(.staff, "me/tokens", may: .tokensMake, scope: .own, summary: "The member's tokens.") {
      call in
      let tokens = try await house.db.read { try APIToken.all(of: call.who.member, in: $0) }
      return Answer(tokens.map(\.json), next: nil)
    }
  }

  /// A token can't make tokens that may do more than it may itself.
  private var makeToken: Route {
    .act(
      .staff, "me/tokens", may: .tokensMake, scope: .own, input: ProfileRoutes.tokenShape,
      audit: "member.tokenMade", summary: "Makes a token; its secret is shown once.",
      redraw: draw
    ) { call in
      let asked = Set(call.input.texts("permissions").compactMap(Permission.init(rawValue:)))
      guard !asked.isDisjoint(with: call.who.permissions) else { throw EmptyToken() }
      let token = APIToken(
        id: house.ids.next(APIToken.self, at: call.now), member: call.who.member,
        name: call.input.text("name"), permissions: asked.intersection(call.who.permissions),
        createdAt: call.now)
      return try await call.write(house.db) { db in
        try db.append(
          [.aboutMember("tokenMade", call.who.member, at: call.now, ["name": .text(token.name)])],
          by: .member(call.who.member), at: call.now)
        let secret = try token.insert(in: db)
        return Outcome(
          see: "/me", json: token.json.adding("secret", .text(secret)), created: true,
          flash: "Copy the token now; it is not shown again: \(secret)")
      }
    }
  }

  private var revoke: Route {
    .act(
      .staff, "me/tokens/:id/revocation", may: .tokensMake, scope: .own,
      audit: "member.tokenRevoked", summary: "Revokes a token at once."
    ) { call in
      let id: ID<APIToken> = try call.id()
      return try await call.write(house.db) { db in
        try APIToken.revoke(id, of: call.who.member, at: call.now, in: db)
        try db.append(
          [.aboutMember("tokenRevoked", call.who.member, at: call.now, ["token": .text(id.text)])],
          by: .member(call.who.member), at: call.now)
        return Outcome(see: "/me", flash: "The token works no more.")
      }
    }
  }
}

/// A token that may do nothing answers every call with a refusal.
private struct EmptyToken: Refusal {
  let code = "token.empty"
  let field: String? = "permissions"
  let message: Phrase =
    "A token has to be allowed something. Tick at least one thing its program may do."
}

extension APIToken {
  fileprivate var json: JSON {
    [
      "id": .id(id), "name": .text(name),
      "permissions": .list(permissions.map(\.rawValue).sorted()) { .text($0) },
      "createdAt": .moment(createdAt), "usedAt": .optional(usedAt, JSON.moment),
      "revokedAt": .optional(revokedAt, JSON.moment),
    ]
  }
}

extension Permission {
  static var choices: [Field.Choice] {
    allCases.map { Field.Choice($0.rawValue, $0.label) }
  }

  /// A token can give no more than its member may.
  static func choices(of who: Staff) -> [Field.Choice] {
    allCases.filter(who.may).map { Field.Choice($0.rawValue, $0.label) }
  }

  package var label: Phrase {
    switch self {
    case .deskRead: "See tickets"
    case .deskWork: "Work on tickets"
    case .deskDispatch: "Dispatch tickets"
    case .timeLog: "Log time"
    case .clientsRead: "See clients"
    case .clientsEdit: "Change clients"
    case .agreementsRead: "See agreements"
    case .agreementsEdit: "Change agreements"
    case .agreementsSign: "Sign agreements"
    case .membersRead: "See members"
    case .membersManage: "Manage members"
    case .reportsRead: "Read reports"
    case .outboxRead: "See the outbox"
    case .settingsEdit: "Change settings"
    case .selfManage: "Choose one's own language and look"
    case .tokensMake: "Make and revoke one's own tokens"
    }
  }
}

extension Look.Theme {
  fileprivate static var choices: [Field.Choice] {
    allCases.map { Field.Choice($0.rawValue, $0.label) }
  }

  private var label: Phrase {
    switch self {
    case .system: "As the device"
    case .light: "Light"
    case .dark: "Dark"
    }
  }
}
