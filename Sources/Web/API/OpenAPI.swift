// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// The description of the API for programs (OpenAPI 3.1), made from the list of routes, so that it
/// can't tell of anything else than what is served.
package struct OpenAPI: Sendable {
  private let routes: [Route]
  private let server: String

  package init(_ routes: [Route], server: String) {
    self.routes = routes
    self.server = server
  }

  package var document: JSON {
    [
      "openapi": "3.1.0",
      "info": [
        "title": "Mainstay", "version": "1",
        "summary": "IT service agreements a provider can keep.",
        "license": ["name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"],
      ],
      "servers": [["url": .text(server)]],
      "paths": .object(paths),
      "components": [
        "securitySchemes": [
          "token": ["type": "http", "scheme": "bearer"],
          "session": ["type": "apiKey", "in": "cookie", "name": "__Host-mainstay"],
        ],
        "schemas": ["Problem": Self.problem],
      ],
    ]
  }

  private var paths: [JSON.Member] {
    var order: [String] = []
    var operations: [String: [JSON.Member]] = [:]
    for route in routes {
      for endpoint in route.endpoints where endpoint.format == .json {
        let path = endpoint.path.templated
        if operations[path] == nil { order.append(path) }
        operations[path, default: []].append(
          JSON.Member(endpoint.method.rawValue.lowercased(), Operation(route, endpoint).json))
      }
    }
    return order.map { JSON.Member($0, .object(operations[$0] ?? [])) }
  }

  /// RFC 9457, with our additions.
  private static let problem: JSON = [
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "requestId", "errors"],
    "properties": [
      "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
      "detail": ["type": "string"], "code": ["type": "string"], "requestId": ["type": "string"],
      "errors": [
        "type": "array",
        "items": [
          "type": "object", "required": ["pointer", "code", "message"],
          "properties": [
            "pointer": ["type": "string"], "code": ["type": "string"],
            "message": ["type": "string"],
          ],
        ],
      ],
    ],
  ]
}

/// One method on one path, as the description tells it.
private struct Operation {
  let route: Route
  let endpoint: Route.Endpoint

  init(_ route: Route, _ endpoint: Route.Endpoint) {
    self.route = route
    self.endpoint = endpoint
  }

  var json: JSON {
    var members: [JSON.Member] = [
      .init("operationId", .text(identity)), .init("summary", .text(route.summary)),
      .init("tags", [.text(String(route.path.prefix { $0 != "/" }))]),
      .init("parameters", .list(pathParameters + (isAct ? headers : query))),
    ]
    if isAct { members.append(.init("requestBody", body)) }
    members.append(.init("security", security))
    members.append(.init("responses", .object(responses)))
    if let permission = route.permission {
      members.append(.init("x-permission", .text(permission.rawValue)))
    }
    return .object(members)
  }

  private var isAct: Bool { route.kind == .act }

  private var identity: String {
    endpoint.method.rawValue.lowercased() + "-"
      + route.path.split(separator: "/").map { $0.filter { $0 != ":" } }.joined(separator: "-")
  }

  private var pathParameters: [JSON] {
    route.names.map { name in
      [
        "name": .text(name), "in": "path", "required": true,
        "schema": name.isNumberName ? ["type": "integer", "minimum": 1] : ["type": "string"],
      ]
    }
  }

  private var query: [JSON] {
    route.shape.fields.map { field in
      [
        "name": .text(field.name), "in": "query", "required": .flag(!field.isOptional),
        "description": .words(field.label), "schema": field.kind.schema,
      ]
    }
  }

  private var headers: [JSON] {
    [
      [
        "name": "If-Match", "in": "header", "required": .flag(route.isVersioned),
        "description": "The ETag that was read, or the version in quotes.",
        "schema": ["type": "string"],
      ],
      [
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "The same key and body within seven days give the first reply again.",
        "schema": ["type": "string", "minLength": 1, "maxLength": 200],
      ],
    ]
  }

  private var body: JSON {
    [
      "required": .flag(!route.shape.fields.isEmpty),
      "content": ["application/json": ["schema": route.shape.schema]],
    ]
  }

  private var security: JSON {
    route.principal == .staff ? [["token": []], ["session": []]] : []
  }

  private var responses: [JSON.Member] {
    let good: [(String, String)] =
      isAct ? [("200", "Done."), ("201", "Made.")] : [("200", "Here.")]
    let bad = ["400", "401", "403", "404", "421", "422", "429", "500"]
    let changing = isAct ? ["409", "412", "413", "415", "428"] : []
    return good.map { JSON.Member($0.0, answer($0.1, "application/json", ["type": "object"])) }
      + (isAct ? [] : [JSON.Member("304", ["description": "As you have it."])])
      + (bad + changing).sorted().map {
        JSON.Member(
          $0,
          answer(
            "Refused.", "application/problem+json", ["$ref": "#/components/schemas/Problem"]))
      }
  }

  private func answer(_ description: String, _ type: String, _ schema: JSON) -> JSON {
    [
      "description": .text(description),
      "content": .object([JSON.Member(type, ["schema": schema])]),
    ]
  }
}

extension String {
  /// `/tickets/:number` → `/tickets/{number}`
  fileprivate var templated: String {
    split(separator: "/").map { $0.hasPrefix(":") ? "/{\($0.dropFirst())}" : "/\($0)" }.joined()
  }

  /// Parts of a path named `number` hold numbers, others ids or words.
  fileprivate var isNumberName: Bool { self == "number" || hasSuffix("Number") }
}
