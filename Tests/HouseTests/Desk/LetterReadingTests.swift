// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Storage
import Testing
import Web

/// No mail is lost in silence either, and machines are not answered.
struct LetterReadingTests {
  private static let mail = """
    From: Cleo <cleo@harbourdental.example>
    To: desk@lanternhouse.example
    Subject: The plan
    Message-ID: <plan@harbourdental.example>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: text/plain

    Here it is.
    --b
    Content-Type: text/csv
    Content-Disposition: attachment; filename=plan.csv

    room,door
    --b--

    """

  private func inbox(_ world: Lanternhouse) async throws -> [JSON] {
    try await world.signedIn(.dee).api("GET", "/api/v1/inbox").json["items"]?.list ?? []
  }

  private func files(_ world: Lanternhouse) async throws -> Int {
    let folder = world.house.config.dataFolder + "/files"
    let found = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return found.filter { $0.contains("/") }.count
  }

  @Test func `a mail that can't be placed waits for a person with the reason, and leaves no files`()
    async throws
  {
    try await Lanternhouse.with { world in
      _ = try await world.house.db.write {
        try $0.execute("ALTER TABLE letter_files RENAME TO lost_files")
      }
      try await world.receive(Self.mail)
      for _ in 0..<12 {
        try await world.runJobs()
        world.clock.advance(by: 3600)
      }
      let waiting = try await inbox(world)
      #expect(waiting.map { $0["reason"]?.text } == ["inbox.notPlaced"])
      #expect(waiting.first?["state"]?.text == "quarantine")
      #expect(waiting.first?["subject"]?.text == "The plan")
      #expect(waiting.first?["sender"]?.text == "cleo@harbourdental.example")
      #expect(waiting.first?["why"]?.text?.contains("letter_files") == true)

      _ = try await world.house.db.write {
        try $0.execute("ALTER TABLE lost_files RENAME TO letter_files")
      }
      let dee = try await world.signedIn(.dee)
      let id = waiting.first?["id"]?.text ?? ""
      #expect(try await dee.post("/inbox/\(id)/retry", from: "/inbox/\(id)").status == 303)
      try await world.runJobs()
      #expect(try await inbox(world) == [])
      #expect(try await dee.get("/tickets/1001").text.contains("plan.csv"))
      try await sweepsWhatNobodyNames(world)
    }
  }

  /// Ten readings left ten copies of the attachment; the mail, its ticket's file and what is
  /// younger than a day stay.
  private func sweepsWhatNobodyNames(_ world: Lanternhouse) async throws {
    #expect(try await files(world) == 12)
    world.clock.advance(by: 86_400)
    try await world.runJobs()
    #expect(try await files(world) == 12, "what was written today may still get its row")
    let folder = world.house.config.dataFolder + "/files"
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -90_000)], ofItemAtPath: "\(folder)/\(path)")
    }
    world.clock.advance(by: 86_400)
    try await world.runJobs()
    #expect(try await files(world) == 2)
    let names = try await world.house.db.read {
      try $0.all("SELECT raw_file FROM inbox UNION ALL SELECT file FROM letter_files") {
        try $0[0] as String
      }
    }
    for name in names { #expect(try await world.house.files.bytes(of: name) != nil) }
  }

  @Test func `a mail that nobody has read for minutes is listed`() async throws {
    try await Lanternhouse.with { world in
      try await world.receive(Self.mail)
      world.clock.advance(by: 299)
      #expect(try await inbox(world) == [])
      world.clock.advance(by: 1)
      let waiting = try await inbox(world)
      #expect(waiting.map { $0["state"]?.text } == ["new"])
      let dee = try await world.signedIn(.dee)
      #expect(try await dee.get("/inbox").text.contains("Not read yet"))
      let id = waiting.first?["id"]?.text ?? ""
      let page = try await dee.get("/inbox/\(id)")
      #expect(page.text.contains("Not read yet") && !page.text.contains("/assignment"))
      #expect(try await dee.post("/inbox/\(id)/assignment", [("client", "harbour")]).status == 422)
      #expect(try await dee.post("/inbox/\(id)/retry").status == 303)
      try await world.runJobs()
      #expect(try await inbox(world) == [])
      #expect(try await dee.get("/tickets/1001").status == 200)
    }
  }

  @Test(arguments: [
    ("List-Id: <plans.example>", "It came through a mailing list."),
    ("Precedence: bulk", "Precedence: bulk"), ("Precedence: list", "Precedence: list"),
    ("Precedence: junk", "Precedence: junk"),
    ("X-Auto-Response-Suppress: All", "asks for no automatic answers"),
    ("X-Auto-Response-Suppress: OOF", "asks for no automatic answers"),
  ])
  func `a request that asks for no automatic answer opens a ticket and gets no receipt`(
    header: String, told: String
  ) async throws {
    try await Lanternhouse.with { world in
      try await world.receive("\(header)\n\(Self.mail)")
      try await world.runJobs()
      #expect(world.tray.postings.isEmpty)
      let page = try await world.signedIn(.ben).get("/tickets/1001")
      #expect(page.status == 200)
      #expect(page.text.contains("No receipt was sent.") && page.text.contains(told))
    }
  }

  /// What a person makes a ticket by hand is answered no sooner than what the house does.
  @Test func `a machine's mail that becomes a ticket by hand gets no receipt`() async throws {
    try await Lanternhouse.with { world in
      try await world.receive("Auto-Submitted: auto-generated\n\(Self.mail)")
      try await world.runJobs()
      let id = try await inbox(world).first?["id"]?.text ?? ""
      let dee = try await world.signedIn(.dee)
      let made = try await dee.post(
        "/inbox/\(id)/assignment", [("client", "harbour")], from: "/inbox/\(id)")
      #expect(made.status == 303)
      try await world.runJobs()
      #expect(world.tray.postings.isEmpty)
    }
  }

  @Test func `a person's mail gets its receipt`() async throws {
    try await Lanternhouse.with { world in
      try await world.receive(Self.mail)
      try await world.runJobs()
      #expect(world.tray.postings.map(\.recipients) == [["cleo@harbourdental.example"]])
    }
  }
}
