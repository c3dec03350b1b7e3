// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Platform
import Rules
import Storage

extension TicketStory {
  /// Writes what a verb decided: the facts, the ticket's row, its clocks and what it is found by,
  /// all in the caller's transaction. Throws `Overtaken` when the story has gone on since it was
  /// read. Who saves many hands the terms over, loaded once.
  @discardableResult
  package func save(
    _ change: Change<Ticket>, by actor: Actor, at now: Instant, under terms: ClockTerms? = nil,
    looked: Bool = false, house: House, in db: Connection
  ) throws -> TicketStory {
    let first = ticket.version + 1
    let facts = change.facts.enumerated().map { $0 == 0 ? $1 : $1.inAct(first) }
    try db.append(facts, from: first, by: actor, at: now)
    let added = facts.enumerated().compactMap { offset, fact in
      TicketEvent(fact).map {
        RecordedTicketEvent(
          sequence: first + offset, act: fact.act, event: $0, occurredAt: fact.occurredAt,
          recordedAt: now, actor: actor)
      }
    }
    for recorded in added {
      guard case .dueChanged(let due) = recorded.event else { continue }
      try due.insert(of: ticket.id, at: recorded.sequence, now, in: db)
    }
    let next = TicketStory(ticket: change.value, history: history + added)
    try next.store(at: now, under: terms, looked: looked, house: house, in: db)
    if added.contains(where: \.event.changesWhatIsFound) { try next.index(in: db) }
    return next
  }

  /// A ticket that begins: its first facts, its row and its clocks.
  package static func begin(
    _ change: Change<Ticket>, by actor: Actor, at now: Instant, under terms: ClockTerms? = nil,
    house: House, in db: Connection
  ) throws -> TicketStory {
    try TicketStory(ticket: change.value.unwritten, history: [])
      .save(change, by: actor, at: now, under: terms, house: house, in: db)
  }

  /// The row and the clocks, folded afresh from the history. `looked` says that what the clocks had
  /// come to by now has been seen to; else a moment that has passed stays for the watch to see.
  func store(
    at now: Instant, under terms: ClockTerms? = nil, looked: Bool = false, house: House,
    in db: Connection
  ) throws {
    let clocks =
      try terms.map { try TicketClocks(history, under: $0, asOf: now) }
      ?? TicketClocks.read(history, asOf: now, house: house, in: db)
    let hasUnseen = try !looked && ticket.isWatched && clocks.hasUnseenMark(of: ticket, in: db)
    try ticket.saveRow(
      clocks, lastWordAt: lastWordAt, lookAt: hasUnseen ? now : clocks.lookAt,
      keepingLooksUntil: looked ? nil : now, in: db)
    try clocks.save(of: ticket, in: db)
    try saveAsks(in: db)
  }

  private var lastWordAt: Instant {
    let words = history.withoutVoided.last { recorded in
      switch recorded.event {
      case .opened, .replied, .clientWrote, .asked: true
      default: false
      }
    }
    return words?.occurredAt ?? ticket.openedAt
  }
}

extension TicketEvent {
  /// Words were written or names changed, so that it is to be found by others from now on.
  fileprivate var changesWhatIsFound: Bool {
    switch self {
    case .noted, .replied, .clientWrote, .moved: true
    default: false
    }
  }
}

extension Ticket {
  fileprivate func saveRow(
    _ clocks: TicketClocks, lastWordAt: Instant, lookAt: Instant?,
    keepingLooksUntil now: Instant?, in db: Connection
  ) throws {
    let next = clocks.next
    try db.execute(
      """
      INSERT INTO tickets (id, number, client_id, site_id, contact_id, agreement_id, subject,
        channel, state, move, priority, holder_id, live, opened_at, resolved_at, ended_at,
        last_word_at, wrote_again, logged_minutes, merged_into, version, next_clock, next_state,
        next_due_at, next_remaining, due_rank, look_at,
        next_target, next_calendar)
      VALUES (\(id), \(number), \(placement.client), \(placement.site), \(placement.contact),
        \(placement.agreement), \(subject), \(channel), \(state), \(move), \(priority.name),
        \(holder), \(isLive), \(openedAt), \(resolvedAt), \(endedAt), \(lastWordAt),
        \(wroteAgain), \(loggedMinutes), \(mergedInto), \(version), \(next?.clock.rawValue),
        \(next?.state.rawValue), \(next?.dueAt), \(next?.remainingSeconds), \(clocks.dueRank),
        \(firstLook(lookAt, at: now)), \(next?.targetSeconds), \(next?.calendar))
      ON CONFLICT (id) DO UPDATE SET client_id = excluded.client_id,
        site_id = excluded.site_id, contact_id = excluded.contact_id,
        agreement_id = excluded.agreement_id, subject = excluded.subject,
        state = excluded.state, move = excluded.move, priority = excluded.priority,
        holder_id = excluded.holder_id, live = excluded.live,
        resolved_at = excluded.resolved_at, ended_at = excluded.ended_at,
        last_word_at = excluded.last_word_at, wrote_again = excluded.wrote_again,
        logged_minutes = excluded.logged_minutes, merged_into = excluded.merged_into,
        version = excluded.version, next_clock = excluded.next_clock,
        next_state = excluded.next_state, next_due_at = excluded.next_due_at,
        next_remaining = excluded.next_remaining, due_rank = excluded.due_rank,
        next_target = excluded.next_target, next_calendar = excluded.next_calendar,
        look_at = CASE WHEN tickets.look_at <= \(now) THEN tickets.look_at
          ELSE \(lookAt) END
      """)
  }

  /// A request that reached us earlier may have come to a mark by the time it is written down. What
  /// another product had is not alarmed about again.
  private func firstLook(_ lookAt: Instant?, at now: Instant?) -> Instant? {
    guard let now, isWatched, openedAt < now else { return lookAt }
    return now
  }

  fileprivate var isWatched: Bool { isLive && channel != .imported }

  fileprivate var endedAt: Instant? {
    switch end {
    case .closed(let at), .cancelled(let at, _), .merged(let at, _): at
    case nil: nil
    }
  }
}
