// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Foundation
import Rules
import Storage
import TestSupport
import Testing
import Web

/// Mail that can't be read or placed by itself goes home as it came, or becomes a ticket in a
/// person's own words, once.
struct MailByHandTests {
  /// Three hundred mails in one another: nobody's program reads that, a person may.
  private static let knot =
    "From: Cleo Marsh <cleo@harbourdental.example>\nSubject: The \u{201C}lamp\u{201D} is out\n"
    + "MIME-Version: 1.0\n"
    + String(repeating: "Content-Type: message/rfc822\n\nSubject: x\n", count: 300)
    + "\nPlease come.\n"

  private static let bare = "It is dark here, says Cleo.\nPlease come.\n"

  /// The one mail that waits now, and Dee who looks at it.
  private func waiting(
    _ mail: String, _ world: Lanternhouse
  ) async throws -> (dee: Browser, id: String) {
    try await world.receive(mail)
    try await world.runJobs()
    let dee = try await world.signedIn(.dee)
    let items = try await dee.api("GET", "/api/v1/inbox").json["items"]?.list ?? []
    #expect(items.count == 1)
    return (dee, try #require(items.first?["id"]?.text))
  }

  private func state(_ id: String, _ world: Lanternhouse) async throws -> String? {
    try await world.house.db.read {
      try $0.first("SELECT state FROM inbox WHERE id = \(id)") { try $0[0] }
    }
  }

  @Test func `a waiting mail goes home byte for byte, and runs nowhere`() async throws {
    try await Lanternhouse.with { world in
      let mail = "<script>alert(1)</script>\u{0}\n"
      let (dee, id) = try await waiting(mail, world)
      #expect(try await dee.get("/inbox/\(id)").text.contains("href=\"/inbox/\(id)/mail\""))
      let reply = try await dee.get("/inbox/\(id)/mail")
      #expect(reply.status == 200)
      #expect(String(decoding: reply.bytes, as: UTF8.self) == mail.replacing("\n", with: "\r\n"))
      #expect(reply.header("Content-Type") == "message/rfc822")
      #expect(
        reply.header("Content-Disposition")?.hasPrefix("attachment; filename=\"mail-") == true)
      #expect(reply.header("X-Content-Type-Options") == "nosniff")
      #expect(reply.header("Content-Security-Policy") == "default-src 'none'; sandbox")
      #expect(try await world.signedIn(.ben).get("/inbox/\(id)/mail").status == 403)
      #expect(try await world.signedIn(.rex).get("/inbox/\(id)/mail").status == 404)
    }
  }

  @Test func `what could be read of a knot stands in the form, and is a ticket once`() async throws
  {
    try await Lanternhouse.with { world in
      let (dee, id) = try await waiting(Self.knot, world)
      let arrived = world.clock.now
      world.clock.advance(by: 7200)
      #expect(try await state(id, world) == "quarantine")
      let form = try await dee.get("/tickets/new?mail=\(id)")
      #expect(form.status == 200)
      for words in [
        "value=\"cleo@harbourdental.example\"", "The “lamp” is out", "Please come.",
        "It came from cleo@harbourdental.example.", "name=\"mail\" value=\"\(id)\"",
      ] { #expect(form.text.contains(words), "\(words)") }
      #expect(!form.text.contains("name=\"receivedAt\"") && !form.text.contains("name=\"channel\""))

      let fields = [
        ("mail", id), ("who", "cleo@harbourdental.example"), ("words", "The lamp is out."),
      ]
      let refused = try await dee.post("/tickets", fields + [("subject", "")])
      #expect(refused.status == 422 && refused.text.contains("name=\"mail\" value=\"\(id)\""))
      #expect(try await state(id, world) == "quarantine")

      let page = try await dee.submit("/tickets", fields + [("subject", "Lamp")])
      #expect(page.text.contains("<h1>Lamp</h1>") && page.text.contains("mail.eml</a>"))
      #expect(page.text.contains("sender not verified: cleo@harbourdental.example"))
      #expect(try await state(id, world) == "done")
      let ticket = try await dee.api("GET", "/api/v1/tickets?sort=number").json["items"]?[0]
      #expect(ticket?["openedAt"] == .moment(arrived))
      let file = try #require(page.text.firstMatch(of: /\/tickets\/\d+\/files\/[^"]+/)?.output)
      let kept = try await dee.get(String(file))
      #expect(
        String(decoding: kept.bytes, as: UTF8.self) == Self.knot.replacing("\n", with: "\r\n"))

      let again = try await dee.post("/tickets", fields + [("subject", "Lamp again")])
      #expect(again.status == 422 && again.text.contains("Somebody placed this mail"))
      #expect(again.text.contains("Lamp again"))
      #expect(try await dee.get("/tickets/new?mail=\(id)").status == 422)
      let count = try await dee.api("GET", "/api/v1/tickets").json["items"]?.list?.count
      #expect(count == 1)
    }
  }

