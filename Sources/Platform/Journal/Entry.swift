// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// One row of the journal as it is stored and sealed.
struct Entry {
  let subject: String
  let sequence: Int
  let kind: String
  let occurredAt: Instant
  let recordedAt: Instant
  let client: String?
  let actor: String
  /// JSON with sorted keys.
  let body: String
  var position: Int?
  var seal: [UInt8]?

  static let columns: SQL =
    "subject, sequence, kind, occurred_at, recorded_at, client_id, actor, body, position, seal"

  init(_ fact: Fact, sequence: Int, recordedAt: Instant, actor: Actor) {
    subject = fact.subject.description
    self.sequence = sequence
    kind = fact.kind
    occurredAt = fact.occurredAt
    self.recordedAt = recordedAt
    client = fact.client?.text
    self.actor = actor.text
    body = FactBody.text(fact.body)
  }

  init(row: Row) throws {
    subject = try row[0]
    sequence = try row[1]
    kind = try row[2]
    occurredAt = try row[3]
    recordedAt = try row[4]
    client = try row[5]
    actor = try row[6]
    body = try row[7]
    position = try row[8]
    seal = try row[9]
  }

  func recorded() throws -> Recorded {
    let parts = subject.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, let actor = Actor(text: actor) else {
      throw JournalFault(description: "The journal's row \(subject)#\(sequence) can't be read.")
    }
    let fact = Fact(
      kind, about: Subject(parts[0], parts[1]), client: client.map { ID($0) }, at: occurredAt,
      try FactBody.values(body))
    return Recorded(fact: fact, sequence: sequence, recordedAt: recordedAt, actor: actor)
  }
}

/// The journal holds what the program never writes.
struct JournalFault: Error, CustomStringConvertible {
  let description: String
}
