// SPDX-License-Identifier: AGPL-3.0-or-later

/// The domain says no, in words a person can act on: what is wrong, why it matters, what to do.
/// A refusal is shown beside what was typed and changes nothing; it is never logged as a fault.
package protocol Refusal: Error, Sendable {
  /// A stable word for programs, `ticket.alreadyClosed`.
  var code: String { get }
  /// The input field it is about, if it is about one.
  var field: String? { get }
  var message: Phrase { get }
}

extension Refusal {
  package var field: String? { nil }
}

/// Not there, or not yours: nobody is told which.
package struct Absent: Error, Sendable {
  package init() {}
}
