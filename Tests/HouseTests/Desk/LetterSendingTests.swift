// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Platform
import Rules
import Storage
import Testing
import Web

/// No letter is lost in silence: it leaves, or says why not and can be sent again.
struct LetterSendingTests {
  /// A reply of Ben's on a fresh ticket while the relay is down; the letter as the outbox knows it.
  private func reply(
    _ world: Lanternhouse, _ post: Postbox
  ) async throws -> (dee: Browser, number: Int, id: String) {
    let number = try await world.ticket()
    try await world.runJobs()
    post.isDown = true
    let ben = try await world.signedIn(.ben)
    let told = try await world.act("reply", #"{"words":"We look at it."}"#, on: number, as: ben)
    #expect(told.status == 200, "\(told.text)")
    world.clock.advance(by: 10)
    try await world.runJobs()
    let id = try #require(try await letter("reply", world)["id"]?.text)
    return (try await world.signedIn(.dee), number, id)
  }

  private func letter(_ kind: String, _ world: Lanternhouse) async throws -> JSON {
    let outbox = try await world.signedIn(.ada).api("GET", "/api/v1/outbox").json["items"]?.list
    return try #require(outbox?.first { $0["kind"]?.text == kind })
  }

  private func pass(hours: Int, by step: Int = 900, _ world: Lanternhouse) async throws {
    for _ in 0..<hours * 3600 / step {
      world.clock.advance(by: step)
      try await world.runJobs()
    }
  }

  @Test func `a relay that is down for a night gets the letter in the morning`() async throws {
    let post = Postbox()
    try await Lanternhouse.with(mailer: post.mailer) { world in
      let (dee, number, id) = try await reply(world, post)
      let before = post.letters.count
      try await pass(hours: 12, world)
      let waiting = try await letter("reply", world)
      #expect(waiting["state"]?.text == "held" && waiting["reason"]?.text == "letter.later")
      let next = try #require(Instant(waiting["leavesAt"]?.text ?? ""))
      #expect((1...3600).contains(next.since(world.clock.now)))
      for path in ["/outbox/\(id)", "/tickets/\(number)"] {
        let page = try await dee.get(path)
        #expect(page.text.contains("not sent yet, tried again"), "\(path)")
        #expect(page.text.contains("did not take it yet: Connection refused"), "\(path)")
      }
      post.isDown = false
      try await pass(hours: 1, world)
      #expect(post.letters.count == before + 1)
      #expect(try await letter("reply", world)["state"]?.text == "sent")
      try await pass(hours: 3, world)
      #expect(post.letters.count == before + 1, "it left twice")
    }
  }

  @Test func `one that waits leaves at once when somebody says so`() async throws {
    let post = Postbox()
    try await Lanternhouse.with(mailer: post.mailer) { world in
      let (dee, _, id) = try await reply(world, post)
      try await pass(hours: 3, world)
      post.isDown = false
      #expect(try await dee.get("/outbox/\(id)").text.contains("Send it now"))
      #expect(try await dee.post("/outbox/\(id)/sending").status == 303)
      try await world.runJobs()
      #expect(try await letter("reply", world)["state"]?.text == "sent")
      #expect(try await dee.post("/outbox/\(id)/sending").status == 422)
    }
  }

  @Test func `after five days it says so on its ticket, and can be sent again`() async throws {
    let post = Postbox()
    try await Lanternhouse.with(mailer: post.mailer) { world in
      let (dee, number, id) = try await reply(world, post)
      try await pass(hours: 5 * 24 - 2, by: 7200, world)
      #expect(try await letter("reply", world)["state"]?.text == "held")
      try await pass(hours: 4, by: 7200, world)
      let lost = try await letter("reply", world)
      #expect(lost["state"]?.text == "failed" && lost["reason"]?.text == "letter.gaveUp")
      for path in ["/outbox/\(id)", "/tickets/\(number)"] {
        let page = try await dee.get(path)
        #expect(page.text.contains("did not take it in five days"), "\(path)")
        #expect(page.text.contains("Send it again"), "\(path)")
      }
      post.isDown = false
      let ben = try await world.signedIn(.ben)
      let again = try await ben.post("/outbox/\(id)/sending", from: "/tickets/\(number)")
      #expect(again.status == 303 && again.header("Location")?.hasPrefix("/tickets/") == true)
      try await world.runJobs()
      #expect(try await letter("reply", world)["state"]?.text == "sent")
      #expect(post.letters.last?.contains("We look at it.") == true)
    }
  }

  @Test func `a letter that can't be written as a mail says so and goes to the corrected address`()
    async throws
  {
    let post = Postbox()
    try await Lanternhouse.with(mailer: post.mailer) { world in
      _ = try await world.house.db.write {
        try $0.execute("UPDATE contacts SET email = \("a..b@x.example") WHERE id = 'cleo'")
      }
      let (dee, number, id) = try await reply(world, post)
      post.isDown = false
      let bad = try await letter("reply", world)
      #expect(bad["state"]?.text == "failed" && bad["reason"]?.text == "letter.badAddress")
      for path in ["/outbox/\(id)", "/tickets/\(number)"] {
        let page = try await dee.get(path)
        #expect(page.status == 200, "\(path)")
        #expect(page.text.contains("a..b@x.example is not an address"), "\(path)")
      }
      _ = try await world.house.db.write {
        try $0.execute("UPDATE contacts SET email = \("cleo@x.example") WHERE id = 'cleo'")
      }
      #expect(try await dee.post("/outbox/\(id)/sending").status == 303)
      try await world.runJobs()
      #expect(post.recipients == ["cleo@x.example"])
    }
  }

  @Test func `a letter whose contact has lost the address or left goes nowhere, and says so`()
    async throws
  {
    let post = Postbox()
    try await Lanternhouse.with(mailer: post.mailer) { world in
      let (dee, _, id) = try await reply(world, post)
      try await pass(hours: 5 * 24 + 2, by: 7200, world)
      post.isDown = false
      for change in ["email = NULL", "email = 'cleo@x.example', active = 0"] as [SQL] {
        _ = try await world.house.db.write {
          try $0.execute("UPDATE contacts SET \(change) WHERE id = 'cleo'")
        }
        let refused = try await dee.post("/outbox/\(id)/sending")
        #expect(refused.status == 422 && refused.text.contains("reaches nobody"))
      }
      try await world.runJobs()
      #expect(post.letters.allSatisfy { !$0.contains("We look at it.") })
      #expect(try await letter("reply", world)["state"]?.text == "failed")
    }
  }

  @Test func `a subject of old with a hidden line end leaves on one line`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket("The scanner\u{2028}is\u{85}dark")
      let ticket = try await world.signedIn(.ada).api("GET", "/api/v1/tickets/\(number)").json
      #expect(ticket["subject"]?.text == "The scanner is dark")
      _ = try await world.house.db.write {
        try $0.execute("UPDATE tickets SET subject = \("Dark\u{2028}room")")
      }
      _ = try await world.act(
        "reply", #"{"words":"Hm."}"#, on: number, as: try await world.signedIn(.ben))
      _ = try await world.house.db.write {
        try $0.execute("UPDATE letters SET subject = \("Dark\u{2028}room") WHERE kind = 'reply'")
      }
      world.clock.advance(by: 10)
      try await world.runJobs()
      let sent = world.tray.postings.map { String(decoding: $0.message, as: UTF8.self) }
      #expect(sent.contains { $0.contains("Subject: Dark room") })
    }
  }