  @Test func `a text that is no mail at all begins a ticket too`() async throws {
    try await Lanternhouse.with { world in
      let (dee, id) = try await waiting(Self.bare, world)
      let form = try await dee.get("/tickets/new?mail=\(id)")
      #expect(form.text.contains("It is dark here, says Cleo."))
      #expect(form.text.contains("It names no sender we could read."))
      let made = try await dee.api(
        "POST", "/api/v1/tickets", #"{"mail":"\#(id)","contact":"cleo","subject":"Dark"}"#)
      #expect(try made.status == 201 && made.json["channel"]?.text == "mail")
    }
  }

  @Test func `a readable mail made by hand keeps its files and its layout`() async throws {
    try await Lanternhouse.with { world in
      let (dee, id) = try await waiting(
        """
        From: Gil <gil@harbourdental.example>
        Subject: A plan
        Message-ID: <plan@harbourdental.example>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/html

        <p>Here is the <b>plan</b>.</p>
        --b
        Content-Type: text/csv; name=plan.csv
        Content-Disposition: attachment; filename=plan.csv

        room,door
        --b--

        """, world)
      let form = try await dee.get("/tickets/new?mail=\(id)")
      #expect(form.text.contains("value=\"harbour\" selected"), "their domain says whose it is")
      #expect(form.text.contains("Here is the plan."))
      let page = try await dee.submit(
        "/tickets",
        [("mail", id), ("client", "harbour"), ("subject", "A plan"), ("words", "Gil sent a plan.")])
      #expect(page.text.contains("Gil sent a plan.") && page.text.contains("plan.csv</a>"))
      #expect(page.text.contains("/page\"") && !page.text.contains("mail.eml"))
      #expect(try await dee.api("GET", "/api/v1/inbox").json["items"]?.list == [])
    }
  }

  @Test func `who may not place mail makes no ticket of it`() async throws {
    try await Lanternhouse.with { world in
      let (_, id) = try await waiting(Self.bare, world)
      for person in [Lanternhouse.Person.ben, .rex] {
        let browser = try await world.signedIn(person)
        #expect(try await browser.get("/tickets/new?mail=\(id)").status == 422)
        let reply = try await browser.api(
          "POST", "/api/v1/tickets", #"{"mail":"\#(id)","contact":"cleo","subject":"Dark"}"#)
        #expect(reply.status == 422 && reply.text.contains("choice.unknown"), "\(reply.text)")
      }
      #expect(try await state(id, world) == "quarantine")
    }
  }

  @Test func `a mail without a subject says so in the client's language`() async throws {
    try await Lanternhouse.with { world in
      try await world.receive("From: <cleo@harbourdental.example>\nMessage-ID: <n@x>\n\nDark.\n")
      try await world.runJobs()
      let items = try await world.signedIn(.dee).api("GET", "/api/v1/tickets").json["items"]
      #expect(items?[0]?["subject"]?.text == "(no subject)")
    }
  }

  @Test func `a placed mail leads to its ticket`() async throws {
    try await Lanternhouse.with { world in
      let (dee, id) = try await waiting(
        "From: Gil <gil@nowhere.example>\nSubject: Hello\nMessage-ID: <h@x>\n\nHello.\n", world)
      let page = try await dee.submit(
        "/inbox/\(id)/assignment", [("client", "kline")], from: "/inbox/\(id)")
      #expect(page.text.contains("The mail is T-1001 now.") && page.text.contains("<h1>Hello</h1>"))
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `each request within the hour gets its receipt, until machines might be writing`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      var numbers: [Int] = []
      func ask() async throws {
        numbers.append(try await world.ticket("Thing \(numbers.count)"))
        try await world.runJobs()
        world.clock.advance(by: 600)
      }
      func receipts() async throws -> Int {
        try await world.house.db.read {
          try $0.all("SELECT ticket_id FROM letters WHERE kind = 'acknowledgement'") { _ in 1 }
        }.count
      }
      for _ in 1...5 { try await ask() }
      #expect(try await receipts() == 4)
      for number in numbers.prefix(4) {
        let link = "/requests/\(number)"
        #expect(world.tray.postings.contains { $0.text.contains(link) }, "T-\(number)")
      }
      let ada = try await world.signedIn(.ada)
      let told = try await numbers.asyncMap {
        try await ada.get("/tickets/\($0)").text.contains("They had 4 within the hour.")
      }
      #expect(told == [false, false, false, false, true])
      world.clock.advance(by: 1200)
      try await ask()
      #expect(try await receipts() == 5)
    }
  }
}

extension [Int] {
  fileprivate func asyncMap<T>(_ body: (Int) async throws -> T) async rethrows -> [T] {
    var all: [T] = []
    for one in self { all.append(try await body(one)) }
    return all
  }
}
