// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing
import Web

/// The API's law, on a small house.
struct APITests {
  private let ben = SmallHouse.browser()
  private let token = "token-of-ben"

  private func post(
    _ path: String, _ body: String, headers: [(String, String)] = []
  ) async throws -> Reply {
    try await ben.api("POST", path, body, token: token, headers: headers)
  }

  @Test func `a refusal is a problem with a code and pointers`() async throws {
    let reply = try await post("/api/v1/notes", #"{"title":"taken"}"#)
    #expect(reply.status == 422)
    #expect(reply.header("Content-Type") == "application/problem+json")
    let json = try reply.json
    #expect(json["code"] == "note.taken")
    #expect(json["status"] == 422)
    #expect(json["errors"]?[0]?["pointer"] == "/title")
    #expect(json["requestId"]?.text == reply.header("X-Request-ID"))
  }

  @Test(arguments: [
    (#"{"title":"a","admin":true}"#, "/admin", "unknown"),
    (#"{"title":"a","targets":{"p2":{}}}"#, "/targets/p2", "unknown"),
    (#"{"title":"a","targets.p1.firstResponse":5}"#, "/targets.p1.firstResponse", "unknown"),
    (#"{"title":"a","targets":5}"#, "/targets", "type"),
    (
      #"{"title":"a","targets":{"p1":{"firstResponse":"1h"}}}"#, "/targets/p1/firstResponse", "type"
    ),
    (#"{"title":"a","targets":{"p1":{"firstResponse":-1}}}"#, "/targets/p1/firstResponse", "range"),
    (#"{"title":["a"]}"#, "/title", "type"), (#"{"title":7}"#, "/title", "type"),
    (#"{"title":null}"#, "/title", "required"), (#"{}"#, "/title", "required"),
    (#"{"title":"a","colour":"green"}"#, "/colour", "choice"),
    (#"{"title":"a","pinned":"true"}"#, "/pinned", "type"),
    (#"{"title":"a\nb"}"#, "/title", "control"), (#"[]"#, "", "type"),
    (#"{"title":"1234567890123456789012345678901234567890+"}"#, "/title", "tooLong"),
  ])
  func `an input is refused where it is wrong`(
    _ body: String, _ pointer: String, _ code: String
  ) async throws {
    let reply = try await post("/api/v1/notes", body)
    #expect(reply.status == 422, "\(reply.text)")
    let errors = try #require(try reply.json["errors"]?.list)
    #expect(
      errors.contains { $0["pointer"]?.text == pointer && $0["code"]?.text == code },
      "\(reply.text)")
  }

  @Test func `nested keys are read`() async throws {
    let reply = try await post(
      "/api/v1/notes", #"{"title":"a","targets":{"p1":{"firstResponse":3600}},"pinned":true}"#)
    #expect(reply.status == 201)
  }

  @Test(arguments: ["{\"title\":", "{\"title\":\"a\"} x", "\u{FEFF}{}", "{\"title\":\"\\u0000\"}"])
  func `a body that is no JSON is 400 with a sentence`(_ body: String) async throws {
    let reply = try await post("/api/v1/notes", body)
    #expect(reply.status == 400)
    #expect(try reply.json["detail"]?.text?.isEmpty == false)
  }

  @Test func `a change says which version it changes`() async throws {
    let path = "/api/v1/notes/7/closure"
    #expect(try await post(path, "{}").status == 428)
    #expect(try await post(path, "{}", headers: [("If-Match", "\"2\"")]).status == 412)
    #expect(try await post(path, "{}", headers: [("If-Match", "*")]).status == 412)
    let done = try await post(path, "{}", headers: [("If-Match", "\"3\"")])
    #expect(done.status == 200)
    #expect(done.header("ETag") == "\"4\"")
  }

  @Test func `what was read is not sent twice, and the version alone does not tell`() async throws {
    let path = "/api/v1/notes/7"
    let tag = try #require(try await ben.api("GET", path, token: token).header("ETag"))
    #expect(tag.hasPrefix("\"3."))
    for known in [tag, "W/\(tag)", "\"x\", \(tag)"] {
      let again = try await ben.api(
        "GET", path, token: token, headers: [("If-None-Match", known)])
      #expect(again.status == 304 && again.bytes.isEmpty, "\(known)")
      #expect(again.header("ETag") == tag)
    }
    let stale = try await ben.api(
      "GET", path, token: token, headers: [("If-None-Match", "\"3\"")])
    #expect(stale.status == 200)
    for named in [tag, "W/\(tag)", "\"3\"", "\"3.another\""] {
      let done = try await post("\(path)/closure", "{}", headers: [("If-Match", named)])
      #expect(done.status == 200, "\(named): \(done.text)")
    }
  }

  @Test func `a monitor hears that a clock went on while nobody touched the ticket`() async throws {
    try await Lanternhouse.with { world in
      let path = "/api/v1/tickets/\(try await world.ticket())"
      let ada = try await world.signedIn(.ada)
      let first = try await ada.api("GET", path)
      let tag = first.header("ETag") ?? ""
      #expect(try await ada.api("GET", path, headers: [("If-None-Match", tag)]).status == 304)
      world.clock.advance(by: 4 * 3600)
      let later = try await ada.api("GET", path, headers: [("If-None-Match", tag)])
      #expect(later.status == 200 && later.bytes != first.bytes)
      #expect(try later.json["version"] == first.json["version"])
    }
  }

  @Test(arguments: ["0", "-1", "1000000000", "abc", "1e9", "٣"])
  func `a page size out of range is refused`(_ limit: String) async throws {
    let reply = try await ben.api(
      "GET", "/api/v1/notes?limit=\(Browser.escaped(limit))", token: token)
    #expect(reply.status == 422)
    #expect(try reply.json["errors"]?[0]?["pointer"] == "/limit")
  }

  @Test func `lists go on by cursor, and a forged one is refused`() async throws {
    let first = try await ben.api("GET", "/api/v1/notes", token: token)
    let next = try #require(try first.json["next"]?.text)
    #expect(try await ben.api("GET", "/api/v1/notes?cursor=\(next)", token: token).status == 200)
    let forged = try await ben.api("GET", "/api/v1/notes?cursor=AAAA", token: token)
    #expect(forged.status == 422)
    #expect(try forged.json["code"] == "cursor")
    #expect(try await ben.api("GET", "/api/v1/notes?offset=3", token: token).status == 422)
  }

  @Test func `another content type is 415, another method 405 with those allowed`() async throws {
    let text = try await ben.send(
      "POST", "/api/v1/notes",
      headers: [("Authorization", "Bearer \(token)"), ("Content-Type", "text/plain")], body: "{}")
    #expect(text.status == 415)
    for method in ["PUT", "DELETE", "PATCH"] {
      let reply = try await ben.api(method, "/api/v1/notes", token: token)
      #expect(reply.status == 405)
      #expect(Set(reply.header("Allow")?.split(separator: ", ") ?? []) == ["GET", "HEAD", "POST"])
    }
  }

  @Test func `a huge body is 413`() async throws {
    let reply = try await post(
      "/api/v1/notes", "{\"title\":\"\(String(repeating: "a", count: 1_100_000))\"}")
    #expect(reply.status == 413)
  }

  @Test func `an unknown token is 401 and a token opens no page`() async throws {
    let unknown = try await ben.api("GET", "/api/v1/notes", token: "nobody's")
    #expect(unknown.status == 401)
    #expect(unknown.header("WWW-Authenticate") == "Bearer realm=\"mainstay\"")
    #expect(try await ben.api("GET", "/notes", token: token).status == 401)
    #expect(try await ben.api("GET", "/api/v1/notes?token=\(token)").status == 401)
  }

  @Test func `a fault is 500 with the number under which it is logged`() async throws {
    let reply = try await ben.get("/broken")
    #expect(reply.status == 500)
    #expect(reply.text.contains(reply.header("X-Request-ID") ?? "none"))
    #expect(!reply.text.contains("CocoaBreak"))
  }
}
