// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import Web

/// A client's open tickets that stand under no agreement: a signature takes none of them over.
package struct UncoveredTickets: Sendable {
  let client: ID<Client>
  let name: String
  /// Exact up to a thousand.
  let count: Int

  /// Tickets belong to a later room: whoever opens the house hands its answer in.
  package typealias Count = @Sendable (ID<Client>, Scope, Connection) throws -> Int

  var words: Phrase {
    "\(count: count, one: "# open ticket", many: "# open tickets") of \(name) \(count: count, one: "stands", many: "stand") under no agreement. A signature takes none of them over: move each to the agreement it belongs under."
  }

  /// Where they are listed.
  var path: String { Address("/tickets", ["client": client.text, "cover": "none"]).text }

  var notice: Notice? {
    guard count > 0 else { return nil }
    return Notice(
      "\(say: words)", .risk, act: "<p><a href=\"\(path)\">\(say: "The tickets")</a></p>")
  }
}
