// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform

/// How often one caller may ask this node, by the class of the route.
package struct Limits: Sendable {
  private let rates: [RateClass: RateLimit]

  package init(_ rates: [RateClass: RateLimit]) { self.rates = rates }

  package static let none = Limits([:])

  /// Far above what people do, far below what hurts.
  package static func usual() -> Limits {
    Limits([
      .read: RateLimit(1200, per: 60), .write: RateLimit(300, per: 60),
      .signIn: RateLimit(60, per: 60),
    ])
  }

  func ask(_ rate: RateClass, for caller: String) async throws {
    if let wait = await rates[rate]?.take(for: caller) { throw Denial.tooOften(wait) }
  }
}
