// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing
import Web

/// Which name the house answers to, and over which connections it gives out cookies.
struct OriginTests {
  private func ask(
    _ target: String, base: String = "https://desk.example.org",
    authority: String = "desk.example.org", peer: String = "10.0.0.9",
    _ headers: [(String, String)] = []
  ) async throws -> Reply {
    let house = InProcess(SmallHouse.site(baseURL: base, proxies: ["10.0.0.1"]))
    return Reply(
      try await house.answer(
        PlainRequest("GET", target, authority: authority, headers: headers, peer: peer)))
  }

  @Test(arguments: [
    "", "evil.example", "desk.example.org.evil.example", "desk.example.org:8443",
    "user@desk.example.org", "localhost", "127.0.0.1",
  ])
  func `another name is not answered`(_ authority: String) async throws {
    #expect(try await ask("/sign-in", authority: authority).status == 421)
    #expect(try await ask("/api/v1/openapi.json", authority: authority).status == 421)
  }

  @Test(arguments: ["desk.example.org", "DESK.example.org", "desk.example.org:443"])
  func `our own name is`(_ authority: String) async throws {
    #expect(try await ask("/sign-in", authority: authority).status == 200)
  }

  @Test func `a forwarded host changes nothing`() async throws {
    let reply = try await ask(
      "/notes",
      [("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example")])
    #expect(!reply.text.contains("evil.example"))
    #expect(reply.fields.allSatisfy { !$0.1.contains("evil.example") })
  }

  @Test func `cookies over TLS are bound to the host`() async throws {
    let reply = try await ask("/sign-in", peer: "10.0.0.1", [("X-Forwarded-Proto", "https")])
    let cookie = try #require(reply.header("Set-Cookie"))
    #expect(cookie.hasPrefix("__Host-mainstay-guest="))
    for mark in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
      #expect(cookie.contains(mark))
    }
    #expect(reply.header("Strict-Transport-Security") != nil)
  }

  @Test(arguments: [("10.0.0.9", "https"), ("10.0.0.1", "http"), ("10.0.0.9", "")])
  func `no cookie where others can read it`(_ peer: String, _ proto: String) async throws {
    let reply = try await ask("/sign-in", peer: peer, [("X-Forwarded-Proto", proto)])
    #expect(reply.header("Set-Cookie") == nil)
  }

  @Test func `on loopback the cookie needs no TLS, on any port`() async throws {
    let reply = try await ask(
      "/sign-in", base: "http://localhost:8080", authority: "127.0.0.1:34567", peer: "127.0.0.1")
    #expect(reply.header("Set-Cookie")?.hasPrefix("mainstay-guest=") == true)
  }

  @Test func `a page of text is sent small to those who can read it so`() async throws {
    let reply = try await ask("/notes/new?" + String(repeating: "x", count: 9), [])
    #expect(reply.header("Content-Encoding") == nil)
    let described = try await ask("/api/v1/openapi.json", [("Accept-Encoding", "br, gzip;q=0.8")])
    #expect(described.header("Content-Encoding") == "gzip")
    #expect(described.header("Vary") == "Accept-Encoding")
    #expect(Array(described.bytes.prefix(2)) == [0x1F, 0x8B])
    let refused = try await ask("/api/v1/openapi.json", [("Accept-Encoding", "gzip;q=0")])
    #expect(refused.header("Content-Encoding") == nil)
    #expect(described.bytes.count * 4 < refused.bytes.count)
  }
}
