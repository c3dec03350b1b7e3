// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// So many attempts at a door in a stretch of time, counted for all nodes together: a password
/// can't be guessed faster by asking in parallel.
package struct Throttle: Sendable {
  package let door: String
  package let limit: Int
  package let seconds: Int

  package init(_ door: String, limit: Int, per seconds: Int) {
    self.door = door
    self.limit = limit
    self.seconds = seconds
  }
}

extension Connection {
  /// Counts one attempt before it is made; nil when it may go on, else the seconds to wait.
  package func count(_ throttle: Throttle, for subject: String, at moment: Instant) throws -> Int? {
    let opened = moment.advanced(by: -throttle.seconds)
    let found = try first(
      """
      INSERT INTO attempts (door, subject, window_at, count)
      VALUES (\(throttle.door), \(subject), \(moment), 1)
      ON CONFLICT (door, subject) DO UPDATE SET
        count = CASE WHEN attempts.window_at <= \(opened) THEN 1 ELSE attempts.count + 1 END,
        window_at = CASE WHEN attempts.window_at <= \(opened)
          THEN excluded.window_at ELSE attempts.window_at END
      RETURNING window_at, count
      """
    ) { (windowAt: try $0[0] as Instant, count: try $0[1] as Int) }!
    guard found.count > throttle.limit else { return nil }
    return max(1, found.windowAt.advanced(by: throttle.seconds).since(moment))
  }

  /// After a success nobody has to wait for earlier slips.
  package func clear(_ throttle: Throttle, for subject: String) throws {
    try execute("DELETE FROM attempts WHERE door = \(throttle.door) AND subject = \(subject)")
  }
}
