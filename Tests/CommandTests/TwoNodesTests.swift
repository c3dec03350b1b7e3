// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Storage
import TestSupport
import Testing

/// Two servers on one PostgreSQL database, as a provider with two machines runs them.
@Suite(.enabled(if: Scratch.address != nil)) struct TwoNodesTests {
  @Test func `two nodes do each thing once, and one goes on where the other was killed`()
    async throws
  {
    try await Scratch.onServer { url, db in
      try await Scratch.inFolder { folder in
        // Both keep files and the installation's key in one folder, as two machines must.
        let node = [
          "MAINSTAY_DATA": folder, "MAINSTAY_DATABASE": url, "MAINSTAY_PORT": "0",
        ]
        #expect(try Command(["demo"], node).status == 0)
        let before = try await tickets(in: db)
        let servers = [try RunningServer(node), try RunningServer(node)]
        for number in 1...senders.count * 3 {
          for way in ["mx1", "mx2"] {
            let mail = try mail(number, by: way, in: folder)
            #expect(try Command(["receive"], node, input: mail).status == 0)
          }
          if number == 6 { _ = try servers[0].stopped(by: SIGKILL) }
        }
        try await waitForTheWork(in: db)
        #expect(try await tickets(in: db) == before + senders.count * 3)
        #expect(try await twiceAcknowledged(in: db) == 0)
        #expect(try Command(["audit", "verify"], node).status == 0)
        #expect(try servers[1].stopped(by: SIGTERM) == 0)
      }
    }
  }

  private let senders = [
    "tom@harbourdental.example", "cleo@harbourdental.example", "dov@kline.example",
    "ama@oseilegal.example",
  ]

  /// The same mail comes by two ways, so its bytes differ and it does not.
  private func mail(_ number: Int, by way: String, in folder: String) throws -> String {
    let sender = senders[number % senders.count]
    let path = "\(folder)/\(number)-\(way).eml"
    try """
    Received: from \(way).example by desk.example; Sat, 21 Nov 2026 10:00:00 +0000\r
    From: \(sender)\r
    To: desk@lanternhouse.example\r
    Subject: Printer \(number) prints stripes\r
    Message-ID: <\(number).stripes@\(sender.split(separator: "@")[1])>\r
    \r
    Every page has them since this morning.\r\n
    """.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func tickets(in db: Database) async throws -> Int {
    try await db.read { try $0.first("SELECT COUNT(*) FROM tickets") { try $0[0] } ?? 0 }
  }

  /// Requests of which somebody was told twice that they have come in.
  private func twiceAcknowledged(in db: Database) async throws -> Int {
    try await db.read {
      try $0.first(
        """
        SELECT COUNT(*) - COUNT(DISTINCT ticket_id) FROM letters
        WHERE kind = 'acknowledgement' AND direction = 'outbound'
        """
      ) { try $0[0] } ?? 0
    }
  }

  /// Until nothing is due any more; the lease of the node that was killed has to run out first.
  private func waitForTheWork(in db: Database) async throws {
    let end = Date().addingTimeInterval(150)
    while try await dueJobs(in: db) > 0 {
      try #require(Date() < end, "jobs are left undone")
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  private func dueJobs(in db: Database) async throws -> Int {
    try await db.read {
      try $0.first(
        """
        SELECT COUNT(*) FROM jobs
        WHERE parked_at IS NULL AND kind IN ('desk.read', 'desk.acknowledge')
        """
      ) { try $0[0] } ?? 0
    }
  }
}
