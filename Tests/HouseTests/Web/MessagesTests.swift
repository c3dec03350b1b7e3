// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing
import Web

struct MessagesTests {
  private let german = Messages([
    .german: [
      "Reply to {1}": "Antwort an {1}",
      "{1:# ticket|# tickets} for {2}": "Für {2}: {1:# Ticket|# Tickets}",
      "Due {1}": "Fällig {1}",
    ]
  ])

  private func said(_ phrase: Phrase, _ language: Language) -> String {
    Wording(german, for: Reader(language: language, zone: .utc)).text(phrase)
  }

  @Test func `a phrase is said in the reader's language, else in English`() {
    #expect(said("Reply to \("Dana")", .german) == "Antwort an Dana")
    #expect(said("Reply to \("Dana")", .english) == "Reply to Dana")
    #expect(said("Send", .german) == "Send")
  }

  @Test(arguments: [
    (0, "0 tickets for Ann", "Für Ann: 0 Tickets"), (1, "1 ticket for Ann", "Für Ann: 1 Ticket"),
    (1234, "1,234 tickets for Ann", "Für Ann: 1.234 Tickets"),
  ])
  func `counts choose their form`(_ count: Int, _ english: String, _ inGerman: String) {
    let phrase: Phrase = "\(count: count, one: "# ticket", many: "# tickets") for \("Ann")"
    #expect(said(phrase, .english) == english)
    #expect(said(phrase, .german) == inGerman)
  }

  @Test func `a value that looks like a place stays a value`() {
    #expect(said("Reply to \("{1} {2:#|#}")", .english) == "Reply to {1} {2:#|#}")
  }

  @Test func `a phrase may stand in a phrase`() {
    #expect(said("Due \(phrase: "Reply to \("Dana")")", .german) == "Fällig Antwort an Dana")
  }

  @Test(arguments: [
    (0, "0 min", "0 min"), (20, "20 s", "20 s"), (59 * 60 + 59, "59 min", "59 min 59 s"),
    (3600, "1 h", "1 h"), (7805, "2 h 10", "2 h 10 min 5 s"), (3660, "1 h 01", "1 h 1 min"),
    (-7800, "−2 h 10", "−2 h 10 min"), (4_000_000, "1,111 h 06", "1,111 h 6 min 40 s"),
  ])
  func `lengths of time are said in hours and minutes`(
    _ seconds: Int, _ short: String, _ exact: String
  ) {
    #expect(Wording.plain.duration(seconds) == short)
    #expect(Wording.plain.exactDuration(seconds) == exact)
  }

  @Test func `dates follow the language`() {
    let day = Day("2026-03-09")!
    #expect(Wording.plain.day(day) == "Mon 9 Mar 2026")
    #expect(said("Due \(day: day)", .german) == "Fällig Mo 9.3.2026")
  }

  @Test func `the pseudo-language brackets and lengthens every phrase`() {
    let phrase = said("Reply to \("Dana")", .pseudo)
    #expect(phrase.hasPrefix("⟦Reply to ‹Dana›") && phrase.hasSuffix("⟧"))
    #expect(phrase.count >= "Reply to Dana".count * 13 / 10)
  }
}

struct PortableObjectTests {
  @Test func `entries are read, with continued lines and escapes`() throws {
    let read = try PortableObject(
      parsing: """
        # Comment
        msgid ""
        msgstr "Language: de\\n"

        #: Sources/Desk/TicketPages.swift
        msgid "Say \\"hello\\" to {1}"
        msgstr ""
        "Sag \\"hallo\\" "
        "zu {1}\\n"

        #, fuzzy
        msgid "Send"
        msgstr "Versand?"

        msgid "Later"
        msgstr ""
        """)
    #expect(read.sentences == ["Say \"hello\" to {1}": "Sag \"hallo\" zu {1}\n"])
  }

  @Test(arguments: [
    ("msgid \"a {1}\"\nmsgstr \"b\"", 2, "places"),
    ("msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"", 5, "twice"),
    ("msgid \"a\nmsgstr \"b\"", 1, "end"), ("mgsid \"a\"", 1, "expected"),
    ("\"floating\"", 1, "without"), ("msgid \"a\\q\"", 1, "escape"),
    ("msgid \"a\"b\"", 1, "quotation"),
  ])
  func `a broken catalogue names the line`(_ text: String, _ line: Int, _ reason: String) {
    let fault = #expect(throws: PortableObject.Fault.self) { try PortableObject(parsing: text) }
    #expect(fault?.line == line)
    #expect(fault?.reason.contains(reason) == true, "\(fault?.reason ?? "")")
  }
}
