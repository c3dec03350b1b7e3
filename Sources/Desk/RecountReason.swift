// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Platform
import Rules
import Storage

/// What the clocks are counted with is another than before: which tickets feel it, and what their
/// stories say of it.
struct RecountReason: Sendable {
  let because: DueMove.Cause
  /// A version of the time-zone data, or the identity of the calendar or the agreement.
  let of: String
  /// Nil when every open clock is concerned, and no other.
  let terms: TermsChange?
}

extension RecountReason {
  /// Nil when the fact that ordered the job changed nothing for anybody.
  init?(_ job: Job, house: House, in db: Connection) throws {
    guard let subject = job.subject, let place = job.number("sequence") else { return nil }
    guard subject != ZoneDataWatch.subject else {
      self.init(because: .zoneData, of: try house.zoneDataCounted(at: place, in: db), terms: nil)
      return
    }
    guard let change = try TermsChange.find(subject, place, in: db), !change.agreements.isEmpty
    else { return nil }
    self.init(
      because: subject.kind == "calendar" ? .hours : .terms, of: subject.id, terms: change)
  }

  /// The promises that are due at another moment than was stored when these cycles were written.
  func moves(from stored: [DueMove.Key: Instant], to cycles: [ClockCycle]) -> [DueMove] {
    cycles.filter { $0.state == .running }.compactMap { cycle in
      guard let from = stored[DueMove.Key(cycle.clock, cycle.cycle)], let to = cycle.dueAt,
        from != to
      else { return nil }
      return DueMove(
        cycle.clock, cycle: cycle.cycle, from: from, to: to, because: because, of: of)
    }
  }
}
