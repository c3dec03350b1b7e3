// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Rules
import Storage
import Testing
import Web

/// What a contact sees and does by their link.
struct VisitorTests {
  @Test func `a link shows what is theirs, and nothing of ours`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ben = try await world.signedIn(.ben)
      let version = try await ben.api("GET", "/api/v1/tickets/\(number)").header("ETag") ?? ""
      try await ben.api(
        "POST", "/api/v1/tickets/\(number)/notes", #"{"words":"Only we see this"}"#,
        headers: [("If-Match", version)])
      let cleo = Browser(world.site)
      let link = world.link(of: "cleo")
      let list = try await cleo.get("/for/\(link)")
      #expect(list.status == 200 && list.text.contains("The scanner is dark"))
      #expect(list.text.contains("<title>Waiting on you · Lanternhouse IT</title>"))
      #expect(list.text.contains("<p class=\"mark\">Lanternhouse IT</p>"))
      let absent = try await cleo.get("/for/\(link)/requests/999999").text
      #expect(absent.contains("<title>Nothing here · Lanternhouse IT</title>"))
      let page = try await cleo.get("/for/\(link)/requests/\(number)")
      #expect(page.status == 200 && page.text.contains("It was fine."))
      #expect(!page.text.contains("Only we see this"))
      #expect(!page.text.contains("href=\"/tickets"))
    }
  }

  /// Cleo's mail with a file, which becomes a ticket.
  private static let plan = """
    From: Cleo <cleo@harbourdental.example>
    Subject: The plan
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: text/plain

    Our own words.
    --b
    Content-Type: text/csv
    Content-Disposition: attachment; filename=plan.csv

    room,door
    --b--

    """

  @Test(arguments: [("kline", "dov"), ("harbour", "una")])
  func `a request that moved shows its new contact nothing of the old one's`(
    _ client: String, _ contact: String
  ) async throws {
    try await Lanternhouse.with { world in
      try await world.colleague()
      try await world.receive(Self.plan)
      try await world.runJobs()
      let ada = try await world.signedIn(.ada)
      let items = try await ada.api("GET", "/api/v1/tickets").json["items"]?.list
      let number = try #require(items?.first?["number"]?.number)
      _ = try await world.act("reply", #"{"words":"Our first answer"}"#, on: number, as: ada)
      let moved = try await world.act(
        "move", #"{"client":"\#(client)","contact":"\#(contact)","why":"It is theirs."}"#,
        on: number, as: ada)
      try #require(moved.status == 200, "\(moved.text)")
      _ = try await world.act("reply", #"{"words":"Our second answer"}"#, on: number, as: ada)
      let inside = try await ada.get("/tickets/\(number)").text
      #expect(inside.contains("Our own words.") && inside.contains("Our first answer"))
      let file = inside.split(separator: "\"").first { $0.hasPrefix("/tickets/\(number)/files/") }
      let path = "/for/\(world.link(of: contact))/requests/\(number)"
      let page = try await Browser(world.site).get(path)
      #expect(page.status == 200 && page.text.contains("Our second answer"), "\(page.text)")
      for words in ["Our own words.", "Our first answer", "plan.csv", "Cleo"] {
        #expect(!page.text.contains(words), "\(words)")
      }
      let id = try #require(file?.split(separator: "/").last)
      #expect(try await Browser(world.site).get("\(path)/files/\(id)").status == 404)
    }
  }

  @Test func `what a colleague was asked is no link on one's own page`() async throws {
    try await Lanternhouse.with { world in
      try await world.colleague()
      let number = try await world.ticket()
      let ask = try await world.ask("una", on: number)
      let cleo = try await Browser(world.site).get(
        "/for/\(world.link(of: "cleo"))/requests/\(number)")
      #expect(cleo.status == 200 && !cleo.text.contains(ask))
      let una = "/for/\(world.link(of: "una"))/asks/\(ask)"
      #expect(try await Browser(world.site).get(una).status == 200)
      #expect(!cleo.text.contains("Which room?"))
      _ = try await world.ask("cleo", on: number)
      let again = try await Browser(world.site).get(
        "/for/\(world.link(of: "cleo"))/requests/\(number)")
      #expect(again.text.contains("/asks/") && !again.text.contains(ask))
    }
  }

  @Test func `a contact reads whose move it is, and their own answer, in their words`() async throws
  {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let (cleo, link) = (Browser(world.site), world.link(of: "cleo"))
      #expect(try await cleo.get("/for/\(link)").text.contains("with us"))
      let ask = try await world.ask("cleo", on: number)
      #expect(try await cleo.get("/for/\(link)").text.contains("with you"))
      #expect(
        try await cleo.get("/for/\(link)/requests/\(number)").text.contains("Waiting on you</"))
      let path = "/for/\(link)/asks/\(ask)"
      let page = try await cleo.submit("\(path)/answer", [("words", "Room two.")], from: path)
      #expect(page.text.contains("Your answer") && page.text.contains("Room two."))
    }
  }

  @Test func `the list of requests goes on past its first page`() async throws {
    try await Lanternhouse.with { world in
      for subject in ["The oldest", "The middle", "The newest"] {
        _ = try await world.ticket(subject)
      }
      let start = "/for/\(world.link(of: "cleo"))"
      let cleo = Browser(world.site)
      let first = try await cleo.get("\(start)?limit=2").text
      #expect(first.contains("The newest") && first.contains("The middle"))
      #expect(!first.contains("The oldest"))
      let next = first.split(separator: "\"").first { $0.hasPrefix("\(start)?cursor=") }
      let second = try await cleo.get(String(try #require(next))).text
      #expect(second.contains("The oldest") && !second.contains("The middle"))
      #expect(second.contains("href=\"\(start)\""))
      #expect(try await cleo.get("\(start)?cursor=AAAA").status == 422)
    }
  }

  @Test func `a link ends with its quarter, with its person and when it is bent`() async throws {
    try await Lanternhouse.with { world in
      let link = world.link(of: "cleo")
      let guest = Browser(world.site)
      #expect(try await guest.get("/for/\(link)").status == 200)
      let bent = String(link.dropLast()) + (link.hasSuffix("0") ? "1" : "0")
      #expect(try await guest.get("/for/\(bent)").status == 404)
      let swapped = "dov" + link.dropFirst("cleo".count)
      #expect(try await guest.get("/for/\(swapped)").status == 404)
      world.clock.advance(by: 90 * 86_400)
      #expect(try await guest.get("/for/\(link)").status == 404)
      let fresh = world.link(of: "cleo")
      _ = try await world.house.db.write {
        try $0.execute("UPDATE contacts SET active = 0 WHERE id = \("cleo")")
      }
      #expect(try await guest.get("/for/\(fresh)").status == 404)
    }
  }

  @Test func `an answer without words is refused, and a second one too`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let path = "/for/\(world.link(of: "cleo"))/asks/\(try await world.ask("cleo", on: number))"
      let cleo = Browser(world.site)
      let empty = try await cleo.post("\(path)/answer", [("words", "")], from: path)
      #expect(empty.status == 422 && empty.text.contains("Your answer is missing"))
      #expect(try await cleo.post("\(path)/answer", [("words", "Two")]).status == 303)
      #expect(try await cleo.get(path).text.contains("Answered on"))
      #expect(try await cleo.post("\(path)/answer", [("words", "Three")]).status == 422)
    }
  }

  @Test func `not fixed can only be said of what was fixed`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let path = "/for/\(world.link(of: "cleo"))/requests/\(number)"
      let cleo = Browser(world.site)
      let early = try await cleo.post("\(path)/not-fixed", [("words", "Still dark")], from: path)
      #expect(early.status == 422 && early.text.contains("Still dark"))
      #expect(try await cleo.post("\(path)/messages", [("words", "Still dark")]).status == 303)
      #expect(try await cleo.get(path).text.contains("Still dark"))
    }
  }
}

extension Lanternhouse {
  /// Una, who works with Cleo.
  fileprivate func colleague() async throws {
    let now = clock.now
    try await house.db.write { db in
      try Contact(
        id: ID("una"), client: ID("harbour"), name: "Una", email: "una@harbourdental.example"
      ).insert(at: now, in: db)
    }
  }
}
