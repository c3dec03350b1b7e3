// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite struct HouseCommandsTests {
  @Test func `a command asks the server while it runs, and does it itself when none does`()
    async throws
  {
    try await withFolder { settings in
      let before = try Command(["audit", "verify"], settings)
      #expect(before.status == 0)
      let server = try RunningServer(settings)
      let during = try Command(["audit", "verify"], settings)
      #expect(during == before)
      #expect(during.output == "The journal is as it was written: 0 rows.\n")
      #expect(try server.stopped(by: SIGTERM) == 0)
      #expect(try Command(["audit", "verify"], settings) == before)
    }
  }

  @Test func `one program at a time holds the database, and says who`() async throws {
    try await withFolder { settings in
      let server = try RunningServer(settings)
      for arguments in [["serve"], ["migrate"]] {
        let second = try Command(arguments, settings)
        #expect(second.status == 75)
        #expect(second.errors.contains("already open in process \(server.number)"))
      }
      #expect(try server.stopped(by: SIGINT) == 0)
      #expect(try Command(["migrate"], settings).status == 0)
    }
  }

  @Test func `a server whose port is taken never says it is open`() async throws {
    let port = try TakenPort()
    try await withFolder { settings in
      let taken = settings.merging(["MAINSTAY_PORT": "\(port.number)"]) { $1 }
      let refused = #expect(throws: RunningServer.NotOpened.self) { try RunningServer(taken) }
      #expect(refused?.said.contains("already in use") == true, "\(refused?.said ?? "")")
    }
  }

  @Test func `a server that was killed opens again as if nothing had been`() async throws {
    try await withFolder { settings in
      #expect(try RunningServer(settings).stopped(by: SIGKILL) == 128 + SIGKILL)
      #expect(try Command(["audit", "verify"], settings).status == 0)
      #expect(try RunningServer(settings).stopped(by: SIGKILL) == 128 + SIGKILL)
      let next = try RunningServer(settings)
      #expect(try Command(["audit", "verify"], settings).status == 0)
      #expect(try next.stopped(by: SIGTERM) == 0)
    }
  }

  @Test(arguments: [
    (["config", "check"], ["MAINSTAY_PROT": "1"], 78, "Did you mean MAINSTAY_PORT?"),
    (
      ["config", "check"], ["MAINSTAY_ZONE": "Mars/Olympus"], 78, "no time zone called Mars/Olympus"
    ),
    (["serve"], ["MAINSTAY_ZONE": "Mars"], 78, "MAINSTAY_ZONE says “Mars”"),
    (["work"], ["MAINSTAY_ZONE": "Europe/Lodnon"], 78, "Did you mean Europe/London?"),
    (["demo"], ["MAINSTAY_ZONE": "Mars"], 78, "MAINSTAY_ZONE says “Mars”"),
    (["serve"], ["MAINSTAY_PORT": "many"], 78, "must be a whole number"),
    (["serve"], ["MAINSTAY_DATA": "/dev/null"], 1, "/dev/null is a file"),
    (["work"], [:], 78, "run mainstay serve"),
    (["migrate"], ["MAINSTAY_DATABASE": "/dev/null/x"], 1, "/dev/null/x"),
    (["no-such-command"], [:], 64, "no-such-command"),
  ])
  func `what can't be done is said in a sentence with a code`(
    arguments: [String], settings: [String: String], status: Int, words: String
  ) async throws {
    try await withFolder { standard in
      let command = try Command(arguments, standard.merging(settings) { $1 })
      #expect(command.status == status)
      #expect(command.errors.contains(words), "\(command.errors)")
    }
  }

  /// By any other code a mail server sends the mail back.
  @Test(arguments: [
    ["MAINSTAY_DATABASE": "postgres://nobody@127.0.0.1:1/none"],
    ["MAINSTAY_DATABASE": "/dev/null/x"], ["MAINSTAY_DATA": "/dev/null"],
    ["MAINSTAY_PORT": "many"], ["MAINSTAY_PROT": "1"],
  ])
  func `a mail that can't be taken now is to be brought again`(settings: [String: String])
    async throws
  {
    try await Scratch.inFolder { folder in
      let mail = folder + "/mail.eml"
      try "From: Cleo <cleo@x.example>\n\nHello.\n".write(
        toFile: mail, atomically: true, encoding: .utf8)
      let command = try Command(
        ["receive"], ["MAINSTAY_DATA": folder + "/data"].merging(settings) { $1 }, input: mail)
      #expect(command.status == 75, "\(command.errors)")
      #expect(!command.errors.isEmpty)
    }
  }

  @Test func `the settings are shown as a file that can be used, without secrets`() async throws {
    try await withFolder { settings in
      let url = "postgres://ada:hunter2@db/mainstay"
      let shown = try Command(
        ["config", "show"], settings.merging(["MAINSTAY_DATABASE": url]) { $1 })
      #expect(shown.status == 0)
      #expect(!shown.output.contains("hunter2"))
      let path = settings["MAINSTAY_DATA"]! + ".conf"
      try shown.output.write(toFile: path, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(atPath: path) }
      let again = try Command(["config", "check"], ["MAINSTAY_CONFIG": path])
      #expect(again.status == 0, "\(again.errors)")
    }
  }

  private func withFolder(_ body: ([String: String]) async throws -> Void) async throws {
    // Any free port: houses of several tests stand open side by side.
    try await Scratch.inFolder {
      try await body(["MAINSTAY_DATA": $0 + "/data", "MAINSTAY_PORT": "0"])
    }
  }
}
