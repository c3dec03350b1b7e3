// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules
import Storage
import Testing
import Web

/// Every page said in the pseudo-language, which brackets whatever went through the catalogue: words
/// outside the brackets that nobody typed would stay English for a German reader.
struct PseudoTests {
  /// Everybody reads the pseudo-language from now on.
  private func bracket(_ world: Lanternhouse) async throws {
    try await world.house.db.write { db in
      try db.execute("UPDATE members SET language = \(Language.pseudo)")
      try db.execute("UPDATE clients SET language = \(Language.pseudo)")
      try db.execute("UPDATE provider SET language = \(Language.pseudo)")
    }
  }

  @Test func `every word of every page went through the catalogue`() async throws {
    try await Lanternhouse.with { world in
      let stage = try await Stage(world)
      try await live(stage)
      try await bracket(world)
      let pages = try await pages(of: stage)
      let typed = try await Typing(world)
      for (path, browser) in pages {
        let reply = try await browser.get(path)
        #expect(reply.status < 400 || Self.absent.contains(path), "\(path): \(reply.status)")
        guard reply.header("Content-Type")?.hasPrefix("text/html") == true else { continue }
        #expect(reply.text.contains("⟦"), "\(path)")
        for words in Words.outside(reply.text) + Words.given(reply.text) {
          #expect(typed.covers(words), "\(path): \(words)")
        }
      }
    }
  }

  @Test func `every refusal is said in the reader's words`() async throws {
    try await Lanternhouse.with { world in
      let stage = try await Stage(world)
      try await bracket(world)
      var unsaid: [(path: String, words: String)] = []
      for route in stage.acts {
        let scene = try await stage.fresh(for: route.path)
        let browser = try await stage.doer(of: route)
        let names = route.shape.fields.map { ($0.name, "~") }
        for fields in [names, [], [("unheard", "~")]] {
          let reply = try await browser.post(scene.filled("/\(route.path)"), fields)
          guard reply.status >= 400 else { continue }
          unsaid += Words.outside(reply.text).map { (route.path, $0) }
        }
      }
      let typed = try await Typing(world)
      for (path, words) in unsaid { #expect(typed.covers(words), "\(path): \(words)") }
    }
  }

  /// One of everything that can happen to a ticket, and a mail that waits.
  private func live(_ stage: Stage) async throws {
    for route in stage.acts where route.path.contains(":number") || route.path.contains(":ask") {
      let scene = try await stage.fresh(for: route.path)
      let body = try await stage.body(of: route.path)
      let reply = try await stage.send(
        route, route.endpoints[0], scene, body, mark: stage.number(),
        as: try await stage.doer(of: route))
      #expect(reply.status == 303, "\(route.path): \(reply.text)")
    }
    _ = try await stage.fresh(for: "inbox/:id/retry")
    let month = "clients/harbour/reports/2026-02"
    #expect(try await stage.ada.api("POST", "/api/v1/\(month)/issues", "{}").status == 201)
  }

  /// What is not there is said in the reader's words too.
  private static let absent: Set<String> = ["/nothing", "/set-up", "/sign-in/nothing"]

  private func pages(of stage: Stage) async throws -> [(path: String, browser: Browser)] {
    let nobody = Browser(stage.world.site)
    nobody.language = "fr"
    var pages = [
      "/tickets?q=zzz", "/clients?name=zzz", "/agreements?client=zzz", "/nothing",
      "/clients/harbour/reports/2026-02",
    ].map { ($0, stage.ada) }
    // A file and a mail's own page are as they came.
    let came = ["/files/:file", ":letter", ":issue"]
    for route in stage.world.site.routes
    where route.kind == .page && !came.contains(where: route.path.contains) {
      let browser =
        switch route.principal {
        case .staff: stage.ada
        case .visitor: stage.cleo
        case .nobody: nobody
        }
      let isNews = route.path.hasSuffix("holiday-files/:file")
      let scenes =
        isNews
        ? [try await stage.fresh(for: route.path + "/versions")]
        : try await scenes(route, stage.world)
      for scene in scenes {
        let query = route.path.hasSuffix("differences") ? "?from=1&to=1" : ""
        pages.append((scene.filled("/\(route.path)") + query, browser))
      }
    }
    return pages
  }

  /// What may stand in a page's path, by the noun it follows.
  private func scenes(_ route: Route, _ world: Lanternhouse) async throws -> [Scene] {
    guard [":id", ":ask", ":number"].contains(where: route.path.contains) else {
      return [Scene(places: [":link": route.principal == .nobody ? "nothing" : link(world)])]
    }
    let values = try await world.house.db.read { db in
      func column(_ statement: SQL) throws -> [String] { try db.all(statement) { try $0[0] } }
      return [
        "members/:id": ["ben", "rex"], "clients/:id": ["harbour"], "contacts/:id": ["cleo"],
        "sites/:id": ["harboursite"], "agreements/:id": ["promises"], "calendars/:id": ["office"],
        "outbox/:id": try column("SELECT id FROM letters WHERE direction = 'outbound'"),
        "inbox/:id": try column("SELECT id FROM inbox"),
        "asks/:ask": try column("SELECT id FROM asks WHERE contact_id = 'cleo'"),
        "tickets/:number": try column("SELECT CAST(number AS TEXT) FROM tickets"),
        "requests/:number": try column(
          "SELECT CAST(number AS TEXT) FROM tickets WHERE contact_id = 'cleo'"),
      ]
    }
    let found = values.first { route.path.contains($0.key) }?.value ?? []
    #expect(!found.isEmpty, "no address is known for \(route.path)")
    let version = route.path.contains("versions/:number") ? "1" : nil
    return found.map {
      let places = [":id": $0, ":ask": $0, ":number": version ?? $0, ":month": "2026-03"]
      return Scene(places: places.merging([":link": link(world)]) { $1 })
    }
  }

  private func link(_ world: Lanternhouse) -> String { world.link(of: "cleo") }
}

/// What people typed, and what was written to them: nobody's to translate on a page.
private struct Typing {
  private let words: Set<String>
  private let letters: [String]

