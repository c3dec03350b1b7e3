// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules

/// One request as a handler sees it: who asks, when, and for what.
package struct Call<Who: Principal>: Sendable {
  package let who: Who
  package let now: Instant
  package let requestID: String
  /// The values of the route's shape.
  package let input: Input
  /// What was typed when a form is drawn again; nothing on its first showing.
  package let typed: Typed
  /// The version the caller saw (`If-Match`, or the form's `_version`).
  package let expectedVersion: Int?
  /// The address the request came from, as far as trusted proxies tell.
  package let address: String
  /// The key of the session, link or guest; a secret.
  package let key: String
  /// True on the API.
  package let isProgram: Bool
  let parameters: [String: String]
  let cookieRule: CookieRule
  let wording: Wording
  /// Under which a repeated request is known again.
  let repeatKey: IdempotencyKey?
  let seals: Seals
  /// The key of the member's session this browser has besides, at a door open to everybody; a
  /// secret.
  package let session: String?

  package var reader: Reader { who.reader }

  /// What a list was narrowed to by its address: its filters and the link to its next page say so.
  package var asked: Typed { .starting(input.written) }

  /// A part of the path that the route names.
  package func path(_ name: String) -> String {
    guard let part = parameters[name] else { preconditionFailure("the path has no :\(name)") }
    return part
  }

  /// The number at that place; whatever else stands there is absent.
  package func number(_ name: String = "number") throws -> Int {
    let text = path(name)
    guard text.utf8.count <= 15, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(text)
    else { throw Absent() }
    return number
  }

  package func id<Noun>(_ name: String = "id", of noun: Noun.Type = Noun.self) throws -> ID<Noun> {
    let text = path(name)
    guard text.isIdentity else { throw Absent() }
    return ID(text)
  }

  /// Throws when the caller saw another version than the one there is. A caller that named none is
  /// let through: the API asks for one where the route says so.
  package func expect(version: Int) throws {
    if let expectedVersion, expectedVersion != version { throw Stale(current: version) }
  }

  /// Refuses, in words, where a session cookie could be read on the way.
  package func requireSafeCookies() throws {
    if cookieRule == .none { throw UnsafeSignIn() }
  }
}

/// The record changed since the caller read it.
package struct Stale: Error, Sendable {
  package let current: Int

  package init(current: Int) { self.current = current }
}

/// Somebody wants to sign in over a connection others can read.
struct UnsafeSignIn: Refusal {
  let code = "session.needsTLS"
  let message: Phrase =
    "Signing in needs TLS here: this connection is not encrypted. Open the https:// address, or set MAINSTAY_BASE_URL to it and let the proxy send X-Forwarded-Proto."
}
