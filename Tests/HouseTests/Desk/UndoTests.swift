// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Synchronization
import Testing
import Web
import Work

/// What is taken back is taken back everywhere, or not at all.
struct UndoTests {
  @Test func `time taken back counts nowhere, on the ticket and in the books alike`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ben = try await world.signedIn(.ben)
      for minutes in [15, 20] {
        let logged = try await world.act("time", #"{"minutes":\#(minutes)}"#, on: number, as: ben)
        #expect(logged.status == 200, "\(logged.text)")
      }
      #expect(try await world.undo(on: number, as: ben).status == 200)
      let (row, entries, kept) = try await world.house.db.read { db in
        let (ticket, minutes) = try db.first(
          "SELECT id, logged_minutes FROM tickets WHERE number = \(number)"
        ) { (try $0[0] as ID<Ticket>, try $0[1] as Int) }!
        return (
          minutes,
          try TimeEntry.all(of: ticket, for: .everyClient, in: db).reduce(0) { $0 + $1.minutes },
          try db.first("SELECT COUNT(*) FROM time_entries") { try $0[0] as Int }
        )
      }
      #expect(row == 15 && entries == 15 && kept == 2)
    }
  }

  @Test func `a reply is taken back with its time and with what it said of the work`() async throws
  {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ben = try await world.signedIn(.ben)
      let reply = #"{"words":"Fixed.","minutes":10,"afterwards":"resolve"}"#
      let before = try await ben.api("GET", "/api/v1/tickets/\(number)").json["version"]?.number
      #expect(try await world.act("reply", reply, on: number, as: ben).status == 200)
      let page = try await ben.get("/tickets/\(number)").text
      #expect(page.contains("name=\"sequence\" value=\"\((before ?? 0) + 1)\""))
      let undone = try await world.undo(on: number, as: ben)
      #expect(try undone.status == 200 && undone.json["state"]?.text != "resolved")
      let (minutes, letter, kept) = try await world.house.db.read { db in
        (
          try db.first("SELECT logged_minutes FROM tickets WHERE number = \(number)") {
            try $0[0] as Int
          },
          try db.first("SELECT state FROM letters WHERE kind = 'reply'") { try $0[0] as String },
          try db.first("SELECT COUNT(*) FROM time_entries WHERE voided_at IS NULL") {
            try $0[0] as Int
          }
        )
      }
      #expect(minutes == 0 && letter == "takenBack" && kept == 0)
    }
  }

  @Test func `the way back is one's own, a key only for what was done just now`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ben = try await world.signedIn(.ben)
      #expect(try await world.act("notes", #"{"words":"Hm."}"#, on: number, as: ben).status == 200)
      let page = "/tickets/\(number)"
      let fresh = try await ben.get(page).text
      #expect(fresh.contains("Take back") && fresh.contains("data-key=\"z\""))
      let dee = try await world.signedIn(.dee)
      #expect(try await !dee.get(page).text.contains("Take back"))
      world.clock.advance(by: 3600)
      let later = try await world.signedIn(.ben).get(page).text
      #expect(later.contains("Take back") && !later.contains("data-key=\"z\""))
    }
  }

  /// The receipt is written while the page of the new ticket is read.
  @Test func `what the house writes by itself refuses nobody's act`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ben = try await world.signedIn(.ben)
      let seen = try await ben.api("GET", "/api/v1/tickets/\(number)").header("ETag") ?? ""
      try await world.runJobs()
      let path = "/api/v1/tickets/\(number)/notes"
      let noted = try await ben.api(
        "POST", path, #"{"words":"Hm."}"#, headers: [("If-Match", seen)])
      #expect(noted.status == 200, "\(noted.text)")
      let again = try await ben.api(
        "POST", path, #"{"words":"Ho."}"#, headers: [("If-Match", seen)])
      #expect(again.status == 412 || again.status == 409, "\(again.status)")
    }
  }

  @Test func `what the client did is not ours to take back`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ben = try await world.signedIn(.ben)
      #expect(
        try await world.act("resolution", #"{"fix":"Done"}"#, on: number, as: ben).status == 200)
      let link = world.link(of: "cleo")
      let cleo = Browser(world.site)
      _ = try await cleo.get("/for/\(link)/requests/\(number)")
      let path = "/for/\(link)/requests/\(number)"
      #expect(
        try await cleo.submit("\(path)/not-fixed", [("words", "Still dark")], from: path).status
          == 200)
      #expect(try await !ben.get("/tickets/\(number)").text.contains("Take back"))
      let refused = try await world.undo(on: number, as: ben)
      #expect(try refused.json["code"]?.text == "ticket.cannotUndo")
    }
  }

  @Test func `a program, too, takes back one's own last act only, and nothing of an ended ticket`()
    async throws
  {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ben = try await world.signedIn(.ben)
      let dee = try await world.signedIn(.dee)
      #expect(try await world.act("notes", #"{"words":"x"}"#, on: number, as: ben).status == 200)
      let notes = try await ben.api("GET", "/api/v1/tickets/\(number)").json["version"]?.number
      let theirs = try await world.undo(on: number, as: dee)
      #expect(try theirs.json["code"]?.text == "ticket.cannotUndo")
      #expect(
        try await world.act("resolution", #"{"fix":"x"}"#, on: number, as: ben).status == 200)
      let before = try await world.act(
        "undo", #"{"sequence":\#(notes ?? 0)}"#, on: number, as: ben)
      #expect(try before.json["code"]?.text == "ticket.cannotUndo")
      #expect(try await world.act("closure", on: number, as: ben).status == 200)
      let closed = try await world.undo(on: number, as: ben)
      #expect(try closed.status == 422 && closed.json["code"]?.text == "ticket.closed")
    }
  }

  @Test func `a reply the relay refused is gone for the client once it is taken back`() async throws
  {
    let relay = Mailer { _ in throw Mailer.Failure.refused("550 No such user") }
    try await Lanternhouse.with(mailer: relay) { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ben = try await world.signedIn(.ben)
      #expect(
        try await world.act("reply", #"{"words":"Our secret."}"#, on: number, as: ben).status
          == 200)
      world.clock.advance(by: 15)
      try await world.runJobs()
      let path = "/for/\(world.link(of: "cleo"))/requests/\(number)"
      #expect(try await Browser(world.site).get(path).text.contains("Our secret."))
      #expect(try await world.undo(on: number, as: world.signedIn(.ben)).status == 200)
      #expect(try await !Browser(world.site).get(path).text.contains("Our secret."))
      let state = try await world.house.db.read {
        try $0.first("SELECT state FROM letters WHERE kind = 'reply'") { try $0[0] as String }
      }
      #expect(state == "takenBack")
    }
  }

  /// The relay has the letter in hand while somebody presses "Take back".
  @Test func `a letter that is leaving can't be taken back`() async throws {
    let relay = Relay()
    try await Lanternhouse.with(mailer: Mailer { _ in await relay.take() }) { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ben = try await world.signedIn(.ben)
      let replied = try await world.act("reply", #"{"words":"Look."}"#, on: number, as: ben)
      #expect(replied.status == 200, "\(replied.text)")
      relay.meanwhile {
        let reply = try await world.undo(on: number, as: world.signedIn(.ben))
        return try reply.json["code"]?.text ?? ""
      }
      world.clock.advance(by: 60)
      try await world.runJobs()
      #expect(relay.outcome == "ticket.letterHasLeft")
      let state = try await world.house.db.read {
        try $0.first("SELECT state FROM letters WHERE kind = 'reply'") { try $0[0] as String }
      }
      #expect(state == "sent")
    }
  }

  @Test func `a letter the relay put off can still be taken back`() async throws {
    try await Lanternhouse.with(mailer: Mailer.none) { world in
      let number = try await world.ticket()
      try await world.runJobs()
      let ben = try await world.signedIn(.ben)
      #expect(
        try await world.act("reply", #"{"words":"Look."}"#, on: number, as: ben).status == 200)
      world.clock.advance(by: 15)
      try await world.worker.runDue(at: world.clock.now)
      #expect(try await world.undo(on: number, as: ben).status == 200)
    }
  }
}

/// A relay that takes its time: something else happens while it has the first letter in hand.
private final class Relay: Sendable {
  typealias Deed = @Sendable () async throws -> String

  private let waiting = Mutex<Deed?>(nil)
  private let told = Mutex<String?>(nil)

  var outcome: String? { told.withLock { $0 } }

  func meanwhile(_ deed: @escaping Deed) { waiting.withLock { $0 = deed } }

  func take() async {
    let deed = waiting.withLock { deed in
      defer { deed = nil }
      return deed
    }
    guard let deed else { return }
    do {
      let outcome = try await deed()
      told.withLock { $0 = outcome }
    } catch {
      told.withLock { $0 = "\(error)" }
    }
  }
}
