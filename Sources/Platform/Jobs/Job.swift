// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// Work ordered in the transaction that makes it necessary. One of a kind and key waits at a time:
/// the key says what must not be done twice.
package struct Job: Sendable, Equatable {
  package let kind: String
  package let key: String
  package let body: [String: Fact.Value]
  package let runAt: Instant
  /// When it was first to be done, however often it was put off since.
  package let dueAt: Instant

  package init(
    kind: String, key: String, body: [String: Fact.Value] = [:], runAt: Instant,
    dueAt: Instant? = nil
  ) {
    self.kind = kind
    self.key = key
    self.body = body
    self.runAt = runAt
    self.dueAt = dueAt ?? runAt
  }

  package func text(_ name: String) -> String? {
    if case .text(let value)? = body[name] { value } else { nil }
  }

  package func number(_ name: String) -> Int? {
    if case .number(let value)? = body[name] { value } else { nil }
  }

  /// What a listener's job is about.
  package var subject: Subject? {
    guard let parts = text("subject")?.split(separator: "/", maxSplits: 1), parts.count == 2 else {
      return nil
    }
    return Subject(String(parts[0]), String(parts[1]))
  }
}

/// Names jobs in the order they were ordered; by the machine's time, since stories set theirs back.
private let jobNames = IDs()

extension Connection {
  /// Ordered again while it waits, a job is done once, at the earlier moment. Ordered again while
  /// it runs, it runs once more: it may have looked before the news came.
  package func enqueue(_ job: Job) throws {
    let id = jobNames.next(Job.self, at: Clock.system.now())
    try execute(
      """
      INSERT INTO jobs (id, kind, key, body, due_at, run_at, attempts, fence, again)
      VALUES (\(id), \(job.kind), \(job.key), \(FactBody.text(job.body)),
        \(job.runAt), \(job.runAt), 0, 0, 0)
      ON CONFLICT (kind, key) WHERE parked_at IS NULL DO UPDATE SET
        again = CASE WHEN jobs.lease_until IS NULL THEN 0 ELSE 1 END,
        run_at = CASE WHEN jobs.lease_until IS NULL AND excluded.run_at < jobs.run_at
          THEN excluded.run_at ELSE jobs.run_at END
      """)
  }
}
