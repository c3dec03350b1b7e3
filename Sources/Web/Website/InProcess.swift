// SPDX-License-Identifier: AGPL-3.0-or-later

import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// A request as bytes, for callers in the same process: tests and benchmarks.
package struct PlainRequest: Sendable {
  package var method: String
  /// Path and query.
  package var target: String
  package var authority: String
  package var headers: [(String, String)]
  package var body: [UInt8]
  package var peer: String

  package init(
    _ method: String, _ target: String, authority: String = "localhost",
    headers: [(String, String)] = [], body: [UInt8] = [], peer: String = "127.0.0.1"
  ) {
    self.method = method
    self.target = target
    self.authority = authority
    self.headers = headers
    self.body = body
    self.peer = peer
  }
}

/// A response as bytes.
package struct PlainResponse: Sendable {
  package let status: Int
  package let headers: [(String, String)]
  package let body: [UInt8]
}

/// Answers requests without a socket, through the same responder as the server.
package struct InProcess: Sendable {
  private let site: Website
  private let responder: RouterResponder<Context>

  package init(_ site: Website) {
    self.site = site
    responder = site.responder()
  }

  package func answer(_ plain: PlainRequest) async throws -> PlainResponse {
    var head = HTTPRequest(
      method: HTTPRequest.Method(plain.method)!, scheme: "http", authority: plain.authority,
      path: plain.target)
    for (name, value) in plain.headers {
      guard let name = HTTPField.Name(name) else { continue }
      head.headerFields.append(HTTPField(name: name, value: value))
    }
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: plain.body)))
    let context = Context(peer: plain.peer, logger: Logger(label: "web"))
    let response = try await responder.respond(to: request, context: context)
    let collected = Collected()
    try await response.body.write(collected)
    return PlainResponse(
      status: response.status.code, headers: response.headers.map { ($0.name.rawName, $0.value) },
      body: collected.bytes)
  }
}
