// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Platform
import Rules
import Storage

/// Counts clocks anew when a calendar has other hours or an agreement another version, so that what
/// lists, timers and reports keep of them is what the fold says now; those that have stopped too,
/// when the change reaches back to them (SLA 44, 52).
enum ClockRecount {
  static let kind = "desk.recount"

  /// In pieces, each its own transaction, so that thousands of tickets hold nobody up.
  static func handler(inPiecesOf size: Int = 200) -> JobHandler {
    JobHandler(kind) { house, job, db in
      guard let subject = job.subject,
        let change = try TermsChange.find(subject, job.number("sequence") ?? 0, in: db),
        !change.agreements.isEmpty
      else { return }
      let place = RecountPlace(job)
      let found = try place.tickets(under: change, limit: size, in: db)
      let recount = Recount(
        because: subject.kind == "calendar" ? .hours : .terms, of: subject.id)
      try recount.count(found.map(\.id), house: house, in: db)
      guard let next = place.next(after: found, limit: size, change) else { return }
      let origin = job.key.prefix { $0 != " " }
      try db.enqueue(
        Job(
          kind: kind, key: "\(origin) \(next.key)", body: job.body.merging(next.body) { $1 },
          runAt: house.clock.now()))
    }
  }
}

/// How far a recount has come: through the open tickets by identity, then through the others by the
/// moment at which the last of their clocks stopped.
private enum RecountPlace {
  case open(after: String)
  case stopped(at: Instant, after: String)

  typealias Row = (id: ID<Ticket>, stoppedAt: Instant?)

  init(_ job: Job) {
    let after = job.text("after") ?? ""
    let stoppedAt = job.number("stoppedAt").map { Instant(seconds: $0) }
    self = stoppedAt.map { .stopped(at: $0, after: after) } ?? .open(after: after)
  }

  var body: [String: Fact.Value] {
    switch self {
    case .open(let id): ["after": .text(id)]
    case .stopped(let at, let id): ["after": .text(id), "stoppedAt": .number(at.seconds)]
    }
  }

  var key: String {
    switch self {
    case .open(let id): id
    case .stopped(let at, let id): "\(at.seconds) \(id)"
    }
  }

  /// Nil when nothing is left to count.
  func next(after found: [Row], limit: Int, _ change: TermsChange) -> RecountPlace? {
    switch self {
    case .open:
      guard found.count == limit, let last = found.last else {
        return .stopped(at: change.since, after: "")
      }
      return .open(after: last.id.text)
    case .stopped:
      guard found.count == limit, let last = found.last, let at = last.stoppedAt else { return nil }
      return .stopped(at: at, after: last.id.text)
    }
  }
}

extension RecountPlace {
  func tickets(under change: TermsChange, limit: Int, in db: Connection) throws -> [Row] {
    switch self {
    case .open(let id): try open(after: id, change, limit, in: db)
    case .stopped(let at, let id): try stopped(at, after: id, change, limit, in: db)
    }
  }

  private func open(
    after id: String, _ change: TermsChange, _ limit: Int, in db: Connection
  ) throws -> [Row] {
    try db.all(
      """
      SELECT t.id FROM tickets t WHERE t.live = 1 AND t.id > \(id) AND \(change.isConcerning)
      ORDER BY t.id LIMIT \(limit)
      """
    ) { (id: try $0[0], stoppedAt: nil) }
  }

  /// Each ticket once, at the last of its stops: those before the change can't have felt it, nor
  /// can a ticket that came when another version had taken over.
  private func stopped(
    _ at: Instant, after id: String, _ change: TermsChange, _ limit: Int, in db: Connection
  ) throws -> [Row] {
    let until: SQL = change.until.map { "AND t.opened_at < \($0)" } ?? ""
    return try db.all(
      """
      SELECT k.ticket_id, k.stopped_at FROM clock_cycles k JOIN tickets t ON t.id = k.ticket_id
      WHERE k.stopped_at >= \(at) AND (k.stopped_at, k.ticket_id) > (\(at), \(id))
        AND t.live = 0 \(until) AND \(change.isConcerning)
        AND NOT EXISTS (SELECT 1 FROM clock_cycles l WHERE l.ticket_id = k.ticket_id
          AND (l.stopped_at, l.clock, l.cycle) > (k.stopped_at, k.clock, k.cycle))
      ORDER BY k.stopped_at, k.ticket_id LIMIT \(limit)
      """
    ) { (id: try $0[0], stoppedAt: try $0[1]) }
  }
}

extension TermsChange {
  /// Whether the ticket stands under one of the agreements, or may have before it was moved.
  fileprivate var isConcerning: SQL {
    """
    (t.agreement_id IN \(list: agreements.sorted()) OR EXISTS (SELECT 1 FROM journal j
      WHERE j.subject = 'ticket/' || t.id AND j.kind = 'ticket.moved'))
    """
  }
}
