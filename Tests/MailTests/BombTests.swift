// SPDX-License-Identifier: AGPL-3.0-or-later
import Testing

@testable import Mail

/// Mails made to eat the desk (TRUST C23), written at test time: too large to keep as files.
@Suite struct BombTests {
  static func many(_ line: String, _ count: Int) -> String { String(repeating: line, count: count) }

  static let head = "From: a@b.example\nSubject: bomb\nMIME-Version: 1.0\n"

  static func nested(_ depth: Int) -> String {
    var mail = head
    for level in 0..<depth {
      mail += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n"
    }
    return mail + "Content-Type: text/plain\n\ndeep\n"
  }

  static func embedded(_ depth: Int) -> String {
    head + many("Content-Type: message/rfc822\n\nSubject: x\n", depth) + "\n\nend\n"
  }

  @Test func `a mail nested beyond reason is refused`() {
    #expect(throws: MailProblem.nestedTooDeep(limit: 40)) {
      try MailMessage(parsing: Array(Self.nested(60).utf8))
    }
    #expect(throws: MailProblem.nestedTooDeep(limit: 40)) {
      try MailMessage(parsing: Array(Self.nested(5_000).utf8))
    }
    #expect(throws: MailProblem.nestedTooDeep(limit: 40)) {
      try MailMessage(parsing: Array(Self.embedded(5_000).utf8))
    }
  }

  @Test func `a mail nested as deep as people forward is read`() throws {
    #expect(try MailMessage(parsing: Array(Self.nested(20).utf8)).text == "deep\n")
  }

  @Test func `a mail with too many parts is refused`() {
    let few =
      Self.head + "Content-Type: multipart/mixed; boundary=b\n\n" + Self.many("--b\n\nx\n", 3_000)
    #expect(throws: MailProblem.tooManyParts(limit: 2_000)) {
      try MailMessage(parsing: Array(few.utf8))
    }
    let many =
      Self.head + "Content-Type: multipart/mixed; boundary=b\n\n" + Self.many("--b\n", 500_000)
    #expect(throws: MailProblem.tooManyParts(limit: 2_000)) {
      try MailMessage(parsing: Array(many.utf8))
    }
  }

  @Test func `a mail with endless headers is refused before it is parsed`() {
    #expect(throws: MailProblem.self) {
      try MailMessage(parsing: Array((Self.head + Self.many("a:\n", 400_000) + "\nx").utf8))
    }
    #expect(throws: MailProblem.self) {
      try MailMessage(
        parsing: Array((Self.head + "To: " + Self.many("a@b,", 500_000) + "\n\nx").utf8))
    }
    let hidden = Self.head + "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    #expect(throws: MailProblem.self) {
      try MailMessage(parsing: Array((hidden + Self.many("a:\n", 400_000) + "\nx").utf8))
    }
  }

  @Test func `a mail over the size limit is refused by its size alone`() {
    var limits = MailLimits()
    limits.bytes = 1_000
    let mail = Array((Self.head + "\n" + Self.many("x", 2_000)).utf8)
    #expect(throws: MailProblem.tooLarge(bytes: mail.count, limit: 1_000)) {
      try MailMessage(parsing: mail, limits: limits)
    }
  }

  @Test func `a long text is cut and says so`() throws {
    let mail = try MailMessage(
      parsing: Array((Self.head + "\n" + Self.many("word ", 500_000)).utf8))
    #expect(mail.shortened)
    #expect(mail.text.utf8.count == MailLimits.standard.textBytes)
  }

  @Test(arguments: ["(", "\"", "<", "=?utf-8?q?", ",", "@", "\\", "[", ";"])
  func `an address field of one character again and again is read in time`(_ piece: String) throws {
    let mail = Self.head + "To: " + Self.many(piece, 100_000 / piece.utf8.count) + "\n\nx\n"
    #expect(try MailMessage(parsing: Array(mail.utf8)).text == "x\n")
  }

  @Test(arguments: ["To: ", "to : ", "Subject: x\nno field\nCC: ", "\nReply-To: "])
  func `groups within groups are refused before they exhaust the stack`(_ field: String) {
    let mail = Self.head + field + Self.many("a:\n ", 200_000) + "\n\nx\n"
    #expect(throws: MailProblem.tangledAddresses) { try MailMessage(parsing: Array(mail.utf8)) }
  }

  @Test(arguments: ["; a=b", "; name*0=x", ";", "; \"", "; charset="])
  func `a content type with endless parameters is read in time`(_ piece: String) throws {
    let mail = Self.head + "Content-Type: text/plain" + Self.many(piece, 2_000) + "\n\nx\n"
    _ = try MailMessage(parsing: Array(mail.utf8))
  }
}