  /// What happens while an alarm waits, and why it has nothing to say then.
  @Test(arguments: [
    ("reply", #"{"words":"We look at it."}"#, "letter.clockEnded"),
    ("holder", #"{"holder":"ben","note":"Yours."}"#, "letter.handedOver"),
  ])
  func `an alarm that waited is looked at once more before it leaves`(
    act: String, json: String, reason: String
  ) async throws {
    let post = Postbox()
    try await Lanternhouse.with(mailer: post.mailer) { world in
      let number = try await world.ticket()
      try await world.runJobs()
      post.isDown = true
      try await pass(hours: 3, world)
      #expect(try await letter("alarm", world)["state"]?.text == "held")
      let ben = try await world.signedIn(.ben)
      #expect(try await world.act(act, json, on: number, as: ben).status == 200)
      post.isDown = false
      try await pass(hours: 1, world)
      let outbox =
        try await world.signedIn(.dee).api("GET", "/api/v1/outbox").json["items"]?.list ?? []
      let early = outbox.filter {
        $0["kind"]?.text == "alarm" && $0["to"]?[0]?.text == "dee@lanternhouse.example"
      }
      #expect(!early.isEmpty && early.allSatisfy { $0["state"]?.text == "moot" })
      #expect(early.allSatisfy { $0["reason"]?.text == reason }, "\(early)")
      #expect(!post.recipients.contains("dee@lanternhouse.example"))
    }
  }

  @Test func `an alarm whose clock runs leaves when the relay is back`() async throws {
    let post = Postbox()
    try await Lanternhouse.with(mailer: post.mailer) { world in
      _ = try await world.ticket()
      post.isDown = true
      try await pass(hours: 3, world)
      post.isDown = false
      try await pass(hours: 1, world)
      #expect(post.recipients.contains("dee@lanternhouse.example"))
    }
  }

  @Test func `our letters stand under the mail they answer`() async throws {
    try await Lanternhouse.with { world in
      try await world.receive(
        """
        From: Cleo <cleo@harbourdental.example>
        To: desk@lanternhouse.example
        Subject: The scanner is dark
        Message-ID: <First.1@Mail.HarbourDental.example>

        Since this morning.

        """)
      try await world.runJobs()
      let receipt = try #require(world.tray.postings.first).text
      let first = "<First.1@Mail.HarbourDental.example>"
      #expect(receipt.contains("\r\nIn-Reply-To: \(first)\r\n"), "\(receipt)")
      #expect(receipt.contains("\r\nReferences: \(first)\r\n"))
      let own = try #require(receipt.firstMatch(of: /Message-ID: (<[^>]+>)/)?.1)

      try await world.receive(
        """
        From: Cleo <cleo@harbourdental.example>
        To: desk@lanternhouse.example
        Subject: Re: The scanner is dark
        Message-ID: <second@harbourdental.example>
        In-Reply-To: \(own)
        References: \(first) \(own)

        It smells, too.

        """)
      try await world.runJobs()
      _ = try await world.act(
        "reply", #"{"words":"Unplug it."}"#, on: 1001, as: try await world.signedIn(.ben))
      world.clock.advance(by: 10)
      try await world.runJobs()
      let reply = try #require(world.tray.postings.last).text
      #expect(reply.contains("Unplug it."))
      #expect(reply.contains("\r\nIn-Reply-To: <second@harbourdental.example>\r\n"))
      let chain = reply.replacing("\r\n ", with: " ")
      #expect(
        chain.contains("\r\nReferences: \(first) \(own) <second@harbourdental.example>\r\n"),
        "\(reply)")
    }
  }

  @Test func `what a program calls an id and is none keeps no letter here`() async throws {
    try await Lanternhouse.with { world in
      try await world.receive(
        """
        From: Cleo <cleo@harbourdental.example>
        Subject: The scanner is dark
        Message-ID: <no id at all>

        Since this morning.

        """)
      try await world.runJobs()
      #expect(world.tray.postings.count == 1)
    }
  }
}
