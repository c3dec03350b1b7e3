// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// Takes a mail in: the bytes are safe on disk and in the inbox before anybody is told so; reading
/// it is a job's business (TRUST 5.3).
package enum Receiving {
  package static let limit = 64 << 20

  /// `mainstay receive < mail.eml`
  static let verb = Verb("receive", limit: limit) { house, request, _ in
    guard !request.input.isEmpty else {
      return Verb.Reply(
        status: 65,
        "There is no mail on standard input. Hand it over like this: mainstay receive < mail.eml")
    }
    let isNew = try await receive(request.input, at: house.clock.now(), house: house)
    return Verb.Reply(isNew ? "Received." : "Received before; nothing was doubled.")
  }

  /// False when these very bytes were received before.
  package static func receive(
    _ bytes: [UInt8], at now: Instant, house: House
  ) async throws -> Bool {
    let hash = hexadecimal(fingerprint(bytes))
    let delivery = "stdin/\(hash)"
    let known = try await house.db.read {
      try $0.first("SELECT 1 FROM inbox WHERE delivery = \(delivery)") { _ in true } ?? false
    }
    if known { return false }
    let kept = try await house.files.keep(bytes)
    let entry = InboxEntry(
      id: house.ids.next(InboxEntry.self, at: now), delivery: delivery, rawFile: kept.name,
      size: kept.size, receivedAt: now, state: .new, reason: nil, sender: "", subject: "")
    return try await house.db.write { db in
      guard try entry.insert(hash: hash, in: db) else { return false }
      try db.enqueue(.read(entry.id, at: now))
      return true
    }
  }
}

extension Job {
  static func read(_ entry: ID<InboxEntry>, at now: Instant) -> Job {
    Job(kind: LetterReading.kind, key: entry.text, body: ["entry": .text(entry.text)], runAt: now)
  }
}
