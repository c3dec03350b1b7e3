// SPDX-License-Identifier: AGPL-3.0-or-later

import HTTPTypes
import Hummingbird
import Rules

/// The only place a handler is registered: all from the list of routes.
extension Website {
  func responder() -> RouterResponder<Context> {
    let router = Router(context: Context.self)
    router.add(middleware: Porch(site: self))
    for (path, endpoints) in Dictionary(grouping: routes.flatMap(\.endpoints), by: \.path) {
      for method in Self.methods { add(method, path, endpoints, to: router) }
    }
    return router.buildResponder()
  }

  private static let methods: [HTTPRequest.Method] = [
    .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
  ]

  private func add(
    _ method: HTTPRequest.Method, _ path: String, _ endpoints: [Route.Endpoint],
    to router: Router<Context>
  ) {
    let asked = method == .head ? "GET" : method.rawValue
    let found = endpoints.filter { $0.method.rawValue == asked }
    precondition(found.count <= 1, "two routes answer \(asked) \(path)")
    let allowed = endpoints.flatMap { $0.method == .get ? ["GET", "HEAD"] : [$0.method.rawValue] }
    let format = endpoints[0].format
    router.on(RouterPath(path), method: method) { request, context in
      guard let endpoint = found.first else {
        let arrival = Arrival(request, context, format, at: self)
        return arrival.reply(
          to: Denial.wrongMethod(allowed), for: try await arrival.guestReader(), signedIn: nil)
      }
      return try await self.answer(request, context, endpoint)
    }
  }

  private func answer(
    _ request: Request, _ context: Context, _ endpoint: Route.Endpoint
  ) async throws -> Response {
    let arrival = Arrival(request, context, endpoint.format, at: self)
    try arrival.requireReadablePath()
    return try await endpoint.answer(arrival)
  }
}
