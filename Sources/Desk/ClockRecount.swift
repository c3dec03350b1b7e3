// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// Counts the clocks of open tickets anew when a calendar has other hours, so that what the lists
/// and the timers keep of them is what the fold says now (SLA 44, 52).
enum ClockRecount {
  static let kind = "desk.recount"
  private static let batch = 200

  /// In pieces, each its own transaction, so that thousands of open tickets hold nobody up.
  static let handler = JobHandler(kind) { house, job, db in
    let now = house.clock.now()
    let after = job.text("after") ?? ""
    let open: [ID<Ticket>] = try db.all(
      "SELECT id FROM tickets WHERE live = 1 AND id > \(after) ORDER BY id LIMIT \(batch)"
    ) { try $0[0] }
    for id in open {
      try TicketStory.find(id, for: .everyClient, in: db).store(at: now, house: house, in: db)
    }
    guard open.count == batch, let last = open.last else { return }
    let origin = job.key.prefix { $0 != " " }
    try db.enqueue(
      Job(kind: kind, key: "\(origin) \(last)", body: ["after": .text(last.text)], runAt: now))
  }
}
