// SPDX-License-Identifier: AGPL-3.0-or-later

import Glibc
import Platform
import Rules
import Storage
import Testing
import Web

/// What people and programs are told when the database could not do it: never that nothing happened
/// when nobody knows.
struct StorageReplyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let error: StorageError
    let status: Int
    let code: String
    let words: String
    let wait: String?

    var testDescription: String { code }
  }

  static let cases = [
    Case(
      error: .unknown("gone"), status: 500, code: "storage.unknown",
      words: "it may stand, or not", wait: nil),
    Case(
      error: .full, status: 507, code: "storage.full", words: "has to make room", wait: nil),
    Case(
      error: .busy, status: 503, code: "storage.busy", words: "in a few seconds", wait: "5"),
    Case(
      error: .stopped("broken disk"), status: 503, code: "storage.stopped",
      words: "until it is restarted", wait: "60"),
    Case(
      error: .closed("no server"), status: 503, code: "storage.closed",
      words: "reached just now", wait: "10"),
    Case(
      error: .engine(code: "1", message: "odd"), status: 500, code: "fault",
      words: "Nothing was changed", wait: nil),
  ]

  private func site(_ error: any Error) -> Website {
    let routes: [Route] = [
      .act(.staff, "failures", may: .deskWork, audit: nil, summary: "Fails.") { _ in throw error }
    ]
    return SmallHouse.site(SmallHouse.routes + routes)
  }

  @Test(arguments: cases)
  func `each says what stands and what to do next`(_ it: Case) async throws {
    let ben = Browser(site(it.error), session: "ben")
    let page = try await ben.post("/failures", from: "/notes/new")
    let twin = try await ben.api("POST", "/api/v1/failures", "{}", token: "token-of-ben")
    for reply in [page, twin] {
      #expect(reply.status == it.status)
      #expect(reply.text.contains(it.words), "\(reply.text)")
      #expect(reply.header("Retry-After") == it.wait)
      let isUnknown = it.code == "storage.unknown"
      #expect(reply.text.contains("Nothing was changed") != isUnknown, "\(reply.text)")
    }
    #expect(try twin.json["code"]?.text == it.code)
    #expect(try twin.json["status"]?.number == it.status)
  }

  @Test(arguments: [(ENOSPC, 507), (EDQUOT, 507), (EIO, 500)])
  func `a file that finds no room says the same`(_ reason: Int32, _ status: Int) async throws {
    errno = reason
    let ben = Browser(site(FileFault("write", "a file")), session: "ben")
    #expect(try await ben.post("/failures", from: "/notes/new").status == status)
  }

  @Test func `a house that can ask its database nothing still says so`() async throws {
    let site = Website(
      routes: SmallHouse.routes,
      settings: WebsiteSettings(
        baseURL: "http://localhost:8080", key: Secret(Array(repeating: 7, count: 32)))!,
      sessions: Sessions(
        member: { _, _ in throw StorageError.closed("no server") },
        nobody: { _ in throw StorageError.closed("no server") }),
      log: .silent, now: { SmallHouse.now })
    let browser = Browser(site, session: "ben")
    for path in ["/notes", "/sign-in", "/api/v1/notes"] {
      let reply = try await browser.get(path)
      #expect(reply.status == 503 && reply.text.contains("reached just now"), "\(path)")
    }
  }
}
