// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// What nobody should type at the command line or write into the settings: a sentence, a status that
/// says so, and nothing is left behind.
struct BadCommandTests {
  private static let long = String(repeating: "x", count: 100_000)

  static let commands: [(arguments: [String], status: Int, words: String)] = [
    (["no-such-command"], 64, "no-such-command"), (["--no-such-option"], 64, "no-such-option"),
    (["time", "--port", "80"], 64, "--port"), (["time", "extra"], 64, "extra"),
    (["serve", "--", "x"], 64, "x"), (["receive", "mail.eml"], 64, "mail.eml"),
    (["audit", "destroy"], 64, "destroy"), ([long], 64, ""),
    (["import", "servicenow"], 64, "<file>"),
    (
      ["import", "servicenow", "/no/such/file", "--zone", "UTC", "--agreement", "Care"], 66,
      "no file"
    ),
    (["import", "servicenow", "/", "--zone", "UTC", "--agreement", "Care"], 66, "no file"),
    (
      ["import", "servicenow", "/dev/null", "--zone", "UTC", "--agreement", "Care"], 66,
      "no file"
    ),
    (["import", "servicenow", "a", "--zone", "UTC", "--zone"], 64, "zone"),
    (["receive"], 65, "no mail"),
  ]

  @Test(arguments: commands)
  func `a command that can't be done says so in a sentence`(
    arguments: [String], status: Int, words: String
  ) async throws {
    try await Scratch.inFolder { folder in
      let command = try Command(arguments, ["MAINSTAY_DATA": folder + "/data"])
      let said = command.errors + command.output
      #expect(command.status == status, "\(said.prefix(600))")
      #expect(words.isEmpty || said.contains(words), "\(said.prefix(600))")
      #expect(!said.isEmpty && said.utf8.count < 250_000 && !said.contains("Fatal error"))
    }
  }

  @Test(arguments: [
    ("port", "65536"), ("port", "1e309"), ("port", "-1"), ("port", "80 81"),
    ("port", "٨٠"), ("port", "99999999999999999999"), ("zone", "Mars/Olympus"),
    ("zone", "../../etc/passwd"), ("language", "klingon"), ("base_url", "ftp://x"),
    ("base_url", "http://x/path"), ("base_url", "http://a b"), ("database", "mysql://x"),
    ("smtp", "smtp://[::"), ("from", "nobody"), ("listen", "not an address"),
  ])
  func `a setting that can't be right is refused in a sentence`(
    name: String, value: String
  ) async throws {
    try await Scratch.inFolder { folder in
      let path = folder + "/mainstay.conf"
      try "# ours\n\(name) = \(value)\n".write(toFile: path, atomically: true, encoding: .utf8)
      let command = try Command(
        ["config", "check"], ["MAINSTAY_DATA": folder + "/data", "MAINSTAY_CONFIG": path])
      #expect(command.status == 78, "\(command.output)\(command.errors)")
      #expect(!command.errors.isEmpty && command.errors.utf8.count < 1000, "\(command.errors)")
    }
  }

  @Test(arguments: [
    "port", "= 80", "port = 80\nport = 81", "prot = 80", "include = mainstay.conf",
    "port = \"80", "por\0t = 80", String(repeating: "x", count: 3_000_000),
    String(repeating: "x = y\n", count: 5_000), "[section]\nport = 80",
  ])
  func `a settings file that can't be read is refused`(text: String) async throws {
    try await Scratch.inFolder { folder in
      let path = folder + "/mainstay.conf"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let command = try Command(
        ["config", "check"], ["MAINSTAY_DATA": folder + "/data", "MAINSTAY_CONFIG": path])
      #expect(command.status == 78, "\(command.output.prefix(300))")
      #expect((1..<200_000).contains(command.errors.utf8.count))
    }
  }

  @Test func `output that nobody takes ends the command, not the machine`() throws {
    let line =
      #"{"id":1,"kind":"elapsed","calendar":{"timeZone":"UTC","weekly":{}},"from":"2026-03-02T08:00:00Z","to":"2026-03-02T09:00:00Z"}"#
    let shell = Child(
      "/bin/sh",
      [
        "-c",
        "yes '\(line)' | head -20000 | '\(Program.folder.path)/mainstay' time >/dev/full 2>/dev/null",
      ])
    #expect(try shell.end() != 0)
    let early = Child(
      "/bin/sh",
      [
        "-c",
        "yes '\(line)' | head -20000 | '\(Program.folder.path)/mainstay' time 2>/dev/null | head -1 >/dev/null",
      ])
    #expect(try early.end() == 0)
  }
}
