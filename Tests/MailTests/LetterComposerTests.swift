// SPDX-License-Identifier: AGPL-3.0-or-later
import Rules
import Testing

@testable import Mail

@Suite struct LetterComposerTests {
  static let date = Instant(seconds: 1_772_438_400)

  static func letter(subject: String = "Printer", text: String = "Hello") -> LetterComposer {
    LetterComposer(
      from: MailAddress(name: "Ben Lantern", address: "desk@lantern.example"),
      to: [MailAddress(name: "Cleo", address: "cleo@harbour.example")], subject: subject,
      text: text,
      messageID: "t.1.a.b@lantern.example", date: date)
  }

  /// Pieces that have broken mail before.
  static let pieces = [
    "a", "Z", "0", " ", "  ", "=", "=?", "?=", "=?utf-8?q?x?=", "\"", "\\", "(", ")", "<", ">", "@",
    ",",
    ";", ":", ".", "[", "]", "ä", "ß", "漢", "🖨️", "e\u{301}", "\u{202E}", "From ", "-- ", "%", "&",
    "averyveryverylongwordwithoutanyplacetobreakitinthemiddleofalineofmailtext",
  ]

  static func words(_ dice: inout Dice, upTo count: Int) -> String {
    (0..<Int(dice.next() % UInt64(count))).map { _ in
      pieces[Int(dice.next() % UInt64(pieces.count))]
    }.joined()
  }

  @Test func `what we write is what a reader reads`() throws {
    var dice = Dice(seed: 7)
    for _ in 0..<400 {
      var letter = Self.letter(
        subject: Self.words(&dice, upTo: 14), text: Self.words(&dice, upTo: 60))
      letter.to[0] = MailAddress(name: Self.words(&dice, upTo: 8), address: "cleo@harbour.example")
      let bytes = try letter.bytes()
      let read = try MailMessage(parsing: bytes)
      #expect(read.subject == letter.subject.oneLine)
      #expect(read.text == (letter.text.isBlank ? "" : letter.text + "\n"))
      #expect(read.to.map(\.address) == ["cleo@harbour.example"])
      let name = letter.to[0].name!.oneLine
      #expect(read.to[0].name ?? "" == name)
      #expect(!bytes.split(separator: 10).contains { $0.count > 200 || $0.last != 13 })
    }
  }

  @Test func `text and page travel together`() throws {
    var letter = Self.letter(text: "Grüße\n.\nFrom here\n--=_mainstay_letter")
    letter.html = "<p>Grüße</p>"
    let read = try MailMessage(parsing: try letter.bytes())
    #expect(read.text == letter.text)
    #expect(read.html == ["<p>Grüße</p>"])
    #expect(read.date == Self.date)
    #expect(read.messageID == "t.1.a.b@lantern.example")
  }

  @Test func `an answer names what it answers`() throws {
    var letter = Self.letter()
    letter.inReplyTo = "q@harbour.example"
    letter.references = (1...30).map { "r\($0)@harbour.example" }
    letter.replyTo = MailAddress(address: "desk+t1.abc@lantern.example")
    let read = try MailMessage(parsing: try letter.bytes())
    #expect(read.inReplyTo == ["q@harbour.example"])
    #expect(read.references.count == 20 && read.references.last == "r30@harbour.example")
    #expect(read.replyTo.map(\.address) == ["desk+t1.abc@lantern.example"])
  }

  @Test func `an automatic letter says so and is recognised when it comes back`() throws {
    var letter = Self.letter()
    letter.isAutomatic = true
    letter.loopMark = MailSealTests.seal.loopMark(random: "x")
    let read = try MailMessage(parsing: try letter.bytes())
    let signs = read.automaticSigns(ours: [], trusting: nil, seal: MailSealTests.seal)
    #expect(signs == [.autoSubmitted("auto-replied"), .answersUnwanted, .ourOwnMail])
  }

