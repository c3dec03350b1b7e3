// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// Coming in and going out: by password, by a link that works once, and out again everywhere.
struct SignInRoutes: Sendable {
  let house: House

  /// Where somebody was going when they were asked to sign in.
  private static let way = Shape(.text("next", label: "Goes on to", max: 2000).optional)

  private static let shape = Shape(
    [.email("email", label: "Mail address"), .secret("password", label: "Password")] + way.fields)

  var routes: [Route] { [page, signIn, linkPage, redeem, signOut, signOutEverywhere] }

  private var page: Route {
    .page(.open, "sign-in", query: SignInRoutes.way, summary: "The sign-in form.") { call in
      try await draw(call.typed.over(["next": call.next]))
    }
  }

  @Sendable private func redraw(_ call: Call<Nobody>) async throws -> Page {
    try await draw(call.typed)
  }

  private func draw(_ typed: Typed) async throws -> Page {
    let isNew = try await house.db.read { try !Member.exists(in: $0) }
    guard !isNew else { return .see("/set-up") }
    return SignInPages.signIn(SignInRoutes.shape, typed)
  }

  /// The same words whether the address is unknown, the password wrong or the member gone: nobody
  /// learns who works here (TRUST C12).
  private var signIn: Route {
    .act(
      .open, "sign-in", rate: .signIn, input: SignInRoutes.shape, audit: "member.signedIn",
      twin: false, summary: "Signs a member in.", redraw: redraw
    ) { call in
      try call.requireSafeCookies()
      let email = call.input.text("email").lowercased()
      let known = try await knock(email, from: call.address, at: call.now)
      let matches = try await Password.matches(call.input.text("password"), known.hash)
      guard matches, let member = known.member, member.active else { throw SignInRefused() }
      return try await house.db.write { db in
        try db.clear(.account, for: email)
        return try begin(member, call, in: db)
      }
    }
  }

  /// Counts the attempt before the password is looked at, so that asking in parallel guesses no
  /// faster.
  private func knock(
    _ email: String, from address: String, at now: Instant
  ) async throws -> (member: Member?, hash: String?) {
    let house = house
    let wait = try await house.db.write { db in
      let account = try db.count(.account, for: email, at: now)
      let place = try db.count(.place, for: address, at: now)
      return [account, place].compactMap { $0 }.max()
    }
    if let wait { throw TooManyAttempts(wait: wait) }
    return try await house.db.read { db in
      let member = try Member.find(email: email, in: db)
      return (member, try member.flatMap { try Password.find($0.id, in: db) })
    }
  }

  /// In the caller's write: a link is never used up without a session to show for it.
  private func begin(
    _ member: Member, _ call: Call<Nobody>, in db: Connection
  ) throws -> Outcome {
    try db.append([.signedIn(member.id, at: call.now)], by: .member(member.id), at: call.now)
    let key = try Session.open(for: member.id, at: call.now, in: db)
    return Outcome(see: call.next, session: .begin(key: key))
  }

  /// Mail scanners open links, so opening one changes nothing: a button on the page acts.
  private var linkPage: Route {
    .page(
      .open, "sign-in/:link", rate: .signIn, query: SignInRoutes.way,
      summary: "What a sign-in link is for."
    ) { call in
      let link = call.path("link")
      let (member, isIn) = try await house.db.read { db in
        let member = try SignInLink.member(link, in: call.key, at: call.now, in: db)
        return (member, try member == nil && call.isIn(by: link, in: db))
      }
      return isIn ? .see(call.next) : SignInPages.link(link, for: member, next: call.next)
    }
  }

  private var redeem: Route {
    .act(
      .open, "sign-in/:link/use", rate: .signIn, input: SignInRoutes.way,
      audit: "member.signedIn", twin: false, summary: "Uses a sign-in link up."
    ) { call in
      try call.requireSafeCookies()
      let link = call.path("link")
      return try await house.db.write { db in
        let member = try SignInLink.member(link, in: call.key, at: call.now, in: db)
        guard let member, try SignInLink.redeem(link, in: call.key, at: call.now, in: db) else {
          guard try call.isIn(by: link, in: db) else { throw LinkUsed() }
          return Outcome(see: call.next)
        }
        return try begin(member, call, in: db)
      }
    }
  }

  private var signOut: Route {
    .act(
      .staff, "sign-out", scope: .own, audit: "member.signedOut", twin: false,
      summary: "Ends this session."
    ) { call in
      return try await call.write(house.db) { db in
        try Session.close(call.key, in: db)
        try db.append(
          [.aboutMember("signedOut", call.who.member, at: call.now)],
          by: .member(call.who.member), at: call.now)
        return Outcome(see: "/sign-in", session: .end)
      }
    }
  }

  /// For people only: a token made for one small thing must not put its member out of the house.
  private var signOutEverywhere: Route {
    .act(
      .staff, "me/sign-out-everywhere", scope: .own, audit: "member.signedOutEverywhere",
      twin: false, summary: "Ends every session of the member, this one too."
    ) { call in
      return try await call.write(house.db) { db in
        try Session.closeAll(of: call.who.member, in: db)
        try db.append(
          [.aboutMember("signedOutEverywhere", call.who.member, at: call.now)],
          by: .member(call.who.member), at: call.now)
        return Outcome(
          see: "/sign-in", flash: "You are signed out on every device.", session: .end)
      }
    }
  }
}

extension Call<Nobody> {
  /// Where they were going; nowhere but under our own roof.
  fileprivate var next: String {
    let wanted = input.optionalText("next") ?? "/"
    return wanted.isOwnPath ? wanted : "/"
  }

  /// Whether this browser is signed in already as the one the link was for.
  fileprivate func isIn(by link: String, in db: Connection) throws -> Bool {
    guard let session, let owner = try SignInLink.owner(link, at: now, in: db) else { return false }
    return try Session.member(session, at: now, in: db)?.member.id == owner
  }
}

extension Throttle {
  /// One account, and one address whatever the account.
  fileprivate static let account = Throttle("sign-in", limit: 10, per: 900)
  fileprivate static let place = Throttle("sign-in-address", limit: 100, per: 900)
}

struct TooManyAttempts: Refusal {
  let wait: Int
  let code = "signIn.tooMany"
  var message: Phrase {
    "There were too many attempts, so this door stays shut for \(duration: max(60, wait)). Try again then, or ask an owner for a sign-in link."
  }
}

/// Neither which nor why.
struct SignInRefused: Refusal {
  let code = "signIn.refused"
  let message: Phrase =
    "This mail address and password don't belong together. Try again, or ask an owner for a sign-in link."
}

struct LinkUsed: Refusal {
  let code = "signIn.linkUsed"
  let message: Phrase =
    "This link was used or has expired: it works once and not for long. Ask an owner for a new one."
}

extension Fact {
  static func aboutMember(
    _ happened: String, _ member: ID<Member>, at now: Instant, _ body: [String: Fact.Value] = [:]
  ) -> Fact {
    Fact("member.\(happened)", about: Subject("member", member.text), at: now, body)
  }

  static func signedIn(_ member: ID<Member>, at now: Instant) -> Fact {
    .aboutMember("signedIn", member, at: now)
  }
}
