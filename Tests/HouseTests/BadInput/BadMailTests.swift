// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Foundation
import Storage
import Testing
import Web

/// Mail nobody can understand: it is taken in, kept to the last byte, shown with the reason, and
/// becomes no ticket.
struct BadMailTests {
  struct Sent: Sendable {
    let name: String
    let bytes: [UInt8]
    let state: String
    let reason: String

    init(_ name: String, _ text: String, _ state: String, _ reason: String) {
      self.init(name, Array(text.utf8), state, reason)
    }

    init(_ name: String, _ bytes: [UInt8], _ state: String, _ reason: String) {
      self.name = name
      self.bytes = bytes
      self.state = state
      self.reason = reason
    }
  }

  private static let head = "From: Gil <gil@nowhere.example>\r\nTo: desk@lanternhouse.example\r\n"

  private static func nested(_ levels: Int) -> String {
    let opened = (0..<levels).map {
      "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n"
    }.joined()
    return head + "MIME-Version: 1.0\r\n" + opened + "Content-Type: text/plain\r\n\r\nHello\r\n"
  }

  static let sent: [Sent] = [
    Sent("a blank", " ", "quarantine", ""),
    Sent("line ends", "\r\n\r\n\r\n", "quarantine", ""),
    Sent("one word", "hello", "quarantine", "not a mail"),
    Sent("zeros", Array(repeating: 0, count: 4096), "quarantine", ""),
    Sent("noise", (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ $0 >> 5) }, "", ""),
    Sent(
      "a picture", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10] + Array(repeating: 7, count: 99),
      "quarantine", ""),
    Sent(
      "an archive", Array("PK\u{3}\u{4}".utf8) + Array(repeating: 0xFF, count: 500), "quarantine",
      ""),
    Sent("a page", "<html><body>From: x</body></html>", "quarantine", ""),
    Sent("nobody wrote it", "Subject: x\r\n\r\nHello", "quarantine", "names nobody"),
    Sent("an empty sender", "From:\r\nSubject: x\r\n\r\nHello", "quarantine", "names nobody"),
    Sent("a sender of noise", "From: \u{1}\u{2}<<>>@@\r\n\r\nHello", "", ""),
    Sent(
      "a stranger", head + "Subject: x\r\n\r\nHello", "triage", "Nobody knows gil@nowhere.example"),
    Sent("no body", head + "Subject: x\r\n", "triage", "Nobody knows"),
    Sent("zeros in the subject", head + "Subject: a\0b\r\n\r\nc\0d", "triage", "Nobody knows"),
    Sent(
      "a false date", head + "Date: Mon, 30 Feb 2026 25:61:61 +9999\r\n\r\nx", "triage",
      "Nobody knows"),
    Sent(
      "an unknown charset", head + "Content-Type: text/plain; charset=klingon-8\r\n\r\nx\u{e9}",
      "triage", "Nobody knows"),
    Sent(
      "invalid UTF-8",
      Array((head + "Content-Type: text/plain; charset=utf-8\r\n\r\n").utf8) + [0xFF, 0xC0, 0xAF],
      "triage", "Nobody knows"),
    Sent(
      "a long line", head + "Subject: x\r\n\r\n" + String(repeating: "x", count: 10_000_000),
      "triage", "Nobody knows"),
    Sent(
      "a long subject", head + "Subject: " + String(repeating: "x", count: 900_000) + "\r\n\r\nx",
      "triage", "Nobody knows"),
    Sent(
      "a long head", head + "X: " + String(repeating: "x", count: 2_000_000) + "\r\n\r\nx",
      "quarantine", "limit"),
    Sent(
      "a boundary that never comes", head + "Content-Type: multipart/mixed; boundary=zz\r\n\r\nx",
      "triage", "Nobody knows"),
    Sent(
      "no boundary", head + "Content-Type: multipart/mixed\r\n\r\n--\r\nx", "triage", "Nobody knows"
    ),
    Sent("nested forty-five deep", nested(45), "quarantine", "levels deep"),
    Sent("nested ten thousand deep", nested(10_000), "quarantine", ""),
    Sent(
      "groups within groups", "From: " + String(repeating: "a:", count: 100_000) + "\r\n\r\nx",
      "quarantine", "groups"),
    Sent(
      "ten thousand parts",
      head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + String(repeating: "--b\r\n\r\nx\r\n", count: 10_000) + "--b--", "quarantine", "parts"),
    Sent(
      "three hundred thousand fields",
      head + String(repeating: "X: y\r\n", count: 300_001) + "\r\nx", "quarantine", ""),
    Sent(
      "names of other tickets",
      head + "References: <T-1@x> <T-2@y>\r\nSubject: [T-1] [T-2]\r\n\r\nx", "triage", ""),
    Sent(
      "a name with a path",
      head
        + "Content-Type: application/pdf; name=\"../../etc/passwd\"\r\nContent-Disposition: attachment; filename=\"../../etc/passwd\"\r\n\r\n%PDF",
      "triage", "Nobody knows"),
    Sent(
      "false Base64", head + "Content-Transfer-Encoding: base64\r\n\r\n!!!!====", "triage",
      "Nobody knows"),
    Sent(
      "an unknown encoding", head + "Content-Transfer-Encoding: x-rot13\r\n\r\nuryyb", "triage",
      "Nobody knows"),
    Sent(
      "injected fields",
      "From: Gil <gil@nowhere.example>\r\nSubject: =?utf-8?Q?a=0D=0ABcc:_x@y?=\r\n\r\nx", "triage",
      "Nobody knows"),
    Sent(
      "a loop", head + "Auto-Submitted: auto-replied\r\nSubject: Out of office\r\n\r\nx", "triage",
      ""),
  ]

  @Test func `a mail that can't be understood is kept and shown with the reason`() async throws {
    try await Lanternhouse.with { world in
      for sent in Self.sent {
        #expect(
          try await Receiving.receive(sent.bytes, at: world.clock.now, house: world.house),
          "\(sent.name)")
        try await world.runJobs()
        try await check(sent, in: world)
        #expect(
          try await !Receiving.receive(sent.bytes, at: world.clock.now, house: world.house),
          "\(sent.name)")
      }
      let ledger = try await Ledger(of: world.house.db)
      #expect(ledger.rows["tickets"] == 0 && ledger.rows["inbox"] == Self.sent.count)
      let stuck = try await world.house.db.read { db in
        try db.first("SELECT COUNT(*) FROM jobs WHERE kind = 'desk.read'") { try $0[0] as Int }
      }
      #expect(stuck == 0, "no job is left behind or parked")
      #expect(try await world.signedIn(.dee).get("/inbox").status == 200)
    }
  }

  private func check(_ sent: Sent, in world: Lanternhouse) async throws {
    let house = world.house
    let row = try await house.db.read { db in
      try db.first("SELECT id, state, reason, raw_file FROM inbox ORDER BY id DESC LIMIT 1") {
        (
          id: try $0[0] as String, state: try $0[1] as String, reason: try $0[2] as String,
          file: try $0[3] as String
        )
      }
    }
    let kept = try #require(row)
    #expect(["quarantine", "triage"].contains(kept.state), "\(sent.name): \(kept)")
    if !sent.state.isEmpty { #expect(kept.state == sent.state, "\(sent.name): \(kept.reason)") }
    #expect(!kept.reason.isEmpty, "\(sent.name)")
    #expect(
      try await house.files.bytes(of: kept.file) == sent.bytes, "\(sent.name), to the last byte")
    let page = try await world.signedIn(.dee).get("/inbox/\(kept.id)")
    #expect(page.status == 200 && page.bytes.count < 4_000_000, "\(sent.name)")
    #expect(page.says(sent.reason), "\(sent.name): \(kept.reason)")
  }
}
