// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Testing
import Web

/// Somebody at a browser, without a socket: keeps cookies, sends forms with their token, follows to
/// the next page when told to.
final class Browser {
  let house: InProcess
  private(set) var cookies: [String: String] = [:]
  var language = "en"
  /// The last page shown: its token goes with the next form.
  private(set) var shown: Reply?

  /// `session` is the key of a member's session.
  init(_ house: InProcess, session: String? = nil) {
    self.house = house
    if let session { cookies["mainstay"] = session }
  }

  convenience init(_ site: Website, session: String? = nil, cookies: [String: String] = [:]) {
    self.init(InProcess(site), session: session)
    self.cookies.merge(cookies) { _, given in given }
  }

  @discardableResult
  func get(_ target: String, headers: [(String, String)] = []) async throws -> Reply {
    let reply = try await send("GET", target, headers: headers)
    if reply.token != nil { shown = reply }
    return reply
  }

  /// Sends a form as the page shown last would; `from` opens that page first.
  @discardableResult
  func post(
    _ target: String, _ fields: [(String, String)] = [], from page: String? = nil
  ) async throws -> Reply {
    if let page { try await get(page) }
    return try await send(
      "POST", target, headers: [("Content-Type", "application/x-www-form-urlencoded")],
      body: Browser.encoded(fields + [("_csrf", shown?.token ?? "")]))
  }

  /// Sends a form and looks where it leads.
  @discardableResult
  func submit(
    _ target: String, _ fields: [(String, String)] = [], from page: String? = nil
  ) async throws -> Reply {
    let reply = try await post(target, fields, from: page)
    guard let next = reply.header("Location") else { return reply }
    return try await get(next)
  }

  /// A program's call to the API, by token or by the session at hand.
  @discardableResult
  func api(
    _ method: String, _ target: String, _ json: String? = nil, token: String? = nil,
    headers: [(String, String)] = []
  ) async throws -> Reply {
    var headers = headers
    if json != nil { headers.append(("Content-Type", "application/json")) }
    if let token {
      headers.append(("Authorization", "Bearer \(token)"))
    } else if let form = shown?.token {
      headers.append(("X-CSRF-Token", form))
    }
    return try await send(method, target, headers: headers, body: json ?? "")
  }

  @discardableResult
  func send(
    _ method: String, _ target: String, headers: [(String, String)] = [], body: String = ""
  ) async throws -> Reply {
    try await send(method, target, headers: headers, bytes: Array(body.utf8))
  }

  /// Any bytes at all.
  @discardableResult
  func send(
    _ method: String, _ target: String, headers: [(String, String)], bytes: [UInt8]
  ) async throws -> Reply {
    var all = headers + [("Accept-Language", language)]
    if !cookies.isEmpty {
      all.append(("Cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")))
    }
    let answer = try await house.answer(
      PlainRequest(method, target, headers: all, body: bytes))
    let reply = Reply(answer)
    keepCookies(of: reply)
    return reply
  }

  private func keepCookies(of reply: Reply) {
    for header in reply.headers("Set-Cookie") {
      let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
      let name = String(pair[0])
      cookies[name] = header.contains("Max-Age=0") ? nil : String(pair.count > 1 ? pair[1] : "")
    }
  }

  static func encoded(_ fields: [(String, String)]) -> String {
    fields.map { "\(escaped($0.0))=\(escaped($0.1))" }.joined(separator: "&")
  }

  static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
}

/// What came back.
struct Reply {
  let status: Int
  let fields: [(String, String)]
  let bytes: [UInt8]

  init(_ response: PlainResponse) {
    status = response.status
    fields = response.headers
    bytes = response.body
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The body as JSON; the test fails when it is none.
  var json: JSON {
    get throws { try JSON(parsing: bytes) }
  }

  func headers(_ name: String) -> [String] {
    fields.filter { $0.0.lowercased() == name.lowercased() }.map(\.1)
  }

  func header(_ name: String) -> String? { headers(name).first }

  /// The token of the page's forms, or of its head.
  var token: String? {
    for mark in ["name=\"_csrf\" value=\"", "name=\"csrf-token\" content=\""] {
      guard let start = text.range(of: mark)?.upperBound else { continue }
      return String(text[start...].prefix { $0 != "\"" })
    }
    return nil
  }
}
