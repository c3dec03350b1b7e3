// SPDX-License-Identifier: AGPL-3.0-or-later
import Testing

@testable import Mail

/// What one mail of the corpus must be read as; empty expectations are not looked at.
struct Expected: CustomTestStringConvertible, Sendable {
  var name: String
  var text: String?
  var subject: String?
  var from: [String]?
  var files: [String] = []
  var html = 0
  var wrapping = MailMessage.Wrapping.plain
  var lied = false

  init(
    _ name: String, _ text: String? = nil, subject: String? = nil, from: [String]? = nil,
    files: [String] = [], html: Int = 0, wrapping: MailMessage.Wrapping = .plain, lied: Bool = false
  ) {
    self.name = name
    self.text = text
    self.subject = subject
    self.from = from
    self.files = files
    self.html = html
    self.wrapping = wrapping
    self.lied = lied
  }

  var testDescription: String { name }

  /// The mails that are read, by the groups of the corpus.
  static let readable: [Expected] = brokenMIME + charsets + injections + files + envelopes + odd

  static let brokenMIME: [Expected] = [
    .init("broken-no-blank-line", "", subject: "Printer down"),
    .init("broken-no-closing-boundary", "First.", html: 1),
    .init("broken-boundary-never-used", "Only preamble here."),
    .init("broken-boundary-missing", "Just words."),
    .init("broken-base64", "Hello world"),
    .init("broken-base64-cut", "Hello wor"),
    .init("broken-quoted-printable", "Half ä and =ZZ and = and end"),
    .init("broken-content-type", "Readable still."),
    .init("broken-encoding-name", "Plain all the same."),
    .init("broken-two-content-types", html: 1),
    .init("broken-nested-same-boundary", "Inside."),
    .init("broken-lf-only", "Unix lines."),
    .init("broken-cr-only", "Old Mac lines.", subject: "Printer down"),
    .init("broken-header-junk", "Still here."),
    .init("broken-nul-bytes", "Beforeafter"),
    .init("broken-mbox-from-line", "Through a pipe.", from: ["cleo@harbour.example"]),
    .init("broken-folded-subject", "x", subject: "A subject that goes on and on"),
    .init("broken-long-line", String(repeating: "x", count: 40_000)),
  ]

  static let charsets: [Expected] = [
    .init("charset-utf8-called-latin1", "Größe fällt auf", lied: true),
    .init("charset-cp1252-called-latin1", "“Quoted” € 5"),
    .init("charset-latin1-called-utf8", "Größe", lied: true),
    .init("charset-latin1-undeclared", "Grüße", lied: true),
    .init("charset-unknown", "Grüße", lied: true),
    .init("charset-ascii-but-utf8", "Grüße", lied: true),
    .init("charset-koi8", "Принтер"),
    .init("charset-sjis", "プリンタ"),
    .init("charset-iso2022jp", "プリンタ"),
    .init("charset-gb2312", "联通"),
    .init("charset-utf16", "Sechzehn"),
    .init("charset-bom", "Marked"),
    .init("charset-bad-utf8", "overlong À¯ end ÿ", lied: true),
    .init("charset-subject-raw-latin1", subject: "Gerät kaputt"),
    .init("charset-subject-mixed-words", subject: "Gerät kaputt"),
    .init("charset-subject-split-character", subject: "äö"),
    .init("charset-subject-padded-words", subject: "Drucker geht nicht"),
    .init("charset-subject-broken-word", subject: "and x"),
  ]

  static let injections: [Expected] = [
    .init("inject-encoded-crlf", subject: "Hi Bcc: all@world.example"),
    .init("inject-encoded-nul", subject: "Hi?there"),
    .init("inject-name-crlf", from: ["cleo@harbour.example"]),
    .init("inject-name-padded", "x", from: ["cleo@harbour.example"]),
    .init("inject-bidi-filename", "", files: ["invoicefdp.exe|application/x-msdownload|file"]),
    .init("inject-path-filename", "", files: ["passwd|text/plain|file"]),
    .init("spoof-two-from", from: ["boss@lantern.example", "evil@bad.example"]),
    .init("spoof-name-is-address", from: ["evil@bad.example"]),
    .init("spoof-from-list", from: ["a@one.example", "b@two.example"]),
    .init("spoof-group", from: ["a@one.example", "b@two.example"]),
  ]

  static let files: [Expected] = [
    .init("attach-pdf", "See plan.", files: ["plan.pdf|application/pdf|file"]),
    .init("attach-rfc2231", files: ["Pläne März.pdf|application/pdf|file"]),
    .init("attach-rfc2047-name", files: ["Büro.pdf|application/pdf|file"]),
    .init("attach-rfc2047-padded", files: ["Pläne März.pdf|application/pdf|file"]),
    .init("attach-lying-type", files: ["cat.png|image/svg+xml|file"]),
    .init("attach-html-called-text", files: ["a.txt|text/html|file"]),
    .init("attach-exe-called-pdf", files: ["bill.pdf|application/x-msdownload|file"]),
    .init("attach-no-name", files: ["attachment|application/octet-stream|file"]),
    .init("attach-zero-width-htaccess", files: [".htaccess|text/plain|file"]),
    .init("attach-inline-picture", "Look", files: ["p.png|image/png|file"], html: 1),
    .init(
      "attach-eml", "Forwarded as file.", files: ["Inner story.eml|message/rfc822|message"]),
    .init("attach-only", "", files: ["only.pdf|application/pdf|file"]),
    .init("attach-apple-mixed", "Before.\nAfter.", files: ["m.png|image/png|file"]),
  ]

