// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// Counts anew whatever was counted with older time-zone data than the house reads now: first what
/// is open, then what has stopped, so that no figure says another thing than its page (SLA 6).
///
/// The rows themselves say with which data they were counted. So nothing is forgotten when a node
/// that was not brought up to date has written with older data, and only newer data is news: else
/// two nodes would undo each other's counting for ever.
enum ZoneRecount {
  static let kind = "desk.zoneData"

  static func schedule(_ house: House) -> Recurring {
    Recurring(kind, every: 3600) { db, _ in
      guard house.zones.isVersionKnown else { return false }
      return try db.first(
        "SELECT 1 FROM clock_cycles WHERE zone_data < \(house.zones.version) LIMIT 1"
      ) { _ in true } ?? false
    }
  }

  /// In pieces, each its own transaction.
  static func handler(inPiecesOf size: Int = 200) -> JobHandler {
    JobHandler(kind) { house, job, db in
      guard house.zones.isVersionKnown else { return }
      let place = ZonePlace(job)
      let found = try place.tickets(before: house.zones.version, limit: size, in: db)
      let recount = Recount(because: .zoneData, of: house.zones.version)
      try recount.count(found, house: house, in: db)
      guard let next = place.next(after: found, limit: size) else { return }
      try db.enqueue(
        Job(
          kind: kind, key: "\(house.zones.version) \(next.isLive) \(next.after)", body: next.body,
          runAt: house.clock.now()))
    }
  }
}

/// How far a recount has come: through the open tickets by identity, then through the others.
private struct ZonePlace {
  let isLive: Bool
  let after: String
}

extension ZonePlace {
  init(_ job: Job) {
    self.init(isLive: job.text("stopped") == nil, after: job.text("after") ?? "")
  }

  var body: [String: Fact.Value] {
    let after = ["after": Fact.Value.text(after)]
    return isLive ? after : after.merging(["stopped": .text("yes")]) { $1 }
  }

  /// Nil when nothing is left to count.
  func next(after found: [ID<Ticket>], limit: Int) -> Self? {
    guard found.count == limit, let last = found.last else {
      return isLive ? Self(isLive: false, after: "") : nil
    }
    return Self(isLive: isLive, after: last.text)
  }

  func tickets(
    before version: String, limit: Int, in db: Connection
  ) throws -> [ID<Ticket>] {
    try db.all(
      """
      SELECT t.id FROM tickets t WHERE t.live = \(isLive) AND t.id > \(after)
        AND EXISTS (SELECT 1 FROM clock_cycles k
          WHERE k.ticket_id = t.id AND k.zone_data < \(version))
      ORDER BY t.id LIMIT \(limit)
      """
    ) { try $0[0] }
  }
}