  @Test(arguments: ["\r\nBcc: all@world.example", "\n", "\r", "\0", "\u{7F}", "\u{85}", "\u{2028}"])
  func `a value that would end its line is refused`(_ poison: String) {
    var subject = Self.letter()
    subject.subject = "Hi\(poison)"
    #expect(throws: LetterProblem.controlCharacter(field: "Subject")) { try subject.bytes() }
    var name = Self.letter()
    name.to[0] = MailAddress(name: "Cleo\(poison)", address: "cleo@harbour.example")
    #expect(throws: LetterProblem.controlCharacter(field: "To")) { try name.bytes() }
    var address = Self.letter()
    address.to[0] = MailAddress(address: "cleo\(poison)@harbour.example")
    #expect(throws: LetterProblem.self) { try address.bytes() }
    var id = Self.letter()
    id.messageID = "a\(poison)@b"
    #expect(throws: LetterProblem.self) { try id.bytes() }
    var loop = Self.letter()
    loop.loopMark = "x\(poison)"
    #expect(throws: LetterProblem.self) { try loop.bytes() }
  }

  @Test(arguments: [
    "", "cleo", "@harbour.example", "cleo@", "a b@c.example", "a@b@c.example", "<a@b.example>",
    "a@b.example, c@d.example", "a..b@c.example", ".a@b.example", "a@b_c..example", "a@[1.2.3.4]",
    "a@b.example:25", "ä@b.example",
  ])
  func `what is no address is refused with it`(_ address: String) {
    var letter = Self.letter()
    letter.to = [MailAddress(address: address)]
    #expect(throws: LetterProblem.badAddress(address)) { try letter.bytes() }
  }

  @Test func `an address outside ASCII is written as servers know it`() throws {
    var letter = Self.letter()
    letter.to = [MailAddress(address: "cleo@bücher.example")]
    let head = String(decoding: try letter.bytes(), as: UTF8.self)
    #expect(head.contains("To: cleo@xn--bcher-kva.example\r\n"))
  }

  /// The form asks `SendableAddress`; whatever it lets in, a letter can be written to.
  @Test(arguments: [
    "cleo@harbour.example", "Desk@Example.ORG", "o'neil+x@a-b.example", "desk@127.0.0.1",
    "a@b_c.example", "a@-b.example", "jürgen@example.org", "a..b@x.example", "a@x..example",
    "a@1.2.3", "a@0x7f", "a@b.example.",
  ])
  func `what a form takes, a letter can be written to`(_ address: String) throws {
    var letter = Self.letter()
    letter.to = [MailAddress(address: address)]
    let isWritten = (try? letter.bytes()) != nil
    #expect(isWritten == (SendableAddress(address) != nil))
  }

  @Test func `a letter to nobody is refused`() {
    var letter = Self.letter()
    letter.to = []
    #expect(throws: LetterProblem.noRecipient) { try letter.bytes() }
  }
}

@Suite struct SMTPRelayTests {
  @Test func `a password never goes out in the clear`() {
    #expect(throws: SMTPRelay.Problem.passwordInTheClear("relay.example")) {
      try SMTPRelay(
        host: "relay.example", port: 25, security: .none,
        credentials: .init(user: "a", password: "b"))
    }
  }

  @Test(arguments: ["", "a b", "relay.example/x", "relay.example:25", "a@b"])
  func `a host that is none is refused`(_ host: String) {
    #expect(throws: SMTPRelay.Problem.badHost(host)) {
      try SMTPRelay(host: host, port: 25, security: .none)
    }
  }

  @Test(arguments: ["a@b.example\r\nRCPT TO:<c@d.example>", "a@b.example>", "", "a"])
  func `a recipient that is no address is refused before anybody is called`(_ to: String)
    async throws
  {
    let relay = try SMTPRelay(host: "127.0.0.1", port: 1, security: .none)
    guard case .refused = await relay.send([], from: "desk@lantern.example", to: [to]) else {
      Issue.record("not refused")
      return
    }
  }

  @Test func `an address with capitals in its host is handed over as servers know it`() throws {
    #expect(try SMTPRelay.envelope("Desk@Example.org") == "Desk@example.org")
    #expect(try SMTPRelay.envelope("cleo@bücher.example") == "cleo@xn--bcher-kva.example")
  }

  @Test func `a relay that is not there is for later`() async throws {
    let relay = try SMTPRelay(host: "127.0.0.1", port: 1, security: .none, seconds: 5)
    let delivery = await relay.send([97], from: "", to: ["a@b.example"])
    guard case .later(0, _) = delivery else {
      Issue.record("\(delivery)")
      return
    }
  }
}
