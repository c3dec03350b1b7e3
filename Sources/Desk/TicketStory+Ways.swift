// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// Ways from a number to the ticket that is meant.
extension TicketStory {
  /// The number of the ticket a story goes on in, merges followed; nil when these eyes may not see
  /// that one.
  package static func goesOn(
    from number: Int, for scope: Scope, in db: Connection
  ) throws -> Int? {
    var last = number
    while let next = try db.first(
      "SELECT merged_into FROM tickets WHERE number = \(last) AND merged_into IS NOT NULL",
      { try $0[0] as Int })
    {
      last = next
    }
    return try seen(last, for: scope, in: db)
  }

  /// The number, when there is such a ticket and these eyes may see it.
  static func seen(_ number: Int, for scope: Scope, in db: Connection) throws -> Int? {
    try db.first(
      """
      SELECT t.number FROM tickets t
      WHERE t.number = \(number) AND \(scope, client: "t.client_id", contact: "t.contact_id")
      """
    ) { try $0[0] }
  }

  /// The ticket that words name by nothing but its number: `T-1052`, `t 1052`, `#1052`, `1052`.
  static func number(in words: String) -> Int? {
    words.wholeMatch(of: /\s*(?:[Tt]\s?[-–]?\s?|#\s?)?([0-9]{1,9})\s*/).flatMap { Int($0.1) }
  }
}
