// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Foundation
import Rules
import Storage
import Testing
import Web

/// Small things a ticket says, and how it takes what people write.
struct DeskWordsTests {
  @Test(arguments: ["T-", "t-", "T ", "T", "#", "", "T–"])
  func `a ticket to merge into is named as people write it`(sign: String) async throws {
    try await Lanternhouse.with { world in
      let (one, other) = (try await world.ticket(), try await world.ticket("The scanner again"))
      let path = "/tickets/\(other)"
      let ada = try await world.signedIn(.ada)
      let merged = try await ada.post("\(path)/merge", [("into", "\(sign)\(one)")], from: path)
      #expect(merged.header("Location") == "/tickets/\(one)", "\(merged.text)")
    }
  }

  @Test(arguments: ["the other one", "T-", "C-1", "1 2 x", "T--"])
  func `what is no ticket's number is refused with how to write one`(words: String) async throws {
    try await Lanternhouse.with { world in
      let path = "/tickets/\(try await world.ticket())"
      let ada = try await world.signedIn(.ada)
      let again = try await ada.post("\(path)/merge", [("into", words)], from: path)
      #expect(again.status == 422 && again.text.contains("is no number of that kind."))
      #expect(again.text.contains("Write it like T-1052, or just 1052."))
    }
  }

  @Test func `a ticket that is fixed suggests no holder`() async throws {
    try await Lanternhouse.with { world in
      let path = "/tickets/\(try await world.ticket())"
      let ada = try await world.signedIn(.ada)
      #expect(try await ada.get(path).text.contains("Suggested:"))
      let fixed = try await ada.submit("\(path)/resolution", [("fix", "A lamp.")], from: path)
      #expect(fixed.text.contains("resolved it") && !fixed.text.contains("Suggested:"))
    }
  }

  @Test func `what follows a reply is always said, at first that it stays ours`() async throws {
    try await Lanternhouse.with { world in
      let page = try await world.signedIn(.ada).get("/tickets/\(try await world.ticket())")
      let field = try #require(page.text.range(of: "id=\"letter-afterwards\""))
      let select = page.text[field.upperBound...].prefix { $0 != "/" }
      #expect(select.contains("<option value=\"open\" selected>"), "\(select)")
      #expect(!page.text.contains(">None</option>"))
    }
  }

  @Test func `one key opens one explanation, and is shown where it does`() async throws {
    try await Lanternhouse.with { world in
      let path = "/tickets/\(try await world.ticket())"
      let ada = try await world.signedIn(.ada)
      world.clock.advance(by: 60)
      for page in [path, "\(path)/clocks"] {
        let text = try await ada.get(page).text
        #expect(text.components(separatedBy: "Explain every minute").count > 2, "\(page)")
        #expect(text.components(separatedBy: "data-key=\"y\"").count == 2, "\(page)")
        #expect(text.components(separatedBy: ">y</kbd>").count == 2, "\(page)")
      }
    }
  }

  @Test func `what a member split off is in their words, not come by mail`() async throws {
    try await Lanternhouse.with { world in
      try await world.receive(
        """
        From: Cleo <cleo@harbourdental.example>
        Subject: Two things
        Message-ID: <two@harbourdental.example>

        The scanner is dark and the till is stuck.
        """)
      try await world.runJobs()
      let ada = try await world.signedIn(.ada)
      let number = try await ada.api("GET", "/api/v1/tickets").json["items"]?[0]?["number"]?.number
      let path = "/tickets/\(try #require(number))"
      let split = try await ada.submit(
        "\(path)/split", [("subject", "The till"), ("words", "It is stuck.")], from: path)
      #expect(split.text.contains("made this a ticket of its own"))
      #expect(split.text.contains("Split off from T-"))
      #expect(!split.text.contains("reached us") && !split.text.contains("By mail"))
      let made = try #require(split.text.firstMatch(of: /T-(\d+) The till/)).1
      let seen = try await Browser(world.site).get(
        "/for/\(world.link(of: "cleo"))/requests/\(made)")
      #expect(seen.text.contains("We made this a request of its own"))
    }
  }

  @Test func `a letter that stays never ends in the middle of its sentence`() async throws {
    try await Lanternhouse.with { world in
      let number = try await world.ticket()
      let ada = try await world.signedIn(.ada)
      try await world.runJobs()
      for state in Letter.State.allCases {
        for fate in ["", "letter.relaySaid\n", "letter.quietMode"] {
          try await world.house.db.write {
            try $0.execute(
              "UPDATE letters SET state = \(state), state_words = \(fate) WHERE direction = 'outbound'"
            )
          }
          for path in ["/outbox", "/tickets/\(number)"] {
            let text = try await ada.get(path).text
            #expect(!text.contains(/(not sent|by the relay|sent):\s*</), "\(path) \(state) \(fate)")
            #expect(fate != "letter.quietMode" || text.contains("in quiet mode"), "\(path)")
          }
        }
      }
    }
  }

  @Test func `what stands side by side is told apart`() async throws {
    try await Lanternhouse.with { world in
      let ada = try await world.signedIn(.ada)
      let calm = try await ada.api(
        "POST", "/api/v1/agreements",
        #"{"name":"Calm","client":"harbour","zone":"Europe/London","effectiveFrom":"2026-04-01","calendar":"office","preset":"calm"}"#
      ).json["id"]?.text
      let terms = try await ada.get("/agreements/\(try #require(calm))").text
      #expect(terms.contains("waiting on the client, waiting on a third party"))
      try await ada.submit(
        "/clients/harbour/contacts",
        [("name", "Una"), ("roles", "signer"), ("roles", "approver"), ("active", "on")],
        from: "/clients/harbour/contacts/new")
      #expect(try await ada.get("/clients/harbour").text.contains("Signs, Approves"))
    }
  }
}
