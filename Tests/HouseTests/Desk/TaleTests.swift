// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import TestSupport
import Testing
import Web

/// What is told of a ticket and to whom, when things are written down later than they happened.
struct TaleTests {
  /// Cleo's answer to the last reply.
  private func answer(_ world: Lanternhouse) async throws {
    let letter = try await world.house.db.read {
      try $0.first("SELECT message_id FROM letters WHERE kind = 'reply'") { try $0[0] as String }
    }
    try await world.receive(
      """
      From: Cleo <cleo@harbourdental.example>
      To: desk@lanternhouse.example
      Subject: Re: The scanner is dark
      Message-ID: <answer@harbourdental.example>
      In-Reply-To: <\(try #require(letter))>

      Said before the note.

      """)
  }

  @Test func `a ticket's story is told in the order things happened`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ben = try await world.signedIn(.ben)
      _ = try await world.act("reply", #"{"words":"We look at it."}"#, on: number, as: ben)
      world.clock.advance(by: 600)
      try await answer(world)
      world.clock.advance(by: 600)
      _ = try await world.act("notes", #"{"words":"Noted after it."}"#, on: number, as: ben)
      // Only now somebody reads the mail: it is the last fact written down, and not the last to
      // happen.
      try await world.runJobs()
      var rest = try await ben.get("/tickets/\(number)").text[...]
      for words in ["Noted after it.", "Said before the note.", "We look at it.", "It was fine."] {
        let found = try #require(rest.firstRange(of: words), "\(words) is missing or too early")
        rest = rest[found.upperBound...]
      }
    }
  }

  @Test func `nobody gets a receipt for what is a day old or answered already`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      func open(_ contact: String, _ received: String) async throws -> Int {
        let reply = try await ada.api(
          "POST", "/api/v1/tickets",
          #"{"contact":"\#(contact)","subject":"x","words":"y","receivedAt":"\#(received)"}"#)
        return try #require(try reply.json["number"]?.number, "\(reply.text)")
      }
      _ = try await open("cleo", "2026-03-01T08:59:59Z")
      let answered = try await open("cleo", "2026-03-02T08:00:00Z")
      _ = try await world.act("reply", #"{"words":"It is done."}"#, on: answered, as: ada)
      let fresh = try await open("dov", "2026-03-01T09:00:00Z")
      try await world.runJobs()
      let receipts = try await world.house.db.read { db in
        try db.all(
          """
          SELECT t.number FROM letters l JOIN tickets t ON t.id = l.ticket_id
          WHERE l.kind = 'acknowledgement'
          """
        ) { try $0[0] as Int }
      }
      #expect(receipts == [fresh])
    }
  }

  /// Mails from nobody we know, each waiting for a person.
  private func waiting(_ count: Int, _ world: Lanternhouse) async throws -> [String] {
    for number in 1...count {
      try await world.receive(
        "From: Gil <gil\(number)@nowhere.example>\nSubject: Mail \(number)\n\nHello.\n")
    }
    try await world.runJobs()
    let items = try await world.signedIn(.dee).api("GET", "/api/v1/inbox").json["items"]?.list
    return items?.compactMap { $0["id"]?.text } ?? []
  }

  @Test(arguments: Scratch.Engine.given)
  func `of those who settle one mail at once, one wins and the others hear of it`(
    engine: Scratch.Engine
  ) async throws {
    try await Lanternhouse.with(on: engine) { world in
      let mails = try await waiting(6, world)
      #expect(mails.count == 6)
      let token = try await world.token(.deskDispatch)
      let acts = [
        ("dismissal", "{}"), ("assignment", #"{"client":"harbour","name":"Gil"}"#),
        ("dismissal", "{}"), ("assignment", #"{"client":"kline","name":"Gil"}"#),
      ]
      for mail in mails {
        let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
          for (path, body) in acts {
            group.addTask {
              try await Browser(world.site).api(
                "POST", "/api/v1/inbox/\(mail)/\(path)", body, token: token)
            }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.filter { $0.status < 300 }.count == 1, "\(replies.map(\.status))")
        for loser in replies where loser.status >= 300 {
          #expect(try loser.json["code"]?.text == "inbox.alreadyPlaced", "\(loser.text)")
          #expect(loser.text.contains("Somebody placed this mail a moment ago."))
        }
      }
      let tickets = try await world.house.db.read {
        try $0.first("SELECT COUNT(*) FROM tickets") { try $0[0] as Int } ?? 0
      }
      let done = try await world.house.db.read {
        try $0.first("SELECT COUNT(*) FROM inbox WHERE state = 'done'") { try $0[0] as Int } ?? 0
      }
      #expect(tickets == done)
    }
  }
}