  static let envelopes: [Expected] = [
    .init(
      "envelope-pgp-encrypted", "",
      files: ["encrypted|text/plain|encrypted", "encrypted.asc|text/plain|file"],
      wrapping: .encryptedPGP),
    .init(
      "envelope-pgp-signed", "Signed words.", files: ["signature.asc|text/plain|signature"],
      wrapping: .signedPGP),
    .init(
      "envelope-smime-signed", "Signed by certificate.",
      files: ["smime.p7s|application/octet-stream|signature"], wrapping: .signedSMIME),
    .init(
      "envelope-smime-encrypted", "", files: ["smime.p7m|application/octet-stream|encrypted"],
      wrapping: .encryptedSMIME),
    .init(
      "envelope-tnef", "Text beside.", files: ["winmail.dat|application/ms-tnef|tnef"],
      wrapping: .tnef),
    .init(
      "envelope-calendar", "Meeting on Monday.", subject: "Invitation",
      files: ["invitation.ics|text/calendar|calendar"]),
    .init("envelope-html-only", html: 1),
    .init("envelope-flowed", "This is one long line.\n> quoted more\n-stuffed\n-- \nCleo"),
    .init("envelope-flowed-delsp", "hypertext"),
  ]

  static let odd: [Expected] = [
    .init("empty-body", "", subject: "Printer down"),
    .init("empty-headers-only-from", "", subject: "", from: ["cleo@harbour.example"]),
    .init("odd-no-from", "x", from: []),
    .init("odd-empty-from", "x", from: []),
    .init("odd-emoji", "👩‍👩‍👧 fine 🖨️", subject: "🖨️"),
    .init("odd-combining", "a" + String(repeating: "\u{301}", count: 1000)),
  ]
}

@Suite struct CorpusTests {
  @Test(arguments: Expected.readable)
  func `a mail of the corpus is read as meant`(_ expected: Expected) throws {
    let mail = try Corpus.mail(expected.name)
    if let text = expected.text { #expect(mail.text.trimmedLines == text) }
    if let subject = expected.subject { #expect(mail.subject == subject) }
    if let from = expected.from { #expect(mail.from.map(\.address) == from) }
    let files = mail.attachments.map { "\($0.name)|\($0.sniffedType)|\($0.kind)" }
    #expect(files == expected.files)
    #expect(mail.html.count == expected.html)
    #expect(mail.wrapping == expected.wrapping)
    #expect(mail.charsetLied == expected.lied)
  }

  @Test(arguments: [
    ("empty-nothing", MailProblem.empty), ("empty-blank-lines", .empty),
    ("odd-not-a-mail", .notAMail), ("odd-binary", .notAMail), ("odd-html-page", .notAMail),
  ])
  func `what is no mail is refused with a sentence`(_ name: String, _ problem: MailProblem) throws {
    #expect(throws: problem) { try Corpus.mail(name) }
    #expect(problem.message.pattern.hasSuffix("."))
  }

  @Test(arguments: [
    (
      "thread-references", ["two@desk", "one@desk"].reversed(),
      ["root@desk", "one@desk", "two@desk"]
    ),
    ("thread-bare-ids", [], ["good@desk"]),
    ("thread-comment-in-id", ["m1@desk"], []),
    ("thread-no-message-id", [], []),
  ])
  func `message ids are read out of broken fields`(
    _ name: String, _ inReplyTo: [String], _ references: [String]
  ) throws {
    let mail = try Corpus.mail(name)
    #expect(mail.inReplyTo == inReplyTo)
    #expect(mail.references == references)
  }

  @Test(arguments: [
    ("odd-bad-date", nil), ("odd-date-9999", "9999-12-31T23:59:59Z"),
    ("broken-lf-only", "2026-03-02T08:00:00Z"),
  ])
  func `a date is read or left out`(_ name: String, _ date: String?) throws {
    #expect(try Corpus.mail(name).date?.description == date)
  }

  @Test(arguments: [
    ("bounce-full", "t.1.abc.def@lantern.example", "failed", "5.1.1", "cleo@harbour.example"),
    ("bounce-headers-only", "t.2.abc.def@lantern.example", "delayed", "4.4.1", "x@y.example"),
    ("bounce-read-receipt", nil, nil, nil, nil),
  ])
  func `a report says which mail of ours it is about`(
    _ name: String, _ original: String?, _ action: String?, _ status: String?, _ recipient: String?
  ) throws {
    let report = try #require(try Corpus.mail(name).report)
    #expect(report.originalMessageID == original)
    #expect(report.action == action)
    #expect(report.status == status)
    #expect(report.recipient == recipient)
  }

  @Test func `every mail of the corpus survives being cut off anywhere`() throws {
    for name in try Corpus.names() {
      let bytes = try Corpus.bytes(name)
      for cut in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40)) {
        _ = try? MailMessage(parsing: Array(bytes[..<cut]))  // only that it returns
      }
    }
  }

  @Test func `every mail of the corpus survives flipped bytes`() throws {
    var state: UInt64 = 42
    func roll(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    for name in try Corpus.names() {
      let bytes = try Corpus.bytes(name)
      for _ in 0..<20 where !bytes.isEmpty {
        var mutated = bytes
        for _ in 0...roll(8) { mutated[roll(bytes.count)] = UInt8(roll(256)) }
        _ = try? MailMessage(parsing: mutated)  // only that it returns
      }
    }
  }
}
