// SPDX-License-Identifier: AGPL-3.0-or-later

import Glibc
import Rules
import Synchronization

/// Where the house reads the time: once for each request or job, and nowhere else.
package struct Clock: Sendable {
  package let now: @Sendable () -> Instant

  package init(now: @escaping @Sendable () -> Instant) { self.now = now }

  package static let system = Clock {
    var reading = timespec()
    clock_gettime(CLOCK_REALTIME, &reading)
    return Instant(seconds: reading.tv_sec)
  }

  /// Seconds since the machine started: rate limits go by it, because nobody can set it back.
  package static let uptime: @Sendable () -> Int = {
    var reading = timespec()
    clock_gettime(CLOCK_MONOTONIC, &reading)
    return reading.tv_sec
  }
}

/// A clock that stands until somebody moves it: stories step it through months.
package final class SetClock: Sendable {
  private let moment: Mutex<Instant>

  package init(_ start: Instant) { moment = Mutex(start) }

  package var now: Instant { moment.withLock { $0 } }

  package func set(_ later: Instant) { moment.withLock { $0 = later } }

  package func advance(by seconds: Int) { moment.withLock { $0 = $0.advanced(by: seconds) } }

  package var clock: Clock { Clock { self.now } }
}
