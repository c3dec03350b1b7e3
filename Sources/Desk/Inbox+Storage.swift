// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// A mail as it reached us, before and after we understood it. None is ever dropped: what can't be
/// read or placed waits here for a person.
package struct InboxEntry: Sendable {
  package let id: ID<InboxEntry>
  /// Unique for each delivery: the same bytes twice are one.
  package let delivery: String
  package let rawFile: String
  package let size: Int
  package let receivedAt: Instant
  package var state: State
  /// Why it waits, where it does.
  package var reason: WaitingMail?
  package var sender: String
  package var subject: String
  package var letter: ID<Letter>?

  /// Whether it still needs a person.
  var waits: Bool { state == .triage || state == .quarantine }

  package enum State: String, CaseIterable, Sendable {
    case new, done
    /// The same mail came another way too.
    case duplicate
    /// Readable, but nobody knows whose it is.
    case triage
    /// It can't be understood, or something about it is wrong.
    case quarantine
    /// A person looked and wants nothing done.
    case dismissed
  }
}

extension InboxEntry {
  private static let columns: SQL =
    "id, delivery, raw_file, size, received_at, state, reason, sender, subject, letter_id"

  package static func find(_ id: ID<InboxEntry>, in db: Connection) throws -> InboxEntry {
    guard let entry = try db.first("SELECT \(columns) FROM inbox WHERE id = \(id)", read) else {
      throw Absent()
    }
    return entry
  }

  /// The mail as it waits for a person; refused when somebody placed it or put it away meanwhile.
  static func findWaiting(
    _ id: ID<InboxEntry>, orUnread: Bool = false, in db: Connection
  ) throws -> InboxEntry {
    // Held first, so that of two who decide about it at once the second finds it decided.
    _ = try db.all("SELECT id FROM inbox WHERE id = \(id) \(db.lockedForUpdate)") { _ in () }
    let entry = try find(id, in: db)
    guard entry.waits || orUnread && entry.state == .new else { throw AlreadyPlaced() }
    return entry
  }

  /// Reading a mail takes no longer than this, or somebody should know.
  static let readingTime = 300

  /// What waits for a person, the oldest first; also what nobody has read yet, though it came
  /// minutes ago.
  static func waiting(at now: Instant, in db: Connection) throws -> [InboxEntry] {
    try db.all(
      """
      SELECT \(columns) FROM inbox
      WHERE state IN ('triage', 'quarantine')
        OR state = 'new' AND received_at <= \(now.advanced(by: -readingTime))
      ORDER BY received_at, id LIMIT 200
      """, read)
  }

  /// False when this delivery was kept before.
  func insert(hash: String, in db: Connection) throws -> Bool {
    try db.execute(
      """
      INSERT INTO inbox (id, delivery, hash, raw_file, size, received_at, state, reason, sender,
        subject)
      VALUES (\(id), \(delivery), \(hash), \(rawFile), \(size), \(receivedAt), \(state),
        \(reason?.cause.text ?? ""), \(sender), \(subject))
      ON CONFLICT (delivery) DO NOTHING
      """) == 1
  }

  func save(messageID: String?, hash: String?, in db: Connection) throws {
    try db.execute(
      """
      UPDATE inbox SET state = \(state), reason = \(reason?.cause.text ?? ""), sender = \(sender),
        subject = \(subject), letter_id = \(letter),
        message_id = COALESCE(CAST(\(messageID) AS TEXT), message_id),
        hash = COALESCE(CAST(\(hash) AS TEXT), hash)
      WHERE id = \(id)
      """)
  }

  /// Another delivery of the same mail, on a ticket or waiting for a person.
  struct Twin: Sendable {
    let letter: ID<Letter>?
  }

  static func twin(
    messageID: String?, hash: String, besides id: ID<InboxEntry>, in db: Connection
  ) throws -> Twin? {
    try db.first(
      """
      SELECT letter_id FROM inbox
      WHERE hash = \(hash) AND COALESCE(message_id, '') = \(messageID ?? "")
        AND id <> \(id) AND state IN ('done', 'triage') LIMIT 1
      """
    ) { Twin(letter: try $0[0]) }
  }

  private static func read(_ row: Row) throws -> InboxEntry {
    let reason: String = try row[6]
    return InboxEntry(
      id: try row[0], delivery: try row[1], rawFile: try row[2], size: try row[3],
      receivedAt: try row[4], state: try row[5],
      reason: reason.isEmpty ? nil : WaitingMail(Cause(text: reason)), sender: try row[7],
      subject: try row[8], letter: try row[9])
  }
}
