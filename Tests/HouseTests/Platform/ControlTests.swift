// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Platform
import Rules
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct ControlTests {
  struct Closed: Refusal {
    let code = "closed"
    let message: Phrase = "We are closed: come back tomorrow."
  }

  static let verbs = [
    Verb("echo", limit: 1_000_000) { _, request, say in
      say("reading")
      say("\(request.arguments.count) words")
      return Verb.Reply(status: 3, output: request.input)
    },
    Verb("refuse") { _, _, _ in throw Closed() },
    Verb("fail") { _, _, _ in throw StorageError.busy },
  ]

  @Test func `what is asked over the socket is answered, with notes on the way`() async throws {
    try await with { folder in
      let input = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
      let request = Verb.Request("echo", arguments: ["--zone", "Europe/London"], input: input)
      let notes = Notes()
      let reply = try await request.asked(of: folder, say: notes.add)
      #expect(reply == Verb.Reply(status: 3, output: input))
      #expect(notes.all == ["reading", "2 words"])
    }
  }

  @Test(arguments: [
    ("refuse", 0, 1, "come back tomorrow"), ("fail", 0, 75, "fail failed"),
    ("unheard-of", 0, 64, "does not know unheard-of"), ("refuse", 1_000_001, 65, "too large"),
    ("echo", 20_000_000, 65, "too large"),
  ])
  func `what can't be done is answered with a sentence and a code`(
    verb: String, size: Int, status: Int32, words: String
  ) async throws {
    try await with { folder in
      let request = Verb.Request(verb, input: [UInt8](repeating: 7, count: size))
      let reply = try #require(try await request.asked(of: folder) { _ in })
      #expect(reply.status == status)
      #expect(String(decoding: reply.output, as: UTF8.self).contains(words))
    }
  }

  @Test func `callers at once are all answered`() async throws {
    try await with { folder in
      await withTaskGroup { group in
        for number in 0..<32 {
          group.addTask {
            let input = Array("\(number)".utf8)
            await #expect(throws: Never.self) {
              let reply = try await Verb.Request("echo", input: input).asked(of: folder) { _ in }
              #expect(reply?.output == input)
            }
          }
        }
      }
    }
  }

  @Test func `the socket is its owner's alone`() async throws {
    try await with { folder in
      let path = folder.file("control.sock")
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `where no server runs nobody answers, and a socket left behind is no server`()
    async throws
  {
    try await Scratch.inFolder { path in
      let folder = try DataFolder(preparing: path)
      #expect(try await Verb.Request("echo").asked(of: folder) { _ in } == nil)
    }
    try await Scratch.inFolder { path in
      let folder = try DataFolder(preparing: path)
      try await with { live in
        try FileManager.default.linkItem(
          atPath: live.file("control.sock"), toPath: folder.file("control.sock"))
        #expect(try await Verb.Request("echo").asked(of: folder) { _ in }?.status == 3)
      }
      #expect(try await Verb.Request("echo").asked(of: folder) { _ in } == nil)
    }
  }

  @Test func `a path too long for a socket is refused in a sentence`() async throws {
    try await Scratch.inFolder { path in
      let deep = path + "/" + String(repeating: "d", count: 100)
      let folder = try DataFolder(preparing: deep)
      let problem = await #expect(throws: StartProblem.self) {
        _ = try await Verb.Request("echo").asked(of: folder) { _ in }
      }
      #expect(problem?.description.contains("too long for a socket") == true)
    }
  }

  private func with(_ body: (DataFolder) async throws -> Void) async throws {
    try await TestHouse.with(on: .sqlite) { house, _ in
      let folder = try DataFolder(preparing: house.config.dataFolder)
      let socket = try ControlSocket(in: folder, of: house, verbs: Self.verbs)
      defer { socket.close() }
      try await body(folder)
    }
  }
}

/// What was said on the way.
private final class Notes: Sendable {
  private let kept = Mutex<[String]>([])
  var all: [String] { kept.withLock { $0 } }
  @Sendable func add(_ note: String) { kept.withLock { $0.append(note) } }
}
