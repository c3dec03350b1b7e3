// SPDX-License-Identifier: AGPL-3.0-or-later
import Testing

@testable import Mail

@Suite struct AutomaticMailTests {
  private func signs(
    _ message: MailMessage, ours: Set<String> = ["desk@lantern.example"],
    trusting server: String? = nil
  ) -> [AutomaticSign] {
    message.automaticSigns(ours: ours, trusting: server, seal: MailSealTests.seal)
  }

  private func message(_ fields: String) throws -> MailMessage {
    try MailMessage(parsing: mail("From: cleo@harbour.example\n\(fields)\n\nx\n"))
  }

  @Test(arguments: [
    ("auto-vacation", [AutomaticSign.nullReturnPath, .autoSubmitted("auto-replied")], true),
    ("auto-list", [.precedence("bulk"), .mailingList], false),
    ("auto-outlook", [.autoSubmitted("auto-generated"), .answersUnwanted], true),
    ("auto-human", [], false),
    ("auto-many-hops", [.tooManyHops(60)], true),
    ("bounce-full", [.nullReturnPath, .report], true),
    ("bounce-read-receipt", [.report], true),
    ("reply-gmail-en", [], false),
  ])
  func `automatic mail shows itself`(
    _ name: String, _ expected: [AutomaticSign], _ isMachine: Bool
  ) throws {
    let found = signs(try Corpus.mail(name))
    #expect(found == expected)
    #expect(found.contains(where: \.isMachine) == isMachine)
  }

  @Test(arguments: [
    ("Auto-Submitted: no (a person)", []), ("Auto-Submitted: NO; x=y", []),
    ("Auto-Submitted: Auto-Notified; owner=x", [AutomaticSign.autoSubmitted("auto-notified")]),
    ("Precedence: first-class", []), ("Precedence: JUNK", [.precedence("junk")]),
    ("X-Autoreply: yes", [.autoReply]), ("X-Auto-Response-Suppress: None", []),
    ("X-Auto-Response-Suppress: DR, OOF", [.answersUnwanted]),
    ("X-Mainstay-Loop: forged.abcdefghijklmnop", []),
  ])
  func `each header is read by its own rule`(_ field: String, _ expected: [AutomaticSign]) throws {
    #expect(signs(try message(field)) == expected)
  }

  @Test func `our own mail coming back is known by its signed mark`() throws {
    let mark = MailSealTests.seal.loopMark(random: "abc")
    #expect(signs(try message("X-Mainstay-Loop: \(mark)")) == [.ourOwnMail])
  }

  @Test func `a mail from an address of ours is not answered`() throws {
    let found = signs(try message("To: x@y.example"), ours: ["cleo@harbour.example"])
    #expect(found == [.ourOwnAddress("cleo@harbour.example")])
  }

  @Test(arguments: [
    ("mx.us.example; dmarc=pass header.from=harbour.example", MailMessage.Authentication.proven),
    ("mx.us.example; dmarc=pass header.from=evil.example", .unproven),
    ("mx.us.example; dkim=pass header.d=harbour.example", .proven),
    ("mx.us.example; dkim=pass header.d=example", .unproven),
    ("mx.us.example; dkim=pass header.d=evil.example; spf=pass", .unproven),
    ("mx.us.example 1; dmarc=fail (p=reject) header.from=harbour.example", .failed),
    ("mx.us.example (dmarc=pass header.from=harbour.example); none", .unproven),
    ("mx.evil.example; dmarc=pass header.from=harbour.example", .unknown),
    ("mx.us.example.evil.example; dmarc=pass", .unknown), ("", .unknown),
  ])
  func `only our own server's finding proves a sender`(
    _ field: String, _ expected: MailMessage.Authentication
  ) throws {
    let found = try message("Authentication-Results: \(field)")
    #expect(found.authentication(trusting: "mx.us.example") == expected)
    #expect(found.authentication(trusting: nil) == .unknown)
  }

  @Test func `a finding below the topmost was written by a stranger`() throws {
    let found = try message(
      "Authentication-Results: mx.us.example; dmarc=none\nAuthentication-Results: mx.us.example; dmarc=pass"
    )
    #expect(found.authentication(trusting: "mx.us.example") == .unproven)
  }

  @Test(arguments: [
    ("spoof-two-from", true, nil, nil), ("spoof-from-list", true, nil, nil),
    ("spoof-name-is-address", false, nil, "ada@lantern.example"),
    ("spoof-reply-to-elsewhere", false, "pay@bad.example", nil), ("dup-original", false, nil, nil),
  ])
  func `what makes an author doubtful is told`(
    _ name: String, _ several: Bool, _ answersGoTo: String?, _ nameClaims: String?
  ) throws {
    let author = try #require(MailAuthor(of: try Corpus.mail(name)))
    #expect(author.isOneOfSeveral == several)
    #expect(author.answersGoTo == answersGoTo)
    #expect(author.nameClaims == nameClaims)
  }

  @Test func `a mail without a sender has no author`() throws {
    #expect(MailAuthor(of: try Corpus.mail("odd-no-from")) == nil)
  }
}
