// SPDX-License-Identifier: AGPL-3.0-or-later
import Testing

@testable import Mail

func mail(_ text: String) -> [UInt8] {
  Array(text.replacing("\n", with: "\r\n").utf8)
}

@Suite struct MailMessageTests {
  @Test func `a plain mail is read`() throws {
    let message = try MailMessage(
      parsing: mail(
        """
        From: Cleo <cleo@harbour.example>
        To: desk@lantern.example
        Subject: =?utf-8?q?Drucker_f=C3=A4llt_aus?=
        Date: Mon, 02 Mar 2026 09:00:00 +0100
        Message-ID: <a@harbour.example>

        It stopped.
        """))
    #expect(message.subject == "Drucker fällt aus")
    #expect(message.from == [MailAddress(name: "Cleo", address: "cleo@harbour.example")])
    #expect(message.text == "It stopped.")
    #expect(message.date?.description == "2026-03-02T08:00:00Z")
  }
}
