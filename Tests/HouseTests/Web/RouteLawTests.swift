// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing
import Web

/// What holds for every route, made from the list of routes.
struct RouteLawTests {
  private static let endpoints = SmallHouse.site().routes.flatMap { route in
    route.endpoints.map { Case(route: route, endpoint: $0) }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let route: Route
    let endpoint: Route.Endpoint

    var testDescription: String { "\(endpoint.method.rawValue) \(endpoint.path)" }
    /// The path with a value in each place.
    func path(_ value: String = "7") -> String {
      endpoint.path.split(separator: "/").map {
        $0 == ":link" ? "/letter" : $0.hasPrefix(":") ? "/\(value)" : "/\($0)"
      }.joined()
    }
    var isChange: Bool { endpoint.method == .post }
  }

  /// A browser that may do everything, with the page's token at hand.
  private func insider() async throws -> Browser {
    let browser = SmallHouse.browser("ada")
    try await browser.get("/notes/new")
    return browser
  }

  @Test(arguments: endpoints)
  func `each reply carries the headers that keep a browser safe`(_ it: Case) async throws {
    let reply = try await insider().send(it.endpoint.method.rawValue, it.path())
    let policy = try #require(reply.header("Content-Security-Policy"))
    #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe"))
    #expect(reply.header("X-Content-Type-Options") == "nosniff")
    #expect(reply.header("Referrer-Policy") == "same-origin")
    #expect(reply.header("Cross-Origin-Opener-Policy") == "same-origin")
    #expect(reply.header("Cross-Origin-Resource-Policy") == "same-origin")
    #expect(reply.header("Cache-Control") == "no-store")
    #expect(reply.header("X-Request-ID") != nil)
    #expect(reply.header("Server") == nil)
  }

  @Test(arguments: endpoints.filter(\.isChange))
  func `no change without the token of a page shown in this session`(_ it: Case) async throws {
    let other = SmallHouse.browser("ben")
    try await other.get("/notes/new")
    let foreign = try #require(other.shown?.token)
    for token in [nil, "", "x", foreign, String(foreign.reversed())] {
      let reply = try await send(it, from: insider(), token: token)
      #expect(reply.status == 403, "token \(token ?? "none"): \(reply.text)")
    }
  }

  @Test(arguments: endpoints.filter(\.isChange))
  func `no change from another site, even with the token`(_ it: Case) async throws {
    let browser = try await insider()
    let token = browser.shown?.token
    for header in [
      ("Origin", "https://evil.example"), ("Origin", "null"), ("Origin", "http://localhost.evil"),
      ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
    ] {
      let reply = try await send(it, from: browser, token: token, header)
      #expect(reply.status == 403, "\(header): \(reply.status)")
    }
  }

  @Test(arguments: endpoints.filter(\.isChange))
  func `no change by a form that hides as text`(_ it: Case) async throws {
    let browser = try await insider()
    let reply = try await browser.send(
      "POST", it.path(), headers: [("Content-Type", "text/plain")], body: "title=x")
    #expect(reply.status == 403)
  }

  private func send(
    _ it: Case, from browser: Browser, token: String?, _ header: (String, String)? = nil
  ) async throws -> Reply {
    var headers = [header].compactMap(\.self)
    if it.endpoint.format == .json {
      headers.append(("Content-Type", "application/json"))
      if let token { headers.append(("X-CSRF-Token", token)) }
      return try await browser.send("POST", it.path(), headers: headers, body: "{}")
    }
    headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    let fields = [("title", "x")] + (token.map { [("_csrf", $0)] } ?? [])
    return try await browser.send(
      "POST", it.path(), headers: headers, body: Browser.encoded(fields))
  }

  @Test(arguments: endpoints)
  func `a canary in any parameter never comes back raw`(_ it: Case) async throws {
    let browser = try await insider()
    let canary = Hostile.canary
    let escaped = Browser.escaped(canary)
    let names = it.route.shape.fields.map(\.name) + ["_version", "next", "unknown"]
    let query = names.map { "\($0)=\(escaped)" }.joined(separator: "&")
    for path in [it.path(), it.path(escaped)] {
      let reply =
        it.isChange
        ? try await change(it, path, names.map { ($0, canary) }, browser)
        : try await browser.get(path + "?" + query)
      #expect(!reply.text.contains("<svg/onload"), "\(path): \(reply.text)")
      #expect(reply.fields.allSatisfy { !$0.1.contains("<svg/onload") })
      #expect(reply.status < 500 || it.route.path == "broken")
    }
  }

  private func change(
    _ it: Case, _ path: String, _ fields: [(String, String)], _ browser: Browser
  ) async throws -> Reply {
    guard it.endpoint.format == .json else { return try await browser.post(path, fields) }
    let json = JSON.object(fields.filter { !$0.0.contains(".") }.map { .init($0.0, .text($0.1)) })
    return try await browser.api("POST", path, String(decoding: json.bytes(), as: UTF8.self))
  }

  @Test(arguments: endpoints)
  func `strangers get no further than the door`(_ it: Case) async throws {
    guard it.route.principal != .nobody else { return }
    let stranger = SmallHouse.browser()
    try await stranger.get("/sign-in")
    let path = it.path().replacing("/letter", with: "/none")
    let reply =
      it.isChange
      ? try await change(it, path, [], stranger) : try await stranger.get(path)
    #expect([303, 401, 404].contains(reply.status), "\(reply.status)")
  }

  @Test(arguments: endpoints)
  func `a role without the permission is told so`(_ it: Case) async throws {
    guard it.route.permission == .deskWork else { return }
    let site = SmallHouse.site()
    #expect(site.routes.contains { $0.permission == .deskWork })
    let auditor = Browser(site, session: "audit")
    try await auditor.get("/notes")
    let reply =
      it.isChange
      ? try await change(it, it.path(), [], auditor) : try await auditor.get(it.path())
    #expect(reply.status == 403)
  }

  @Test(arguments: [
    "/nothing", "/nothing/\(Browser.escaped(Hostile.canary))", "/notes/%00", "/notes/%FF",
    "/notes/..%2f..%2fetc%2fpasswd", "/assets/../Package.swift", "/assets/%2e%2e/x",
    "//evil.example",
    "/api/v1/nothing", "/notes/٣", "/notes/99999999999999999999", "/notes/-1", "/notes/1e3",
    "/notes/",
  ])
  func `an unknown path is nothing, in the format of its place`(_ path: String) async throws {
    let reply = try await SmallHouse.browser("ada").send("GET", path)
    #expect(reply.status == 404 || path == "/notes/" && reply.status == 200, "\(reply.status)")
    #expect(!reply.text.contains("<svg/onload"))
    #expect(
      path.hasPrefix("/api/") == (reply.header("Content-Type") == "application/problem+json"))
  }

  @Test func `HEAD is GET without a body`() async throws {
    let reply = try await SmallHouse.browser("ben").send("HEAD", "/notes")
    #expect(reply.status == 200)
    #expect(reply.bytes.isEmpty)
  }
}
