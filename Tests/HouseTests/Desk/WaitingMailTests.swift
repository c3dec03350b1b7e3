// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Foundation
import Mail
import Rules
import Storage
import Testing
import Web

/// Why something waits is kept as a code with what it names, and told in the reader's language.
struct WaitingMailTests {
  private static let reasons: [WaitingMail] = [
    .lost, .sameMailBefore, .nobodyWroteIt, .marksOfDifferentTickets,
    .notTheirPerson("gil@kline.example", ticket: "T-1001"), .unknownSender("gil@kline.example"),
    .knownAtSeveral("gil@kline.example"), .unreadable(.empty), .unreadable(.notAMail),
    .unreadable(.tooLarge(bytes: 70_000_000, limit: 67_108_864)),
    .unreadable(.headTooLong(bytes: 2, limit: 1)),
    .unreadable(.tooManyFields(count: 2, limit: 1)), .unreadable(.tangledAddresses),
    .unreadable(.tooManyParts(limit: 2_000)), .unreadable(.nestedTooDeep(limit: 40)),
    .machine(.nullReturnPath), .machine(.autoSubmitted("auto-replied")),
    .machine(.precedence("auto_reply")), .machine(.mailingList), .machine(.answersUnwanted),
    .machine(.autoReply), .machine(.report), .machine(.ourOwnAddress("desk@x.example")),
    .notPlaced("The disk is full."), .machine(.forgedSender), .machine(.tooManyHops(51)),
    .machine(.ourOwnMail),
  ]

  private static let fates: [LetterFate] = [
    .noAddress(of: "Cleo"), .quietMode, .noRelay, .demo, .relaySaid("550 No such user here"),
    .later("Connection refused"), .gaveUp("Connection refused"), .badAddress("a..b@x.example"),
    .broken("No words"), .clockEnded, .handedOver, .noReceipt(Cause("automatic.mailingList")),
    .noReceipt(Cause("automatic.precedence", "bulk")),
  ]

  private static let catalogue = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Messages").standardizedFileURL.path

  @Test(arguments: reasons)
  func `a reason outlives its keeping and has its German`(_ reason: WaitingMail) throws {
    #expect(WaitingMail(Cause(text: reason.cause.text)) == reason)
    try expectGerman(reason.message)
  }

  @Test(arguments: fates)
  func `a letter's fate outlives its keeping and has its German`(_ fate: LetterFate) throws {
    #expect(LetterFate(Cause(text: fate.cause.text)) == fate)
    if case .relaySaid = fate { return }
    try expectGerman(fate.message)
  }

  private func expectGerman(_ phrase: Phrase) throws {
    let messages = try Messages.load(from: Self.catalogue)
    let german = Wording(messages, for: Reader(language: .german, zone: .utc)).text(phrase)
    let english = Wording(messages, for: Reader(language: .english, zone: .utc)).text(phrase)
    #expect(german != english && !german.contains("{"), "\(english)")
  }

  @Test func `what an address smuggles in stays one piece of data`() {
    let reason = WaitingMail.unknownSender("gil\n@kline\r\n.example")
    #expect(WaitingMail(Cause(text: reason.cause.text)).cause[0] == "gil @kline .example")
    #expect(WaitingMail(Cause(text: "A sentence of old.")).message.pattern == "{1}")
  }

  @Test func `the inbox tells why in words and as a code`() async throws {
    try await Lanternhouse.with { world in
      try await world.receive(
        "From: Gil <gil@harbourdental.example>\nSubject: Who am I?\nMessage-ID: <w@x>\n\nHm?\n")
      try await world.receive("no mail at all")
      try await world.runJobs()
      let dee = try await world.signedIn(.dee)
      let list = try await dee.get("/inbox")
      #expect(list.text.contains("Nobody knows gil@harbourdental.example yet."))
      let items = try await dee.api("GET", "/api/v1/inbox").json["items"]?.list ?? []
      #expect(
        items.compactMap { $0["reason"]?.text }.sorted() == [
          "inbox.unknownSender", "mail.notAMail",
        ])
      #expect(items.allSatisfy { $0["why"]?.text?.isEmpty == false })
      for item in items {
        let page = try await dee.get("/inbox/\(item["id"]?.text ?? "")")
        #expect(page.status == 200 && page.text.contains("class=\"notice\""))
      }
    }
  }

  @Test func `a letter that stays says why`() async throws {
    try await Lanternhouse.with(relay: false) { world in
      _ = try await world.ticket()
      try await world.runJobs()
      let dee = try await world.signedIn(.dee)
      let items = try await dee.api("GET", "/api/v1/outbox").json["items"]?.list
      let letter = try #require(items?.first)
      #expect(letter["reason"]?.text == "letter.noRelay")
      let page = try await dee.get("/outbox/\(letter["id"]?.text ?? "")")
      #expect(page.text.contains("No mail relay is set, so it stays here."))
    }
  }
}
