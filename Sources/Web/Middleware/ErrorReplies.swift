// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Rules
import Storage

/// The one translator of what was thrown into what people and programs get: a refusal is 422, what is
/// absent 404, a fault 500 with the number under which it stands in the log.
struct ErrorReply: Sendable {
  var status = 500
  var code: String
  var title: Phrase
  var message: Phrase
  var items: [InputRefused.Item] = []
  var headers: HTTPFields = [:]
  /// True for what only we can mend; it is logged.
  var isFault = false
  /// Where a person can do something about it.
  var way: (label: Phrase, path: String)?
}

extension ErrorReply {
  init(_ error: any Error, requestID: String) {
    switch error {
    case let denial as Denial: self.init(denial)
    case let refused as InputRefused: self.init(refused)
    case let refusal as any Refusal: self.init(refusal)
    case is Absent: self = .absent
    case is Stale: self = .stale
    case let said as StorageError: self = .storage(said, requestID)
    case let file as FileFault where file.isFull: self = .full
    case let http as HTTPError where http.status == .notFound: self = .absent
    default: self = .fault(requestID)
    }
  }

  private init(_ refused: InputRefused) {
    self.init(
      status: 422, code: "input", title: "That can't be taken as it is",
      message: refused.items.first?.message ?? "Please check what was sent.",
      items: refused.items)
  }

  private init(_ refusal: any Refusal) {
    self.init(
      status: 422, code: refusal.code, title: "That can't be done now", message: refusal.message)
    if let field = refusal.field {
      items = [.init(field: field, code: refusal.code, message: refusal.message)]
    }
  }

  static let absent = ErrorReply(
    status: 404, code: "absent", title: "Nothing here",
    message: "There is nothing at this address, or nothing you may see.")

  static let stale = ErrorReply(
    status: 412, code: "stale", title: "Changed in the meantime",
    message:
      "Somebody changed this in the meantime. Look at the present state before you change it again."
  )

  static func fault(_ requestID: String) -> ErrorReply {
    ErrorReply(
      status: 500, code: "fault", title: "Something broke",
      message:
        "That was our fault and it is in the log as \(requestID). Nothing was changed. Please try again.",
      isFault: true)
  }
}

extension ErrorReply {
  private init(_ denial: Denial) {
    switch denial {
    case .notSignedIn, .unknownToken: self = .outside(denial)
    case .endedLink(let path): self = .ended(path)
    case .forbidden, .crossSite, .unsealed: self = .forbidden(denial)
    case .versionMissing, .badVersion: self = .version(denial)
    default: self = .transport(denial)
    }
  }

  private static func outside(_ denial: Denial) -> ErrorReply {
    var reply = ErrorReply(
      status: 401, code: "signIn", title: "Please sign in",
      message: "This is for members who are signed in.")
    reply.headers = [.wwwAuthenticate: "Bearer realm=\"mainstay\""]
    if case .unknownToken = denial {
      reply.code = "token"
      reply.message = "This token is unknown, expired or revoked. Tokens are for /api/v1/ only."
    }
    return reply
  }

  /// The same for links that were never ours.
  private static func ended(_ path: String) -> ErrorReply {
    ErrorReply(
      status: 404, code: "link.ended", title: "This link has ended",
      message:
        "A link opens for a quarter of a year. We can mail a new one to the address we know of its owner.",
      way: ("Send me a new link", path))
  }

  private static func forbidden(_ denial: Denial) -> ErrorReply {
    var reply = ErrorReply(
      status: 403, code: "forbidden", title: "Not for your role",
      message: "Your role does not allow this. The owner can change roles.")
    if case .forbidden = denial { return reply }
    reply.code = "form"
    reply.title = "This form can't be used"
    reply.message =
      "It did not come from a page we showed you in this session. Please open the page again and send it from there."
    return reply
  }

  private static func version(_ denial: Denial) -> ErrorReply {
    if case .badVersion = denial {
      return ErrorReply(
        status: 412, code: "stale", title: "Unknown version",
        message: "The version must be the number we gave, like \"7\".")
    }
    return ErrorReply(
      status: 428, code: "versionMissing", title: "Which version?",
      message: "Say which version you change: send If-Match with the ETag you read.")
  }

