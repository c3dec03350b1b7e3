// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// Work that comes round: one job for each stretch of time, whoever of the nodes notices first.
/// Stretches that passed while the house was closed are made up for by one.
package struct Recurring: Sendable {
  package let kind: String
  package let seconds: Int
  let isNeeded: @Sendable (Connection, Instant) throws -> Bool

  /// `onlyIf` is asked by a read first, with the moment it is by the house's clock: work that is
  /// rarely needed costs nothing when it is not.
  package init(
    _ kind: String, every seconds: Int,
    onlyIf isNeeded: @escaping @Sendable (Connection, Instant) throws -> Bool = { _, _ in true }
  ) {
    precondition(seconds > 0, "a schedule moves on")
    self.kind = kind
    self.seconds = seconds
    self.isNeeded = isNeeded
  }

  func slot(at moment: Instant) -> Instant {
    Instant(seconds: moment.seconds.floorDivided(by: seconds) * seconds)
  }
}

extension Connection {
  /// Which of them have a stretch that nobody has taken.
  func due(_ schedule: [Recurring], at moment: Instant) throws -> [Recurring] {
    let taken = Dictionary(
      uniqueKeysWithValues: try all("SELECT kind, slot_at FROM schedules") {
        (try $0[0] as String, try $0[1] as Instant)
      })
    return try schedule.filter { recurring in
      try taken[recurring.kind].map { $0 < recurring.slot(at: moment) } ?? true
        && recurring.isNeeded(self, moment)
    }
  }

  /// Orders the job if this node is the one that takes the stretch.
  @discardableResult
  func take(_ recurring: Recurring, at moment: Instant) throws -> Bool {
    let slot = recurring.slot(at: moment)
    let taken = try execute(
      """
      INSERT INTO schedules (kind, slot_at) VALUES (\(recurring.kind), \(slot))
      ON CONFLICT (kind) DO UPDATE SET slot_at = excluded.slot_at
      WHERE schedules.slot_at < excluded.slot_at
      """)
    guard taken == 1 else { return false }
    try enqueue(Job(kind: recurring.kind, key: "schedule", runAt: slot))
    return true
  }
}
