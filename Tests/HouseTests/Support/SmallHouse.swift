// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Web

/// A house with one room of a few routes, for the tests of the web floor itself.
enum SmallHouse {
  static let now = Instant("2026-11-23T09:40:00Z")!

  static let staff: [String: Staff] = [
    "ada": member("ada", .owner), "ben": member("ben", .technician),
    "german": member("ada", .owner, .german), "pseudo": member("ada", .owner, .pseudo),
    "audit": member("audit", .auditor),
  ]

  static func member(_ name: String, _ role: Role, _ language: Language = .english) -> Staff {
    Staff(
      member: ID("member-\(name)"), name: name, role: role, permissions: role.permissions,
      scope: .everyClient, reader: Reader(language: language, zone: .utc))
  }

  static let cleo = Visitor(
    contact: ID("cleo"), client: ID("harbour"), name: "Cleo", provider: "Lanternhouse IT",
    reader: Reader(language: .english, zone: .utc))

  static let sessions = Sessions(
    member: { key, _ in staff[key] },
    token: { token, _ in token == "token-of-ben" ? staff["ben"] : nil },
    visitor: { link, _ in link == "letter" ? cleo : nil })

  static func site(
    _ routes: [Route] = SmallHouse.routes, baseURL: String = "http://localhost:8080",
    proxies: Set<String> = [],
    messages: Messages = .english
  ) -> Website {
    Website(
      routes: routes,
      menu: [Menu("Notes", path: "/notes", order: 1, may: .deskRead, place: .room(.desk))],
      settings: WebsiteSettings(
        baseURL: baseURL, key: Secret(Array(repeating: 7, count: 32)), trustedProxies: proxies)!,
      sessions: sessions, messages: messages, log: .silent, now: { now })
  }

  static func browser(_ session: String? = nil) -> Browser {
    Browser(site(), session: session)
  }
}

/// The room: notes that are taken, refused when they say so, and never kept.
extension SmallHouse {
  static let note = Shape(
    .text("title", label: "Title", max: 40), .long("body", label: "Text").optional,
    .choice("colour", label: "Colour", [.init("red", "Red"), .init("blue", "Blue")]).optional,
    .duration("targets.p1.firstResponse", label: "First response").optional,
    .flag("pinned", label: "Pinned"))

  struct Taken: Refusal {
    let code = "note.taken"
    let field: String? = "title"
    let message: Phrase = "There is a note of that title. Choose another."
  }

  static let routes: [Route] = [
    .page(
      .staff, "notes", may: .deskRead, query: Shape(.text("q", label: "Search", max: 200).optional),
      summary: "Notes."
    ) { call in
      Page("Notes", menu: "/notes", "<h1>\(say: "Notes")</h1><p>\(call.input.text("q"))</p>")
    },
    .page(.staff, "notes/new", may: .deskWork, summary: "A form for a note.", form),
    .page(.staff, "notes/:number", may: .deskRead, scope: .client, summary: "One note.") { call in
      Page("Note \(try call.number())", "<h1>\(try call.number())</h1>")
    },
    .read(
      .staff, "notes", may: .deskRead, query: Shape.none.paged, summary: "Notes."
    ) { call in
      let (limit, after) = try call.paging()
      return Answer([["limit": .number(limit)]], next: Cursor("a", after?.parts.first ?? ""))
    },
    .read(.staff, "notes/:number", may: .deskRead, scope: .client, summary: "One note.") { call in
      Answer(["number": .number(try call.number())], version: 3)
    },
    .act(
      .staff, "notes", may: .deskWork, scope: .client, input: note, audit: "note.taken",
      summary: "Take a note.", redraw: form, take),
    .act(
      .staff, "notes/:number/closure", may: .deskWork, scope: .client, audit: "note.closed",
      versioned: true, summary: "Close a note."
    ) { call in
      try call.expect(version: 3)
      if try call.number() == 404 { throw Absent() }
      return Outcome(see: "/notes", version: 4)
    },
    .page(.visitor, "letters/:link", summary: "A letter.") { call in
      Page("A letter", "<h1>\(call.who.name)</h1>\(protection: .field)")
    },
    .act(
      .visitor, "letters/:link/answer", input: note, audit: "letter.answered", summary: "Answer."
    ) {
      Outcome(see: "/letters/\($0.path("link"))")
    },
    .page(.open, "sign-in", rate: .signIn, summary: "Sign in.") { _ in
      Page("Sign in", "<form>\(protection: .field)</form>")
    },
    .act(
      .open, "sign-in", rate: .signIn,
      input: Shape(.text("name", label: "Name"), .secret("password", label: "Password")),
      audit: nil, twin: false, summary: "Sign in."
    ) { call in
      Outcome(see: "/notes", session: .begin(key: call.input.text("name")))
    },
    .page(.open, "broken", summary: "Always breaks.") { _ in throw CocoaBreak() },
  ]

  struct CocoaBreak: Error {}

  @Sendable static func take(_ call: Call<Staff>) async throws -> Outcome {
    if call.input.text("title") == "taken" { throw Taken() }
    return Outcome(
      see: "/notes", json: ["title": .text(call.input.text("title"))], version: 1, created: true,
      flash: "“\(call.input.text("title"))” was taken.")
  }

  @Sendable static func form(_ call: Call<Staff>) async throws -> Page {
    let typed = call.typed
    return Page(
      "New note",
      """
      <form method="post" action="/notes">\(protection: .field)
      \(given: typed.message, complaint)
      <input name="title"\(attribute: "value", typed.value("title"))>
      \(given: typed.message("title"), complaint)
      </form>
      """)
  }

  private static func complaint(_ phrase: Phrase) -> HTML {
    "<p class=\"error\">\(say: phrase)</p>"
  }
}
