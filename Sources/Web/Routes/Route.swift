// SPDX-License-Identifier: AGPL-3.0-or-later

import Hummingbird
import Rules

/// A route as a value: what stands where, for whom, and under which rules. The router, the API's
/// description and the tests of who may do what are made from the list of these; nothing else can
/// answer a request.
package struct Route: Sendable {
  /// Without leading slash, `tickets/:number/closure`.
  package let path: String
  package let kind: Kind
  package let principal: PrincipalKind
  package let permission: Permission?
  package let scope: ScopeRule
  package let rate: RateClass
  /// The fact an act leaves in the journal.
  package let audit: String?
  package let shape: Shape
  /// One English sentence for the API's description.
  package let summary: String
  /// True when a program must say which version it changes.
  package let isVersioned: Bool
  package let endpoints: [Endpoint]

  package enum Kind: String, Sendable { case page, read, act }

  /// One method on one full path.
  package struct Endpoint: Sendable {
    package let method: Method
    /// With leading slash.
    package let path: String
    package let format: Format
    let answer: @Sendable (Arrival) async throws -> Response
  }

  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }
  package enum Format: String, Sendable { case page, json }
}

/// Whose records a route shows or changes, for the matrix.
package enum ScopeRule: String, Sendable, CaseIterable {
  /// No client's records.
  case none
  /// Records of a client: outside the principal's scope they are absent.
  case client
  /// What belongs to the principal themselves.
  case own
}

/// How often a route may be asked.
package enum RateClass: String, Sendable, CaseIterable {
  case read, write
  /// Passwords and links are tried here.
  case signIn
}

extension Route {
  static let apiRoot = "api/v1/"

  var names: [String] {
    path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
  }

  /// A page at the path; `query` are the values its address may carry.
  package static func page<Who: Principal>(
    _ door: Door<Who>, _ path: String, may permission: Permission? = nil,
    scope: ScopeRule = .none, rate: RateClass = .read, query: Shape = .none, summary: String,
    _ draw: @escaping @Sendable (Call<Who>) async throws -> Page
  ) -> Route {
    let rules = Rules(permission: permission, rate: rate, shape: query)
    let endpoint = Endpoint(method: .get, path: "/" + path, format: .page) { arrival in
      try await arrival.page(behind: door, rules, draw)
    }
    return Route(
      path: path, kind: .page, principal: door.kind, permission: permission, scope: scope,
      rate: rate, audit: nil, shape: query, summary: summary, isVersioned: false,
      endpoints: [endpoint])
  }

  /// JSON at `/api/v1/` and the path.
  package static func read<Who: Principal>(
    _ door: Door<Who>, _ path: String, may permission: Permission? = nil,
    scope: ScopeRule = .none, rate: RateClass = .read, query: Shape = .none, summary: String,
    _ answer: @escaping @Sendable (Call<Who>) async throws -> Answer
  ) -> Route {
    let rules = Rules(permission: permission, rate: rate, shape: query)
    let endpoint = Endpoint(method: .get, path: "/" + apiRoot + path, format: .json) { arrival in
      try await arrival.read(behind: door, rules, answer)
    }
    return Route(
      path: path, kind: .read, principal: door.kind, permission: permission, scope: scope,
      rate: rate, audit: nil, shape: query, summary: summary, isVersioned: false,
      endpoints: [endpoint])
  }

  /// An act: a form's POST for people and its JSON twin for programs, from one closure. When a form is
  /// refused, `redraw` shows it again with what was typed. `twin: false` leaves out the API.
  package static func act<Who: Principal>(
    _ door: Door<Who>, _ path: String, may permission: Permission? = nil,
    scope: ScopeRule = .none, rate: RateClass = .write, input: Shape = .none, audit: String?,
    versioned: Bool = false, twin: Bool = true, summary: String,
    redraw: (@Sendable (Call<Who>) async throws -> Page)? = nil,
    _ act: @escaping @Sendable (Call<Who>) async throws -> Outcome
  ) -> Route {
    let rules = Rules(
      permission: permission, rate: rate, shape: input, isVersioned: versioned, audit: audit)
    let form = Endpoint(method: .post, path: "/" + path, format: .page) { arrival in
      try await arrival.form(behind: door, rules, redraw, act)
    }
    let json = Endpoint(method: .post, path: "/" + apiRoot + path, format: .json) { arrival in
      try await arrival.json(behind: door, rules, act)
    }
    return Route(
      path: path, kind: .act, principal: door.kind, permission: permission, scope: scope,
      rate: rate, audit: audit, shape: input, summary: summary, isVersioned: versioned,
      endpoints: twin ? [form, json] : [form])
  }

  /// The part of a route's rules its answering needs.
  struct Rules: Sendable {
    let permission: Permission?
    let rate: RateClass
    let shape: Shape
    var isVersioned = false
    var audit: String?
  }
}
