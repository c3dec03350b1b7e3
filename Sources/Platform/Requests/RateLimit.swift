// SPDX-License-Identifier: AGPL-3.0-or-later

/// How many requests one caller of this node may make: a bucket that fills steadily and holds so
/// many at most. By the machine's uptime, so that setting the clock frees nobody.
package actor RateLimit {
  private struct Bucket {
    var drops: Int
    var filledAt: Int
  }

  private let limit: Int
  private let seconds: Int
  private let uptime: @Sendable () -> Int
  private var buckets: [String: Bucket] = [:]

  package init(
    _ limit: Int, per seconds: Int, uptime: @escaping @Sendable () -> Int = Clock.uptime
  ) {
    self.limit = limit
    self.seconds = seconds
    self.uptime = uptime
  }

  /// Nil when the request may go on, else the seconds to wait. One drop is `seconds`, so that
  /// filling by `limit` a second stays in whole numbers.
  package func take(for caller: String) -> Int? {
    let now = uptime()
    let full = limit * seconds
    var bucket = buckets[caller] ?? Bucket(drops: full, filledAt: now)
    bucket.drops = min(full, bucket.drops + max(0, now - bucket.filledAt) * limit)
    bucket.filledAt = now
    defer { keep(bucket, for: caller, full: full, now: now) }
    guard bucket.drops >= seconds else {
      return max(1, (seconds - bucket.drops + limit - 1) / limit)
    }
    bucket.drops -= seconds
    return nil
  }

  /// Callers whose bucket is full again need no memory; nobody can make us remember without end.
  private func keep(_ bucket: Bucket, for caller: String, full: Int, now: Int) {
    buckets[caller] = bucket
    guard buckets.count > 50_000 else { return }
    buckets = buckets.filter { now - $0.value.filledAt < seconds && $0.value.drops < full }
  }
}
