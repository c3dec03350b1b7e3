// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import HTTPTypes
import Hummingbird
import Rules

/// What every request passes before a route and every response after it: the name we answer to, the
/// files, the last translation of errors, the headers, the log.
struct Porch: RouterMiddleware {
  let site: Website

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let begun = ContinuousClock.now
    var response = try await Gzip.pack(
      await answered(request, context, next), for: request)
    response.headers[.requestID] = context.requestID
    SecurityHeaders.add(to: &response, isSecure: site.settings.scheme == "https")
    if request.method == .head { response.body = ResponseBody() }
    log(request, response, context, begun.duration(to: .now))
    return response
  }

  private func answered(
    _ request: Request, _ context: Context, _ next: (Request, Context) async throws -> Response
  ) async -> Response {
    let format: Route.Format = request.uri.path.hasPrefix("/api/") ? .json : .page
    do {
      guard site.settings.isOurs(request.head.authority ?? "") else { throw Denial.wrongHost }
      if let file = asset(request) { return file }
      return try await next(request, context)
    } catch {
      return await reply(to: error, request, context, format)
    }
  }

  private func reply(
    to error: any Error, _ request: Request, _ context: Context, _ format: Route.Format
  ) async -> Response {
    let arrival = Arrival(request, context, format, at: site)
    let member = try? await Door.staff.admit(arrival)  // whoever is not signed in is a guest
    let guest = try? await arrival.guestReader()  // the database may be what broke
    return arrival.reply(
      to: error, for: member?.who.reader ?? guest ?? arrival.anyReader, signedIn: member?.who,
      key: member?.key ?? "")
  }

  private func asset(_ request: Request) -> Response? {
    guard request.uri.path.hasPrefix("/assets/"), let file = site.assets().files[request.uri.path]
    else { return nil }
    var headers: HTTPFields = [
      .contentType: file.type, .vary: "Accept-Encoding",
      .cacheControl: site.settings.isDevelopment
        ? "no-cache" : "public, max-age=31536000, immutable",
    ]
    let packed = Gzip.isWelcome(to: request) ? file.packed : nil
    if packed != nil { headers[.contentEncoding] = "gzip" }
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: packed ?? file.bytes)))
  }

  private func log(
    _ request: Request, _ response: Response, _ context: Context, _ took: Duration
  ) {
    site.log.info(
      "request",
      [
        "request": context.requestID, "method": request.method.rawValue,
        "route": context.endpointPath ?? "none", "status": String(response.status.code),
        "microseconds": String(Int(took / .microseconds(1))),
      ])
  }
}
