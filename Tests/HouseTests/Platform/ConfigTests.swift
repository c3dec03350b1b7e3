// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Platform
import Rules
import Storage
import TestSupport
import Testing

@Suite struct ConfigTests {
  @Test func `without a word everything is standard`() throws {
    let config = try Config.load(["HOME": "/home/ada"])
    #expect(config.dataFolder == "/home/ada/.local/share/mainstay")
    #expect(config.database == .sqlite("/home/ada/.local/share/mainstay/mainstay.sqlite"))
    #expect(config.baseURL == "http://localhost:8080")
    #expect(config.language == .english)
    #expect(config.relay == nil)
    #expect(config.said.allSatisfy { $0.origin == .standard })
  }

  @Test(arguments: [
    "desk@example.org", "Lanternhouse IT <desk@lanternhouse.example>",
    "Büro Süd <desk@example.org>",
  ])
  func `letters come from an address, or a name with its address`(_ sender: String) throws {
    #expect(try Config.load(["HOME": "/home/ada", "MAINSTAY_FROM": sender]).from == sender)
  }

  @Test func `variables win over the file`() async throws {
    try await withFile("port = 9000\nlisten = 0.0.0.0\n") { path in
      let config = try Config.load(["MAINSTAY_CONFIG": path, "MAINSTAY_PORT": "9001"])
      #expect(config.port == 9001)
      #expect(config.listen == "0.0.0.0")
      #expect(config.baseURL == "http://localhost:9001")
      let origins = config.said.filter { $0.origin != .standard }.map(\.origin)
      #expect(origins == [.line(2, of: path), .variable])
    }
  }

  @Test(arguments: [
    "\u{FEFF}port = 9000\r\nzone = Europe/London\r\n",
    "MAINSTAY_PORT=9000\n\tzone\t=\tEurope/London\t# where we are",
    "# a comment\n\nport = \"9000\"\nzone = Europe/London",
  ])
  func `a file from any editor is understood`(text: String) async throws {
    try await withFile(text) { path in
      let config = try Config.load(["MAINSTAY_CONFIG": path])
      #expect(config.port == 9000)
      #expect(config.zone == "Europe/London")
    }
  }

  @Test(arguments: [
    ("prot = 9000", "line 1: there is no setting prot; did you mean port?"),
    ("\nfoo_bar_baz_quux = 1", "line 2: there is no setting foo_bar_baz_quux."),
    ("port = 9000\nport = 9001", "line 2 says port a second time; line 1 has said it."),
    ("port 9000", "line 1 is not of the form key = value."),
    ("port = many", "line 1: port must be a whole number from 0 to 65535; it says “many”."),
    ("port = 70000", "must be a whole number from 0 to 65535"),
    ("port = -1", "must be a whole number"),
    ("port = ١٢", "must be a whole number"),
    ("data = here", "must be a whole path that begins with /"),
    ("language = fr", "must be one of en, de"),
    ("base_url = https://desk.example.org/path", "without a path"),
    ("base_url = https://bücher.example", "xn--"),
    ("from = Desk", "from must be a mail address such as desk@example.org, or Our Desk <"),
    ("from = Our Desk <desk>", "must be a mail address"),
    ("from = <desk@example.org>", "must be a mail address"),
    ("from = Desk, Our <desk@example.org>", "must be a mail address"),
    ("from = desk@example.org <desk@example.org>", "must be a mail address"),
    ("base_url = ftp://desk.example.org", "without a path"),
    ("base_url = http://[::1", "without a path"),
    ("smtp = relay.example.org", "must look like smtp://"),
    ("smtp = smtp://relay:99999", "must look like smtp://"),
    ("from = desk", "must be a mail address"),
    ("from = a@b@c", "must be a mail address"),
    ("zone = ../../etc/passwd", "must be a time zone"),
    ("zone = Mars", "line 1: zone says “Mars”. There is no time zone called Mars."),
    ("zone = Europe/Lodnon", "Did you mean Europe/London?"),
    ("trusted_proxies = 10.0.0.1, what?", "must be IP addresses"),
    ("include = other.conf", "there is no setting include"),
    ("port = 90\u{0}00", "line 1 holds bytes that are not text"),
  ])
  func `a mistake is told in a sentence with its line`(text: String, sentence: String) async throws
  {
    try await withFile(text) { path in
      let problems = try problems(["MAINSTAY_CONFIG": path])
      #expect(problems.count == 1)
      #expect(problems[0].contains(sentence), "\(problems)")
    }
  }

