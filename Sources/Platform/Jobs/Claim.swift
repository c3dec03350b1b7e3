// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// A job in the hands of one worker, until its lease runs out. The fence tells this hand from any
/// later one: a worker that was believed dead can't finish what another has taken over.
struct Claim: Sendable {
  let id: String
  let job: Job
  let fence: Int
  let attempts: Int

  /// What fails now is given up.
  var isLast: Bool { attempts >= 10 }

  /// Somebody else has taken the job over.
  struct Lost: Error {}
}

extension Connection {
  /// Takes the job that has waited longest, by one conditional update.
  func claim(dueAt moment: Instant, kinds: [String], lease: Int) throws -> Claim? {
    let now = try databaseNow()
    return try first(
      """
      UPDATE jobs SET fence = fence + 1, attempts = attempts + 1,
        lease_until = \(now.advanced(by: lease))
      WHERE id = (
        SELECT id FROM jobs
        WHERE parked_at IS NULL AND run_at <= \(moment) AND kind IN \(list: kinds)
          AND (lease_until IS NULL OR lease_until <= \(now))
        ORDER BY run_at, id LIMIT 1 \(skippingLocked))
      RETURNING id, kind, key, body, run_at, fence, attempts, due_at
      """
    ) { row in
      Claim(
        id: try row[0],
        job: Job(
          kind: try row[1], key: try row[2], body: try FactBody.values(try row[3]),
          runAt: try row[4], dueAt: try row[7]),
        fence: try row[5], attempts: try row[6])
    }
  }

  func renew(_ claim: Claim, lease: Int) throws {
    let until = try databaseNow().advanced(by: lease)
    let changed = try execute(
      "UPDATE jobs SET lease_until = \(until) WHERE id = \(claim.id) AND fence = \(claim.fence)")
    guard changed == 1 else { throw Claim.Lost() }
  }

  /// Done: the row goes, or waits once more when it was ordered again meanwhile.
  func complete(_ claim: Claim, at moment: Instant) throws {
    let gone = try execute(
      "DELETE FROM jobs WHERE id = \(claim.id) AND fence = \(claim.fence) AND again = 0")
    guard gone == 0 else { return }
    let waiting = try execute(
      """
      UPDATE jobs SET again = 0, attempts = 0, lease_until = NULL, last_error = NULL,
        due_at = \(moment), run_at = \(moment)
      WHERE id = \(claim.id) AND fence = \(claim.fence)
      """)
    guard waiting == 1 else { throw Claim.Lost() }
  }

  /// Not yet: done again when the job itself said, or at once when it was ordered anew meanwhile.
  func putOff(_ claim: Claim, until next: Instant, at moment: Instant) throws {
    let waiting = try execute(
      """
      UPDATE jobs SET attempts = 0, lease_until = NULL, last_error = NULL, again = 0,
        run_at = CASE WHEN again = 1 THEN CAST(\(moment) AS BIGINT)
          ELSE CAST(\(next) AS BIGINT) END
      WHERE id = \(claim.id) AND fence = \(claim.fence)
      """)
    guard waiting == 1 else { throw Claim.Lost() }
  }

  /// Not done: tried again after a pause that grows.
  func postpone(_ claim: Claim, at moment: Instant, because reason: String) throws {
    try execute(
      """
      UPDATE jobs SET lease_until = NULL, last_error = \(reason),
        run_at = \(moment.advanced(by: pause(after: claim.attempts)))
      WHERE id = \(claim.id) AND fence = \(claim.fence)
      """)
  }

  /// Given up, for a person to look at.
  func park(_ claim: Claim, at moment: Instant, because reason: String) throws {
    try execute(
      """
      UPDATE jobs SET lease_until = NULL, last_error = \(reason), parked_at = \(moment)
      WHERE id = \(claim.id) AND fence = \(claim.fence)
      """)
  }
}

/// 10 s, 30 s, 90 s … at most an hour: ten tries in four hours. Who has to wait longer, as letters
/// do for their relay, puts itself off.
private func pause(after attempts: Int) -> Int {
  min(3600, (1..<max(1, attempts)).reduce(10) { pause, _ in min(3600, pause * 3) })
}
