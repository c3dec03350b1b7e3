// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// A caller's own name for a request, so that sending it twice does it once: the reply is kept in
/// the transaction of the act, for seven days.
package struct IdempotencyKey: Sendable {
  package let key: String
  /// Whose key it is: the same word of two callers means two things.
  package let principal: String
  /// Fingerprint of method, path and body.
  package let request: [UInt8]

  package init(_ key: String, of principal: String, request: [UInt8]) {
    self.key = key
    self.principal = principal
    self.request = request
  }

  /// What was answered the first time, to be answered again.
  package struct Reply: Sendable, Equatable {
    package let status: Int
    /// The few headers that belong to the answer (Location, ETag).
    package let headers: [String: String]
    package let body: [UInt8]

    package init(status: Int, headers: [String: String] = [:], body: [UInt8]) {
      self.status = status
      self.headers = headers
      self.body = body
    }
  }

  /// The key was used before, for something else.
  package struct Reused: Refusal {
    package let code = "idempotency.reused"
    package let message: Phrase =
      "This idempotency key was used for another request. Repeat the same request, or choose a new key."
  }

  static let days = 7
}

extension Connection {
  /// Nil when the request is new.
  package func keptReply(to key: IdempotencyKey) throws -> IdempotencyKey.Reply? {
    let kept = try first(
      """
      SELECT request, status, headers, body FROM kept_replies
      WHERE principal = \(key.principal) AND key = \(key.key)
      """
    ) { row in
      (
        request: try row[0] as [UInt8],
        reply: IdempotencyKey.Reply(
          status: try row[1],
          headers: try FactBody.values(try row[2]).compactMapValues(\.plainText),
          body: try row[3])
      )
    }
    guard let kept else { return nil }
    guard kept.request == key.request else { throw IdempotencyKey.Reused() }
    return kept.reply
  }

  /// Two copies at once: the second meets `StorageError.unique("kept_replies_pkey")`, its act is
  /// undone with it, and asking again finds the first one's reply.
  package func keep(
    _ reply: IdempotencyKey.Reply, for key: IdempotencyKey, at moment: Instant
  ) throws {
    try execute(
      """
      INSERT INTO kept_replies (principal, key, request, status, headers, body, kept_at)
      VALUES (\(key.principal), \(key.key), \(key.request), \(reply.status),
        \(FactBody.text(reply.headers.mapValues { .text($0) })), \(reply.body), \(moment))
      """)
  }
}

extension Fact.Value {
  fileprivate var plainText: String? {
    if case .text(let text) = self { text } else { nil }
  }
}

/// Each hour, replies older than seven days and attempts older than one are forgotten.
enum ForgetReplies {
  static let schedule = Recurring("requests.forget", every: 3600)

  static let handler = JobHandler("requests.forget") { house, _, db in
    let now = house.clock.now()
    try db.execute(
      "DELETE FROM kept_replies WHERE kept_at < \(now.advanced(by: -IdempotencyKey.days * 86_400))")
    try db.execute("DELETE FROM attempts WHERE window_at < \(now.advanced(by: -86_400))")
  }
}