  init(_ world: Lanternhouse) async throws {
    let names = try await world.house.db.read { try $0.all(Typing.names) { try $0[0] as String } }
    let sent = try await world.house.db.read { try $0.all(Typing.letters) { try $0[0] as String } }
    // The members of a fact's body have names of ours.
    let told = names.map {
      $0.replacingOccurrences(of: "\"[a-zA-Z]+\":", with: "", options: .regularExpression)
    }
    words = Set(told.flatMap(Words.list)).union(Self.own)
    letters = sent.map(Words.line)
  }

  /// The house's name, the provider's, a mail's body and the mark of a reply.
  private static let own = ["Mainstay", "Lanternhouse", "IT", "Hello", "Re", "Christmas", "Day"]

  /// Whether somebody typed all of it, or it stands so in a letter.
  func covers(_ text: String) -> Bool {
    if words.isSuperset(of: Words.list(text)) { return true }
    let line = Words.line(text)
    return line.count > 20 && letters.contains { $0.contains(line) }
  }

  private static let letters: SQL =
    "SELECT words FROM letters UNION ALL SELECT subject FROM letters"

  private static let names: SQL = """
    SELECT name FROM clients UNION ALL SELECT domain FROM client_domains
    UNION ALL SELECT name FROM contacts UNION ALL SELECT COALESCE(email, '') FROM contacts
    UNION ALL SELECT phone FROM contacts UNION ALL SELECT name FROM sites
    UNION ALL SELECT zone FROM sites UNION ALL SELECT name FROM members
    UNION ALL SELECT email FROM members UNION ALL SELECT hours_lines FROM members
    UNION ALL SELECT name FROM member_skills UNION ALL SELECT name FROM agreements
    UNION ALL SELECT zone FROM agreements UNION ALL SELECT name FROM calendars
    UNION ALL SELECT holidays FROM calendar_versions UNION ALL SELECT subject FROM tickets
    UNION ALL SELECT sender FROM letters UNION ALL SELECT recipients FROM letters
    UNION ALL SELECT words FROM letters WHERE kind IN ('request', 'message', 'reply')
    UNION ALL SELECT sender FROM inbox UNION ALL SELECT subject FROM inbox
    UNION ALL SELECT sentence FROM asks UNION ALL SELECT name FROM api_tokens
    UNION ALL SELECT body FROM journal
    """
}

/// The words of a page that a reader meets.
private enum Words {
  /// Each text and each spoken attribute, without what stands in brackets, without dates, lengths
  /// of time and numbers of tickets.
  static func outside(_ page: String) -> [String] {
    var html = page
    for pattern in [
      "(?s)<(script|style|pre|code|textarea|time)\\b.*?</\\1>", "(?s)<!--.*?-->",
    ] {
      html = html.replacingOccurrences(of: pattern, with: "<br>", options: .regularExpression)
    }
    let said = matches("(?:aria-label|title|placeholder|alt|data-[a-z-]*label)=\"([^\"]*)\"", html)
    let texts = matches(">([^<]+)<", html.replacingOccurrences(of: "\n", with: " "))
    return (said + texts).map(unbracketed).filter { !list($0).isEmpty }
  }

  /// What was put into sentences as it is: another language can't say it otherwise.
  static func given(_ page: String) -> [String] {
    matches("‹([^‹›]*)›", page).map(unmeasured).filter { !list($0).isEmpty }
  }

  private static func matches(_ pattern: String, _ text: String) -> [String] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
    let all = NSRange(text.startIndex..., in: text)
    return expression.matches(in: text, range: all).compactMap {
      Range($0.range(at: 1), in: text).map { String(text[$0]) }
    }
  }

  private static func unbracketed(_ text: String) -> String {
    var depth = 0
    var rest = ""
    for character in text {
      if character == "⟦" { depth += 1 }
      if depth == 0 { rest.append(character) }
      if character == "⟧" { depth -= 1 }
    }
    return unmeasured(rest)
  }

  private static func unmeasured(_ text: String) -> String {
    let measures =
      "T-[0-9]+(\\.[a-z0-9]+)?|[0-9,−]+ (h|min|s|%)\\b( [0-9]{2}\\b)?|&[a-z]+;|&#[0-9]+;"
    return text.replacingOccurrences(of: measures, with: " ", options: .regularExpression)
  }

  /// A text's words with single blanks between them, as it would be compared with another.
  static func line(_ text: String) -> String {
    list(unbracketed(text)).joined(separator: " ")
  }

  /// Runs of two letters or more: one alone is a key or a mark.
  static func list(_ text: String) -> [String] {
    text.split { !$0.isLetter }.map(String.init).filter { $0.count > 1 }
  }
}
