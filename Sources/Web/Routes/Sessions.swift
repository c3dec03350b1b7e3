// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// How the house learns who stands behind a key. Rooms provide the answers; keys are secrets and are
/// neither logged nor shown.
package struct Sessions: Sendable {
  let member: @Sendable (_ key: String, _ now: Instant) async throws -> Staff?
  let token: @Sendable (_ token: String, _ now: Instant) async throws -> Staff?
  let visitor: @Sendable (_ link: String, _ now: Instant) async throws -> Visitor?
  let nobody: @Sendable (_ preferred: [Language]) async throws -> Reader
  /// Where somebody whose link opens nothing may ask for a new one.
  let renewal: @Sendable (_ link: String) -> String?

  package init(
    member: @escaping @Sendable (_ key: String, _ now: Instant) async throws -> Staff?,
    token: @escaping @Sendable (_ token: String, _ now: Instant) async throws -> Staff? = { _, _ in
      nil
    },
    visitor: @escaping @Sendable (_ link: String, _ now: Instant) async throws -> Visitor? = {
      _, _ in nil
    },
    nobody: @escaping @Sendable (_ preferred: [Language]) async throws -> Reader = {
      Reader(language: $0.first ?? .english, zone: .utc)
    },
    renewal: @escaping @Sendable (_ link: String) -> String? = { _ in nil }
  ) {
    self.member = member
    self.token = token
    self.visitor = visitor
    self.nobody = nobody
    self.renewal = renewal
  }
}
