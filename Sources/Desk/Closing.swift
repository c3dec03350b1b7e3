// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Platform
import Rules
import Storage

/// A resolved ticket nobody came back to closes by itself, after as many days as the provider says.
package enum Closing {
  static let schedule = Recurring("desk.close", every: 3600)

  static let handler = JobHandler("desk.close") { house, _, db in
    let now = house.clock.now()
    let quietSince = now.advanced(by: -86_400 * (try days(in: db)))
    let quiet: [ID<Ticket>] = try db.all(
      """
      SELECT id FROM tickets WHERE state = 'resolved' AND wrote_again = 0
        AND resolved_at <= \(quietSince)
      ORDER BY due_rank, number LIMIT 500
      """
    ) { try $0[0] }
    for id in quiet {
      try db.apart(id, house.log) {
        let story = try TicketStory.forChange(id, for: .everyClient, in: db)
        try story.save(
          try story.ticket.closed(at: now), by: .system, at: now, house: house, in: db)
      }
    }
  }

  package static func days(in db: Connection) throws -> Int {
    try Provider.find(in: db)?.closeDays ?? Provider.usualCloseDays
  }
}

extension Ticket {
  /// From when on it closes by itself; nil while it doesn't.
  package func closesAt(after days: Int) -> Instant? {
    guard end == nil, !wroteAgain else { return nil }
    return resolvedAt?.advanced(by: days * 86_400)
  }
}
