// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Testing
import Web

/// Everybody at every door: who is let in, against the table that was written by hand.
struct MatrixTests {
  /// Paths that name nothing, so that who is let in changes nothing.
  private static func path(_ endpoint: Route.Endpoint) -> String {
    let path = endpoint.path.split(separator: "/").map {
      $0 == ":number" ? "999999" : $0.hasPrefix(":") ? "nothing" : String($0)
    }
    return "/" + path.joined(separator: "/")
  }

  private func knock(_ endpoint: Route.Endpoint, as browser: Browser) async throws -> Reply {
    let path = Self.path(endpoint)
    switch (endpoint.method, endpoint.format) {
    case (.get, _): return try await browser.send("GET", path)
    case (.post, .page): return try await browser.post(path)
    case (.post, .json):
      return try await browser.api("POST", path, "{}", headers: [("If-Match", "1")])
    }
  }

  /// What somebody meets at a door: in, turned away for their role, or sent to sign in.
  private enum Welcome { case letIn, notTheirs, signIn, broken }

  private func welcome(_ reply: Reply, _ endpoint: Route.Endpoint) -> Welcome {
    switch reply.status {
    case 401: .signIn
    case 403: .notTheirs
    case 303
    where reply.header("Location")?.hasPrefix("/sign-in") == true
      && !endpoint.path.contains("sign-out"):
      .signIn
    case ..<500: .letIn
    default: .broken
    }
  }

  @Test func `every route stands in the table, and nothing else does`() async throws {
    try await Lanternhouse.with { world in
      let routes = Set(world.site.routes.map { "\($0.kind.rawValue) /\($0.path)" })
      #expect(routes.subtracting(RouteTable.needs.keys) == [])
      #expect(Set(RouteTable.needs.keys).subtracting(routes) == [])
    }
  }

  @Test func `each permission opens something`() {
    #expect(Set(Permission.allCases.map(\.rawValue)).subtracting(RouteTable.needs.values) == [])
  }

  @Test func `each role has just the permissions of the table`() {
    for role in Role.allCases {
      for permission in Permission.allCases {
        #expect(
          role.permissions.contains(permission) == RouteTable.may(role, permission.rawValue),
          "\(role) \(permission.rawValue)")
      }
    }
  }

  @Test(arguments: Lanternhouse.Person.allCases)
  func `a member comes in where their role may`(_ person: Lanternhouse.Person) async throws {
    try await Lanternhouse.with { world in
      var browser = try await world.signedIn(person)
      for route in world.site.routes {
        guard let need = RouteTable.need(of: route), need != "link" else { continue }
        for endpoint in route.endpoints {
          let reply = try await knock(endpoint, as: browser)
          // What a guest's form is sealed with is another key than a member's.
          if need == "open" { continue }
          #expect(
            welcome(reply, endpoint) == (RouteTable.may(person.role, need) ? .letIn : .notTheirs),
            "\(person) at \(endpoint.method.rawValue) \(endpoint.path): \(reply.status)")
        }
        if route.path.contains("sign-out") || route.path.hasSuffix("use") {
          browser = try await world.signedIn(person)
        }
      }
    }
  }

  @Test func `a stranger from the street and a contact are sent to the door`() async throws {
    try await Lanternhouse.with { world in
      let street = Browser(world.site)
      try await street.get("/sign-in")
      let cleo = Browser(world.site)
      try await cleo.get("/for/\(world.link(of: "cleo"))")
      for route in world.site.routes {
        let need = RouteTable.need(of: route)
        if need == "open" { continue }
        for (endpoint, browser) in route.endpoints.flatMap({ [($0, street), ($0, cleo)] }) {
          let status = try await knock(endpoint, as: browser).status
          let expected = need == "link" ? 404 : endpoint.format == .json ? 401 : 303
          #expect(status == expected, "\(endpoint.method.rawValue) \(endpoint.path)")
        }
      }
    }
  }

  @Test(arguments: Permission.allCases)
  func `a token with one permission opens its routes only`(_ only: Permission) async throws {
    try await Lanternhouse.with { world in
      let token = try await world.token(only)
      #expect(token.hasPrefix("mst_"))
      let program = Browser(world.site)
      for route in world.site.routes where RouteTable.need(of: route) != "open" {
        let need = RouteTable.need(of: route)
        guard need != "link" else { continue }
        for endpoint in route.endpoints where endpoint.format == .json {
          let reply = try await program.api(
            endpoint.method.rawValue, Self.path(endpoint),
            endpoint.method == .post ? "{}" : nil, token: token, headers: [("If-Match", "1")])
          #expect(
            welcome(reply, endpoint) == (need == only.rawValue ? .letIn : .notTheirs),
            "\(endpoint.method.rawValue) \(endpoint.path): \(reply.status)")
        }
      }
    }
  }
}
