// SPDX-License-Identifier: AGPL-3.0-or-later
import Testing

@testable import Mail

@Suite struct MailSealTests {
  static let key = [UInt8]("a key that only we have".utf8)
  static let seal = MailSeal(keys: [key])
  static let stranger = MailSeal(keys: [[UInt8]("a key of somebody else".utf8)])
  static let desk = MailAddress(address: "desk@Lantern.example")

  @Test func `a mark of ours names its ticket`() {
    let seal = Self.seal
    let id = seal.messageID(ticket: 1042, random: "k3x9", host: "lantern.example")
    #expect(id.hasPrefix("t.1042.k3x9.") && id.hasSuffix("@lantern.example"))
    #expect(seal.ticket(inMessageID: id) == 1042)
    #expect(seal.ticket(inMessageID: id.uppercased()) == 1042)
    let address = seal.replyAddress(ticket: 1042, mailbox: Self.desk)
    #expect(seal.ticket(inReplyAddress: address) == 1042)
    #expect(seal.ticket(inReplyAddress: address.uppercased()) == 1042)
    let subject = "AW: Re: Printer \(seal.subjectToken(ticket: 1042)) [T-7] again"
    #expect(seal.ticket(inSubject: subject) == 1042)
    #expect(seal.isLoopMark(seal.loopMark(random: "abc")))
  }

  @Test func `a mark signed by another is no mark`() {
    let (seal, other) = (Self.seal, Self.stranger)
    #expect(
      seal.ticket(inMessageID: other.messageID(ticket: 1, random: "a", host: "h.example")) == nil)
    #expect(seal.ticket(inReplyAddress: other.replyAddress(ticket: 1, mailbox: Self.desk)) == nil)
    #expect(seal.ticket(inSubject: other.subjectToken(ticket: 1)) == nil)
    #expect(!seal.isLoopMark(other.loopMark(random: "abc")))
  }

  @Test func `a mark moved to another ticket or another use is no mark`() {
    let seal = Self.seal
    let id = seal.messageID(ticket: 1042, random: "k3", host: "h.example")
    #expect(seal.ticket(inMessageID: id.replacing("1042", with: "1043")) == nil)
    #expect(seal.ticket(inMessageID: id.replacing(".k3.", with: ".k4.")) == nil)
    let address = seal.replyAddress(ticket: 1042, mailbox: Self.desk)
    #expect(seal.ticket(inReplyAddress: address.replacing("1042", with: "1043")) == nil)
    let mac = address.split(separator: "@")[0].split(separator: ".").last!
    #expect(seal.ticket(inMessageID: "t.1042.x.\(mac)@h.example") == nil)
  }

  @Test(arguments: [
    "", "@", "t", "t.1.2", "t.1.2.3", "t...", "t.0.a.b@c", "t.-1.a.b@c",
    "t.99999999999999999999.a.b",
    "desk@h", "desk+@h", "desk+t@h", "desk+t1@h", "desk+t1.@h", "[T-", "[T-]", "[T-1]", "[T-1.]",
    "[T-1.abcdef", "[T-１.abcdef]", "\u{0}",
  ])
  func `nonsense is no mark`(_ text: String) {
    #expect(Self.seal.ticket(inMessageID: text) == nil)
    #expect(Self.seal.ticket(inReplyAddress: text) == nil)
    #expect(Self.seal.ticket(inSubject: text) == nil)
    #expect(!Self.seal.isLoopMark(text))
  }

  @Test func `an older key still counts and signs nothing new`() {
    let turned = MailSeal(keys: [[UInt8]("the key of this year".utf8), Self.key])
    let token = Self.seal.subjectToken(ticket: 5)
    #expect(turned.ticket(inSubject: token) == 5)
    #expect(turned.subjectToken(ticket: 5) != token)
  }

  @Test func `the reply address counts before references and these before the subject`() throws {
    let seal = Self.seal
    let message = try MailMessage(
      parsing: mail(
        """
        From: cleo@harbour.example
        To: \(seal.replyAddress(ticket: 3, mailbox: Self.desk))
        In-Reply-To: <\(seal.messageID(ticket: 2, random: "a", host: "h.example"))>
        References: <x@y> <\(seal.messageID(ticket: 2, random: "b", host: "h.example"))>
        Subject: Re: \(seal.subjectToken(ticket: 1))

        x
        """))
    #expect(
      message.threadClaims(by: seal) == [
        ThreadClaim(ticket: 3, mark: .replyAddress), ThreadClaim(ticket: 2, mark: .reference),
        ThreadClaim(ticket: 1, mark: .subject),
      ])
    #expect(message.threadClaims(by: Self.stranger) == [])
  }
}

@Suite struct MessageIdentityTests {
  private func identity(_ name: String) throws -> MessageIdentity {
    let bytes = try Corpus.bytes(name)
    return MessageIdentity(of: try MailMessage(parsing: bytes), source: bytes)
  }

  @Test func `a mail delivered twice is the same mail`() throws {
    #expect(try identity("dup-original") == identity("dup-second-delivery"))
  }

  @Test func `another mail under the same id is another mail`() throws {
    let (first, forged) = (try identity("dup-original"), try identity("dup-forged-id"))
    #expect(first.messageID == forged.messageID)
    #expect(first.hash != forged.hash)
  }

  @Test func `line ends and empty lines at the end do not make another mail`() throws {
    let bytes = try Corpus.bytes("dup-original")
    let changed = bytes.filter { $0 != 13 } + [10, 10]
    let again = MessageIdentity(of: try MailMessage(parsing: changed), source: changed)
    #expect(try identity("dup-original") == again)
  }

  @Test func `a mail without an id is known by its content`() throws {
    #expect(try identity("thread-no-message-id").messageID == nil)
    #expect(try identity("thread-no-message-id").hash.utf8.count == 64)
  }
}
