// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import HTTPTypes
import Hummingbird
import Rules

/// One request on its way in, before it is known who sent it.
struct Arrival: Sendable {
  let site: Website
  let request: Request
  let context: Context
  let format: Route.Format
  let now: Instant
  /// The named parts of the path, decoded.
  let parameters: [String: String]

  init(_ request: Request, _ context: Context, _ format: Route.Format, at site: Website) {
    self.site = site
    self.request = request
    self.context = context
    self.format = format
    now = site.now()
    parameters = Self.decoded(context.parameters)
  }

  /// A part that is no text is left out: `requireReadablePath` then finds nothing there.
  private static func decoded(_ raw: Parameters) -> [String: String] {
    var parameters: [String: String] = [:]
    for (name, value) in raw {
      guard let text = value.removingPercentEncoding, !text.unicodeScalars.contains("\0") else {
        continue
      }
      parameters[String(name)] = text
    }
    return parameters
  }

  func requireReadablePath() throws {
    if parameters.count < context.parameters.count { throw Absent() }
  }

  func header(_ name: HTTPField.Name) -> String? { request.headers[name] }

  func cookie(_ name: Cookie.Name) -> String? {
    let rule = cookieRule
    guard rule != .none else { return nil }
    let written = name.written(rule) + "="
    let found = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
      .map { $0.trimming() }.filter { $0.hasPrefix(written) }
    guard found.count == 1, let value = found.first?.dropFirst(written.count),
      (1...4096).contains(value.utf8.count)
    else { return nil }
    return String(value)
  }

  var bearerToken: String? {
    guard let header = header(.authorization), header.lowercased().hasPrefix("bearer ") else {
      return nil
    }
    return header.dropFirst(7).trimmingPrefix(" ").description
  }

  /// True when the next hop is a proxy of ours.
  private var isProxied: Bool { site.settings.trustedProxies.contains(context.peer) }

  var cookieRule: CookieRule {
    if site.settings.scheme == "https" {
      return isProxied && header(.forwardedProto)?.lowercased() == "https" ? .secure : .none
    }
    return site.settings.isLoopback ? .loopback : .none
  }

  /// Who really asks: a proxy of ours tells, anyone else speaks for themselves.
  var address: String {
    guard isProxied, let forwarded = header(.forwardedFor),
      let last = forwarded.split(separator: ",").last
    else { return context.peer }
    return String(last.trimming().prefix(64))
  }

  /// The origin this request's pages live at.
  var origin: String { "\(site.settings.scheme)://\(request.head.authority ?? "")".lowercased() }

  func guestReader() async throws -> Reader {
    try await site.sessions.nobody(preferred)
  }

  /// For words that must be said while nobody can be asked how.
  var anyReader: Reader { Reader(language: preferred.first ?? .english, zone: .utc) }

  private var preferred: [Language] { Language.preferred(header(.acceptLanguage) ?? "") }

  /// The bytes of the body, at most so many.
  func body(upTo limit: Int = 1_048_576) async throws -> [UInt8] {
    if let length = header(.contentLength).flatMap(Int.init), length > limit {
      throw Denial.tooLarge(limit)
    }
    var bytes: [UInt8] = []
    for try await part in request.body {
      bytes += part.readableBytesView
      if bytes.count > limit { throw Denial.tooLarge(limit) }
    }
    return bytes
  }

  /// `text/html` of `text/html; charset=utf-8`.
  var contentType: String {
    (header(.contentType) ?? "").split(separator: ";").first.map { $0.trimming().lowercased() }
      ?? ""
  }
}

extension HTTPField.Name {
  static let forwardedProto = Self("X-Forwarded-Proto")!
  static let forwardedFor = Self("X-Forwarded-For")!
  static let fetchSite = Self("Sec-Fetch-Site")!
  static let formToken = Self("X-CSRF-Token")!
  static let requestID = Self("X-Request-ID")!
  static let idempotencyKey = Self("Idempotency-Key")!
}

extension Language {
  /// The languages of ours a browser asks for, best first as it lists them.
  static func preferred(_ header: String) -> [Language] {
    header.prefix(500).split(separator: ",").compactMap { part in
      let tag = part.split(separator: ";").first.map { $0.trimming().lowercased() } ?? ""
      return Language.allCases.first {
        $0 != .pseudo && (tag == $0.rawValue || tag.hasPrefix($0.rawValue + "-"))
      }
    }
  }
}
