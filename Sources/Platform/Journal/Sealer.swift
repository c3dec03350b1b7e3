// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// Lengthens the audit chain by rows that were committed without a seal. PostgreSQL needs it: a
/// chain made while writing would make each writer wait for the commit of the one before.
enum Sealer {
  static let schedule = Recurring(
    "journal.seal", every: 1, onlyIf: { db, _ in try db.isBehindWithSeals })

  static let handler = JobHandler("journal.seal") { house, _ in
    while try await house.db.write({ try $0.sealSome(upTo: 2_000) }) == 2_000 {}
    return .nothing
  }
}

extension Connection {
  /// Rows waiting for the sealer: more than a few seconds' worth means nobody seals.
  package var unsealedCount: Int {
    get throws { try first("SELECT COUNT(*) FROM journal WHERE position IS NULL") { try $0[0] }! }
  }

  fileprivate var isBehindWithSeals: Bool {
    get throws {
      try first("SELECT 1 FROM journal WHERE position IS NULL LIMIT 1") { _ in true } ?? false
    }
  }

  /// The head is locked for this short transaction only; writers never wait for it.
  func sealSome(upTo limit: Int) throws -> Int {
    var chain = try lockedChain()
    var entries = try all(
      """
      SELECT \(Entry.columns) FROM journal WHERE position IS NULL
      ORDER BY recorded_at, subject, sequence LIMIT \(limit)
      """, Entry.init(row:))
    for index in entries.indices {
      chain.seal(&entries[index])
      let entry = entries[index]
      try execute(
        """
        UPDATE journal SET position = \(entry.position), seal = \(entry.seal)
        WHERE subject = \(entry.subject) AND sequence = \(entry.sequence)
        """)
    }
    try chain.save(in: self)
    return entries.count
  }

  /// A lock needs a row to hold on to.
  private func lockedChain() throws -> Chain {
    try execute(
      """
      INSERT INTO journal_head (chain, position, seal) VALUES ('audit', 0, \(Chain.start.seal))
      ON CONFLICT (chain) DO NOTHING
      """)
    return try Chain.head(in: self)
  }
}
