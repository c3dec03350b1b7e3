// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import TestSupport
import Testing
import Web

/// Finding a ticket by its number, where one came from, and mails too long for a page.
struct TicketWaysTests {
  @Test(arguments: ["T-1001", "t-1001", "T1001", "#1001", "1001", " t 1001 "])
  func `a ticket's number opens the ticket`(words: String) async throws {
    try await Lanternhouse.with { world in
      #expect(try await world.ticket() == 1001)
      let query = words.replacing(" ", with: "%20").replacing("#", with: "%23")
      let found = try await world.signedIn(.ada).get("/tickets?q=\(query)")
      #expect(found.status == 303 && found.header("Location") == "/tickets/1001")
    }
  }

  @Test func `a number that is none, or not theirs to see, is searched for as words`() async throws
  {
    try await Lanternhouse.with { world in
      let number = try await world.ticket("Theirs", for: "dov")
      let rex = try await world.signedIn(.rex)
      #expect(try await rex.get("/tickets?q=\(number)").status == 200)
      let ada = try await world.signedIn(.ada)
      for words in ["9999", "1001%20scanner", "T-"] {
        #expect(try await ada.get("/tickets?q=\(words)").status == 200, "\(words)")
      }
    }
  }

  @Test(arguments: Scratch.Engine.given)
  func `a move says from where to where, as far as the reader may see`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let number = try await world.ticket("Dark", for: "dov")
      let ada = try await world.signedIn(.ada)
      let moves = [
        #"{"client":"harbour","contact":"cleo","agreement":"promises","why":"Theirs."}"#,
        #"{"client":"harbour","contact":"cleo","why":"Not covered."}"#,
      ]
      for move in moves {
        let moved = try await world.act("move", move, on: number, as: ada)
        #expect(moved.status == 200, "\(moved.text)")
      }
      let page = try await ada.get("/tickets/\(number)").text
      #expect(
        page.contains(
          "moved it from Kline (Standard for kline) to Harbour Dental (Standard for harbour)"))
      #expect(page.contains("moved it from Standard for harbour to no agreement"))
      let rex = try await world.signedIn(.rex).get("/tickets/\(number)").text
      #expect(rex.contains("moved it from another client") && !rex.contains("Kline"))
    }
  }

  @Test func `an ask names who holds the request, or nobody`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      _ = try await world.ask("cleo", on: number)
      let dee = try await world.signedIn(.dee)
      _ = try await world.act("holder", #"{"holder":"ben"}"#, on: number, as: dee)
      _ = try await world.ask("cleo", on: number)
      let words = try await world.house.db.read {
        try $0.all("SELECT words FROM letters WHERE kind = 'ask' ORDER BY id") {
          try $0[0] as String
        }
      }
      #expect(words.count == 2 && words[0].contains("Our desk looks after your request."))
      #expect(words[1].contains("Ben looks after your request."))
    }
  }

  @Test(arguments: [(30_000, "The rest (10 kB)"), (2_500_000, "The rest (more than 2 MB)")])
  func `a mail too long for a page shows its beginning and the way to the rest`(
    length: Int, told: String
  ) async throws {
    try await Lanternhouse.with { world in
      let head = "From: Cleo <cleo@harbourdental.example>\nSubject: Log\nMessage-ID: <l@x>\n\n"
      try await world.receive(head + String(repeating: "x", count: length) + "\n")
      try await world.runJobs()
      let ada = try await world.signedIn(.ada)
      let page = try await ada.get("/tickets/1001").text
      #expect(page.contains(told) && page.utf8.count < 100_000, "\(page.utf8.count)")
      let path = page.split(separator: "\"").first {
        $0.hasPrefix("/tickets/1001/letters/") && $0.hasSuffix("/mail")
      }
      let mail = try await ada.get(String(try #require(path)))
      #expect(mail.status == 200 && mail.text.utf8.count > length)
      let theirs = try await Browser(world.site).get(
        "/for/\(world.link(of: "cleo"))/requests/1001")
      #expect(theirs.text.contains(told) && theirs.text.utf8.count < 100_000)
    }
  }
}
