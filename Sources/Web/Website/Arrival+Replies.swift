// SPDX-License-Identifier: AGPL-3.0-or-later

import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Rules

/// Values of rooms as responses.
extension Arrival {
  func reply<Who>(_ page: Page, to admitted: Admitted<Who>) -> Response {
    var cookies = admitted.cookies
    var response: Response
    switch page.content {
    case .elsewhere(let path): response = see(path)
    case .file(let file): response = self.file(file, status: page.status)
    case .sealed(let document):
      response = markup(
        document.html(for: admitted.who.reader), status: page.status, for: admitted.who.reader,
        key: admitted.key)
      response.headers[.contentSecurityPolicy] = SealedDocument.policy
    case .markup(let title, let menu, let body):
      let flash = takeFlash(&cookies)
      let frame = Frame(
        title: title, menu: site.menu(for: admitted.who as? Staff), current: menu, flash: flash,
        who: (admitted.who as? Staff)?.name, reader: admitted.who.reader,
        host: page.host ?? (admitted.who as? Visitor)?.provider,
        isPortal: admitted.who is Visitor)
      response = markup(
        layout(frame, body), status: page.status, for: admitted.who.reader, key: admitted.key)
    }
    set(cookies, on: &response)
    return response
  }

  func reply<Who>(_ outcome: Outcome, to admitted: Admitted<Who>) throws -> Response {
    try requireSafety(of: outcome)
    let kept = outcome.reply ?? outcome.form
    var response = see(kept.headers["Location"] ?? "/")
    var cookies = admitted.cookies + outcome.session.cookies
    if let flash = kept.headers["flash"] {
      cookies.append(.set(.flash, site.settings.seals.signed(flash, "flash")))
    }
    set(cookies, on: &response)
    return response
  }

  /// The tag is the version, which `If-Match` goes by, and the mark of these very bytes: a ticket's
  /// clocks go on while its version stands still, and who watches them must not hear "unchanged".
  func reply<Who>(_ answer: Answer, to admitted: Admitted<Who>) -> Response {
    let bytes = answer.json.bytes(site.wording(for: admitted.who.reader))
    let version = answer.version.map { "\($0)." } ?? ""
    let tag = "\"\(version)\(fingerprint(bytes))\""
    let known = (header(.ifNoneMatch) ?? "").split(separator: ",").map { $0.trimming() }
    guard !known.contains(where: { $0 == tag || $0 == "W/" + tag }) else {
      return Response(status: .notModified, headers: [.eTag: tag])
    }
    return json(bytes, status: .ok, headers: [.eTag: tag])
  }

  func reply<Who>(json outcome: Outcome, to admitted: Admitted<Who>) throws -> Response {
    try requireSafety(of: outcome)
    let kept = outcome.reply ?? outcome.program(site.wording(for: admitted.who.reader))
    var headers = HTTPFields()
    headers[.eTag] = kept.headers["ETag"]
    headers[.location] = kept.headers["Location"]
    var response = json(kept.body, status: .init(code: kept.status), headers: headers)
    set(admitted.cookies + outcome.session.cookies, on: &response)
    return response
  }

  func markup(_ html: HTML, status: Int, for reader: Reader, key: String) -> Response {
    let rendering = Rendering(
      wording: site.wording(for: reader), protection: site.settings.seals.token(for: key),
      assets: site.assets())
    return Response(
      status: .init(code: status), headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: html.bytes(for: rendering))))
  }

  func json(
    _ bytes: [UInt8], status: HTTPResponse.Status, headers: HTTPFields = [:],
    type: String = "application/json"
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Only paths of our own are gone to.
  func see(_ path: String) -> Response {
    return Response(status: .seeOther, headers: [.location: path.isOwnPath ? path : "/"])
  }

  private func file(_ file: Page.File, status: Int) -> Response {
    var headers: HTTPFields = [.contentType: file.type]
    if let name = file.name { headers[.contentDisposition] = attachment(name) }
    headers[.contentSecurityPolicy] = file.policy
    return Response(
      status: .init(code: status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
  }

  func set(_ cookies: [Cookie], on response: inout Response) {
    for cookie in cookies {
      guard let header = cookie.header(cookieRule) else { continue }
      response.headers.append(HTTPField(name: .setCookie, value: header))
    }
  }

  private func takeFlash(_ cookies: inout [Cookie]) -> Phrase? {
    guard let sealed = cookie(.flash) else { return nil }
    cookies.append(.clear(.flash))
    return site.settings.seals.opened(sealed, "flash").flatMap(Phrase.init(packed:))
  }

  private func requireSafety(of outcome: Outcome) throws {
    if outcome.session != nil, cookieRule == .none { throw UnsafeSignIn() }
  }

  private func fingerprint(_ bytes: [UInt8]) -> String {
    Data(SHA256.hash(data: bytes).prefix(12)).base64URL
  }
}

extension Outcome.SessionChange? {
  var cookies: [Cookie] {
    switch self {
    case .begin(let key): [.set(.session, key)]
    case .end: [.clear(.session)]
    case nil: []
    }
  }
}

/// The name twice, as RFC 6266 wants it: plain for old programs, whole for the others.
private func attachment(_ name: String) -> String {
  let plain = String(
    name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
  let whole = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? plain
  return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(whole)"
}