  private static func transport(_ denial: Denial) -> ErrorReply {
    switch denial {
    case .wrongHost:
      ErrorReply(
        status: 421, code: "host", title: "Not this house",
        message: "This server does not answer under that name.")
    case .tooLarge(let limit):
      ErrorReply(
        status: 413, code: "tooLarge", title: "Too large",
        message: "What was sent is larger than \(limit) bytes, the most we take here.")
    case .wrongType(let expected):
      ErrorReply(
        status: 415, code: "contentType", title: "Another format, please",
        message: "Send this as \(expected).", headers: [.accept: expected])
    case .wrongMethod(let allowed):
      ErrorReply(
        status: 405, code: "method", title: "Not that way",
        message: "This address answers \(allowed.joined(separator: ", ")) only.",
        headers: [.allow: allowed.joined(separator: ", ")])
    case .tooOften(let seconds):
      ErrorReply(
        status: 429, code: "tooOften", title: "Too many tries",
        message: "Please wait \(duration: seconds) and try again.",
        headers: [.retryAfter: String(seconds)])
    case .malformed(let refusal):
      ErrorReply(
        status: 400, code: refusal.code, title: "That can't be read", message: refusal.message)
    default: .fault("")
    }
  }
}

extension Arrival {
  /// The reply to what was thrown, in the words and the format of whoever asked. `key` seals the
  /// forms around it, like the one that signs out.
  func reply(
    to error: any Error, for reader: Reader, signedIn staff: Staff?, host: String? = nil,
    key: String = ""
  ) -> Response {
    if format == .page, case .notSignedIn? = error as? Denial {
      return see(request.method == .get ? "/sign-in?next=\(next)" : "/sign-in")
    }
    let reply = ErrorReply(error, requestID: context.requestID)
    if reply.isFault {
      site.log.error("fault", ["request": context.requestID, "error": "\(error)"])
    }
    var response =
      format == .json
      ? problem(reply, for: reader) : errorPage(reply, for: reader, staff, host, key)
    for field in reply.headers { response.headers.append(field) }
    return response
  }

  private var next: String {
    let whole = [request.uri.path, request.uri.query].compactMap(\.self).joined(separator: "?")
    let wanted = whole.isOwnPath && whole.utf8.count <= 2000 ? whole : "/"
    return wanted.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  private func errorPage(
    _ reply: ErrorReply, for reader: Reader, _ staff: Staff?, _ host: String?, _ key: String
  ) -> Response {
    let frame = Frame(
      title: reply.title, menu: site.menu(for: staff), current: nil, flash: nil, who: staff?.name,
      reader: reader, host: host)
    let body: HTML = """
      <section class="refusal narrow"><h1>\(say: reply.title)</h1><p>\(say: reply.message)</p>\(each: reply.items.dropFirst(), further)\(given: reply.way, way)</section>
      """
    return markup(layout(frame, body), status: reply.status, for: reader, key: key)
  }

  private func way(_ label: Phrase, _ path: String) -> HTML {
    "<p>\(Button(label, to: path, weight: .main))</p>"
  }

  private func further(_ item: InputRefused.Item) -> HTML { "<p>\(say: item.message)</p>" }

  /// RFC 9457.
  private func problem(_ reply: ErrorReply, for reader: Reader) -> Response {
    let errors = reply.items.map { item -> JSON in
      [
        "pointer": .text(item.pointer ?? item.field.pointer), "code": .text(item.code),
        "message": .words(item.message),
      ]
    }
    let body: JSON = [
      "type": .text("about:blank"), "title": .words(reply.title), "status": .number(reply.status),
      "detail": .words(reply.message), "code": .text(reply.code),
      "requestId": .text(context.requestID), "errors": .list(errors),
    ]
    return json(
      body.bytes(site.wording(for: reader)), status: .init(code: reply.status),
      type: "application/problem+json")
  }
}
