// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

// The dialect ledger: everything in which the two engines may differ for those above. Beside it
// stand only the full-text index (SearchIndex) and the schema's words (Migration).
extension Connection {
  /// Ends a SELECT whose rows this transaction is going to change.
  package var lockedForUpdate: SQL { pick(sqlite: "", postgres: "FOR UPDATE") }

  /// Ends a SELECT that claims work: what another transaction holds is passed over.
  package var skippingLocked: SQL { pick(sqlite: "", postgres: "FOR UPDATE SKIP LOCKED") }

  /// The database's own clock, which all nodes share. For leases only: everything else is told
  /// what time it is.
  package func databaseNow() throws -> Instant {
    let now: SQL = pick(
      sqlite: "SELECT CAST(strftime('%s', 'now') AS BIGINT)",
      postgres: "SELECT CAST(floor(extract(epoch FROM clock_timestamp())) AS BIGINT)")
    return try first(now) { try $0[0] }!
  }

  /// Writes come one after the other from this process alone, so that one may build on the last.
  package var writesAlone: Bool { pick(sqlite: true, postgres: false) }

  func pick<T>(sqlite: T, postgres: T) -> T {
    switch engine {
    case .sqlite: sqlite
    case .postgres: postgres
    }
  }
}
