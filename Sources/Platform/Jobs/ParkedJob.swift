// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// A job that was given up, with the reason, waiting for a person to look at it.
package struct ParkedJob: Sendable {
  package let id: String
  package let kind: String
  package let key: String
  package let parkedAt: Instant
  package let reason: String

  fileprivate init(row: Row) throws {
    id = try row[0]
    kind = try row[1]
    key = try row[2]
    parkedAt = try row[3]
    reason = try row[4]
  }
}

extension Connection {
  /// The newest first, after the given place.
  package func parkedJobs(
    after place: (parkedAt: Instant, id: String)? = nil, limit: Int = 100
  ) throws -> [ParkedJob] {
    let rest: SQL = place.map { "AND (parked_at, id) < (\($0.parkedAt), \($0.id))" } ?? ""
    return try all(
      """
      SELECT id, kind, key, parked_at, COALESCE(last_error, '') FROM jobs
      WHERE parked_at IS NOT NULL \(rest) ORDER BY parked_at DESC, id DESC LIMIT \(limit)
      """, ParkedJob.init(row:))
  }

  package func parkedJob(_ id: String) throws -> ParkedJob {
    let found = try first(
      """
      SELECT id, kind, key, parked_at, COALESCE(last_error, '') FROM jobs
      WHERE id = \(id) AND parked_at IS NOT NULL
      """, ParkedJob.init(row:))
    guard let found else { throw Absent() }
    return found
  }

  /// How many there are, exact up to a thousand.
  package func parkedJobCount() throws -> Int {
    try first(
      """
      SELECT COUNT(*) FROM (SELECT id FROM jobs WHERE parked_at IS NOT NULL LIMIT 1001) AS capped
      """
    ) { try $0[0] } ?? 0
  }

  /// Tries a parked job again, unless the same was ordered anew meanwhile: then that one stands.
  package func release(parkedJob id: String, at moment: Instant) throws {
    try execute(
      """
      UPDATE jobs SET parked_at = NULL, attempts = 0, run_at = \(moment)
      WHERE id = \(id) AND parked_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM jobs other
        WHERE other.kind = jobs.kind AND other.key = jobs.key AND other.parked_at IS NULL)
      """)
    try execute("DELETE FROM jobs WHERE id = \(id) AND parked_at IS NOT NULL")
  }
}
