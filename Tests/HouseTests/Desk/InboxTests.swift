// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Platform
import Rules
import Storage
import Testing
import Web

/// Mail nobody could place waits for a person, who decides once.
struct InboxTests {
  private static let mail = """
    From: Gil <gil@harbourdental.example>\r
    To: desk@lanternhouse.example\r
    Subject: A plan of the rooms\r
    Message-ID: <plan@harbourdental.example>\r
    MIME-Version: 1.0\r
    Content-Type: multipart/mixed; boundary=b\r
    \r
    --b\r
    Content-Type: text/plain\r
    \r
    Here is the plan.\r
    --b\r
    Content-Type: text/csv; name=plan.csv\r
    Content-Disposition: attachment; filename=plan.csv\r
    \r
    room,door\r
    --b--\r

    """

  /// The one mail that waits, and Dee who looks at it.
  private func waiting(_ world: Lanternhouse) async throws -> (dee: Browser, id: String) {
    _ = try await Receiving.receive(
      Array(Self.mail.utf8), at: world.clock.now, house: world.house)
    try await world.runJobs()
    let dee = try await world.signedIn(.dee)
    let items = try await dee.api("GET", "/api/v1/inbox").json["items"]?.list ?? []
    return (dee, try #require(items.first?["id"]?.text))
  }

  private func tickets(_ world: Lanternhouse) async throws -> Int {
    try await world.house.db.read {
      try $0.first("SELECT COUNT(*) FROM tickets") { try $0[0] } ?? 0
    }
  }

  @Test func `a mail in triage becomes a ticket with its attachments, once`() async throws {
    try await Lanternhouse.with { world in
      let (dee, id) = try await waiting(world)
      let page = try await dee.get("/inbox/\(id)")
      #expect(page.status == 200 && page.text.contains("Harbour Dental"))
      let fields = [("client", "harbour"), ("name", "Gil")]
      #expect(try await dee.post("/inbox/\(id)/assignment", fields).status == 303)
      #expect(try await tickets(world) == 1)
      let files = try await world.house.db.read {
        try $0.all("SELECT name FROM letter_files") { try $0[0] as String }
      }
      #expect(files == ["plan.csv"])
      let gil = try await world.house.db.read { db in
        let id: ID<Contact>? = try db.first(
          "SELECT id FROM contacts WHERE email = \("gil@harbourdental.example")"
        ) { try $0[0] }
        return try db.facts(about: Subject("contact", id?.text ?? "")).map(\.fact.kind)
      }
      #expect(gil == ["contact.added"])
      for path in ["assignment", "retry", "dismissal"] {
        let again = try await dee.post("/inbox/\(id)/\(path)", fields)
        #expect(again.status == 422, "\(path): \(again.text)")
      }
      try await world.runJobs()
      #expect(try await tickets(world) == 1)
    }
  }

  @Test func `a mail that was put away is kept and waits no more`() async throws {
    try await Lanternhouse.with { world in
      let (dee, id) = try await waiting(world)
      #expect(try await dee.api("POST", "/api/v1/inbox/\(id)/dismissal", "{}").status == 200)
      #expect(try await dee.api("GET", "/api/v1/inbox").json["items"]?.list == [])
      #expect(try await tickets(world) == 0)
      #expect(try await dee.get("/inbox/\(id)").status == 200)
    }
  }

  /// An absence note that answers our last letter must not start clocks nobody asked for.
  @Test(arguments: [("Auto-Submitted: auto-replied", 1), ("X-Mailer: a person", 2)])
  func `after the end people open a linked ticket and machines none`(
    header: String, count: Int
  ) async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ben = try await world.signedIn(.ben)
      for (path, words) in [
        ("reply", #"{"words":"Look."}"#), ("resolution", #"{"fix":"A lamp."}"#), ("closure", "{}"),
      ] {
        #expect(try await world.act(path, words, on: number, as: ben).status == 200)
      }
      let letter = try await world.house.db.read {
        try $0.first("SELECT message_id FROM letters WHERE kind = 'reply'") { try $0[0] as String }
      }
      try await world.receive(
        """
        From: Cleo <cleo@harbourdental.example>
        To: desk@lanternhouse.example
        Subject: Re: The scanner is dark
        Message-ID: <later@harbourdental.example>
        In-Reply-To: <\(try #require(letter))>
        \(header)

        I am away.

        """)
      try await world.runJobs()
      #expect(try await tickets(world) == count)
      let waiting = try await world.signedIn(.dee).api("GET", "/api/v1/inbox").json["items"]?.list
      #expect(waiting?.count == 2 - count)
    }
  }

  @Test func `a ticket is found by every word written on it`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ben = try await world.signedIn(.ben)
      for (path, word) in [("notes", "gasket"), ("reply", "flywheel")] {
        #expect(
          try await ben.api("GET", "/api/v1/tickets?q=\(word)").json["items"]?.list == [])
        let version = try await ben.api("GET", "/api/v1/tickets/\(number)").header("ETag") ?? ""
        try await ben.api(
          "POST", "/api/v1/tickets/\(number)/\(path)", "{\"words\":\"the \(word) broke\"}",
          headers: [("If-Match", version)])
        let found = try await ben.api("GET", "/api/v1/tickets?q=\(word)").json["items"]?.list
        #expect(found?.first?["number"]?.number == number, "\(word)")
      }
    }
  }
}