  @Test func `all mistakes are told at once`() async throws {
    try await withFile("port = x\nlanguage = y\nprot = 1") { path throws in
      #expect(try problems(["MAINSTAY_CONFIG": path, "MAINSTAY_ZOEN": "UTC"]).count == 4)
    }
  }

  @Test(arguments: [
    ("[::1]:8080", true), ("desk.example.org:8443", true), ("[::1]", true), ("::1", false),
    ("user@desk.example.org", false), ("", false), ("desk.example.org:", false),
  ])
  func `a base address is scheme, host and port`(place: String, isFine: Bool) throws {
    let load = { try Config.load(["MAINSTAY_BASE_URL": "https://\(place)"]) }
    if isFine {
      #expect(try load().baseURL == "https://\(place)")
    } else {
      #expect(throws: Config.Unsound.self) { try load() }
    }
  }

  @Test func `bytes of another encoding are named`() async throws {
    try await withFile(Data([0xFF, 0xFE, 0x70, 0x00])) { path throws in
      #expect(try problems(["MAINSTAY_CONFIG": path])[0].contains("UTF-16"))
    }
    try await withFile(Data([0x70, 0xFF, 0x3D])) { path throws in
      #expect(try problems(["MAINSTAY_CONFIG": path])[0].contains("not text in UTF-8"))
    }
  }

  @Test func `a file that was named must be there`() throws {
    let problems = try problems(["MAINSTAY_CONFIG": "/nowhere/mainstay.conf"])
    #expect(problems == ["/nowhere/mainstay.conf can't be read: No such file or directory."])
  }

  @Test func `a variable that is nearly ours is a slip, another's is not our business`() throws {
    #expect(
      try problems(["MAINSTAY_DATABSE": "x"]) == [
        "There is no setting MAINSTAY_DATABSE. Did you mean MAINSTAY_DATABASE?"
      ])
    _ = try Config.load(["MAINSTAY_TEST_DATABASE": "x", "MAINSTAY_BUILD_CACHE": "y"])
  }

  @Test func `a secret's file must be its owner's alone`() async throws {
    try await withFile("correct horse\n", mode: 0o644) { path in
      let variables = ["MAINSTAY_SMTP_PASSWORD_FILE": path]
      #expect(try problems(variables)[0].hasSuffix("Run: chmod 600 \(path)"))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      let config = try Config.load(variables)
      #expect(config.smtpPassword?.reveal { $0 } == Array("correct horse".utf8))
    }
    try await withFile("\n", mode: 0o600) { path throws in
      #expect(
        try problems(["MAINSTAY_SMTP_PASSWORD_FILE": path])[0].contains("begins with an empty line")
      )
    }
  }

  @Test func `the database password stays out of what is shown`() async throws {
    try await withFile("p@ss", mode: 0o600) { path in
      let config = try Config.load([
        "MAINSTAY_DATABASE": "postgres://mainstay@db/mainstay",
        "MAINSTAY_DATABASE_PASSWORD_FILE": path,
      ])
      #expect(config.database == .postgres("postgres://mainstay@db/mainstay?password=p%40ss"))
      #expect(!config.page.contains("p@ss") && !config.page.contains("p%40ss"))
    }
    let inline = try Config.load([
      "MAINSTAY_DATABASE": "postgres://ada:hunter2@db/x?password=hunter3"
    ])
    #expect(inline.page.contains("postgres://ada:…@db/x?password=…"))
    #expect(!inline.page.contains("hunter"))
  }

  private func problems(_ variables: [String: String]) throws -> [String] {
    try #require(throws: Config.Unsound.self) { _ = try Config.load(variables) }.problems
  }

  private func withFile<T>(
    _ text: String, mode: Int = 0o600, _ body: (String) async throws -> T
  ) async throws -> T {
    try await withFile(Data(text.utf8), mode: mode, body)
  }

  private func withFile<T>(
    _ data: Data, mode: Int = 0o600, _ body: (String) async throws -> T
  ) async throws -> T {
    try await Scratch.inFolder { folder in
      let path = folder + "/mainstay.conf"
      _ = FileManager.default.createFile(
        atPath: path, contents: data, attributes: [.posixPermissions: mode])
      return try await body(path)
    }
  }
}
