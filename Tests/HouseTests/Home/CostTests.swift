// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import Testing
import Web

/// What a page costs: how often it asks the database, and that no list reads a growing table from
/// end to end.
struct CostTests {
  /// The pages by how many statements they send. The one that finds out who asks comes on top, on
  /// every page but those for everybody.
  private static let staff = [
    ("/", 4), ("/tickets", 5), ("/tickets?q=scanner", 4), ("/tickets?sort=number&holder=me", 4),
    ("/tickets?client=harbour&cover=none&holder=ben", 4), ("/tickets?client=harbour&state=all", 5),
    ("/tickets/new", 2), ("/tickets/NUMBER", 5), ("/tickets/NUMBER/clocks", 5),
    ("/tickets/NUMBER/move", 2), ("/tickets/NUMBER/move?client=harbour", 5),
    ("/tickets/MAIL/letters/LAYOUT/page", 1), ("/tickets/MAIL/files/FILE", 1), ("/clients", 1),
    ("/clients/harbour", 3), ("/clients/harbour/change", 2), ("/contacts/cleo", 4),
    ("/api/v1/contacts?q=cleo", 1),
    ("/sites/harboursite", 2), ("/agreements", 3), ("/agreements?client=harbour", 3),
    ("/agreements/promises", 3), ("/agreements/promises/draft", 3), ("/calendars", 1),
    ("/agreements/klinepromises", 5), ("/agreements/klinepromises/versions/1", 2),
    ("/agreements/klinepromises/draft/recount", 5),
    ("/calendars/office/recount?from=2026-03-01&of=clocks", 5), ("/parked-jobs", 1),
    ("/calendars/office", 1), ("/members", 1), ("/members/ben", 1), ("/me", 1), ("/settings", 1),
    ("/inbox", 1), ("/due-changes", 1), ("/due-changes?because=zoneData", 1),
    ("/inbox/ENTRY", 3), ("/inbox/ENTRY/mail", 1), ("/tickets/new?mail=ENTRY", 5), ("/outbox", 1),
    ("/outbox/LETTER", 3),
  ]

  private static let visitor = [
    ("/for/LINK", 2), ("/for/LINK/requests/NUMBER", 4), ("/for/LINK/asks/ASK", 3),
  ]

  @Test func `pages keep to their number of questions, and lists to an index`() async throws {
    try await Lanternhouse.with { world in
      let places = try await filled(world)
      let ada = try await world.signedIn(.ada)
      let cleo = Browser(world.site)
      for (path, count) in Self.staff {
        try await world.expectCost(of: path.filled(places), count, asked: ada)
      }
      for (path, count) in Self.visitor {
        try await world.expectCost(
          of: path.filled(places), count, asked: cleo, knownFrom: "FROM contacts p")
      }
    }
  }

  @Test func `a long story asks no more than a short one`() async throws {
    try await Lanternhouse.with { world in
      let short = try await world.ticket("A short story")
      let long = try await world.ticket("A long story")
      let ada = try await world.signedIn(.ada)
      for step in 1...6 {
        _ = try await world.ask("cleo", on: long)
        let version = try await ada.api("GET", "/api/v1/tickets/\(long)").header("ETag") ?? ""
        try await ada.api(
          "POST", "/api/v1/tickets/\(long)/reply", "{\"words\":\"Step \(step)\"}",
          headers: [("If-Match", version)])
      }
      try await world.runJobs()
      let link = world.link(of: "cleo")
      for (browser, path) in [(ada, "/tickets"), (Browser(world.site), "/for/\(link)/requests")] {
        let few = try await Database.countingQueries { try await browser.get("\(path)/\(short)") }
        let many = try await Database.countingQueries { try await browser.get("\(path)/\(long)") }
        #expect(many.value.text.contains("Step 6"))
        #expect(few.statements.count == many.statements.count)
      }
    }
  }

  /// A house where every list holds something; what stands in the paths.
  private func filled(_ world: Lanternhouse) async throws -> [String: String] {
    let number = try await world.ticket()
    _ = try await world.ticket("Another thing", for: "dov")
    let ask = try await world.ask("cleo", on: number)
    try await world.receive(
      """
      From: Gil <gil@harbourdental.example>
      To: desk@lanternhouse.example
      Subject: Who am I?
      Message-ID: <who@harbourdental.example>

      A question.
      """)
    try await world.receive(Self.mail)
    try await world.runJobs()
    let ada = try await world.signedIn(.ada)
    let version = try await ada.api("GET", "/api/v1/agreements/klinepromises").header("ETag") ?? ""
    let drafted = try await ada.api(
      "POST", "/api/v1/agreements/klinepromises/draft",
      Deed.terms.replacing("2026-04-01", with: "2026-03-01"), headers: [("If-Match", version)])
    #expect(drafted.status == 200, "\(drafted.text)")
    func first(_ list: String) async throws -> String {
      let items = try await ada.api("GET", "/api/v1/\(list)").json["items"]?.list
      return items?.first?["id"]?.text ?? ""
    }
    let mail = try await world.house.db.read {
      try $0.first(
        """
        SELECT t.number, l.id, f.id FROM letter_files f JOIN letters l ON l.id = f.letter_id
        JOIN tickets t ON t.id = l.ticket_id
        """
      ) { ["MAIL": "\(try $0[0] as Int)", "LAYOUT": try $0[1], "FILE": try $0[2]] }
    }
    return try #require(mail).merging([
      "NUMBER": "\(number)", "ASK": ask, "LINK": world.link(of: "cleo"),
      "ENTRY": try await first("inbox"), "LETTER": try await first("outbox"),
    ]) { $1 }
  }

  private static let mail = """
    From: Cleo <cleo@harbourdental.example>
    Subject: With a file
    Message-ID: <file@harbourdental.example>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: text/html

    <p>Here it is.</p>
    --b
    Content-Type: text/csv
    Content-Disposition: attachment; filename=plan.csv

    room,door
    --b--

    """
}

extension String {
  fileprivate func filled(_ places: [String: String]) -> String {
    places.reduce(self) { $0.replacing($1.key, with: $1.value) }
  }
}
