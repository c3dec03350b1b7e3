// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

extension AgreementVersion {
  static func all(
    of agreements: [ID<Agreement>], in db: Connection
  ) throws -> [ID<Agreement>: [AgreementVersion]] {
    try TermsReading(of: agreements, withHours: false, in: db).versions
  }

  func insert(for agreement: ID<Agreement>, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO agreement_versions (agreement_id, number, effective_from, calendar_id, marks,
        reopening, priority_change, agreement_change, apply_to_open, matrix, note, signer,
        signed_at, signature_recorded_by)
      VALUES (\(agreement), \(number), \(level.effectiveFrom), \(level.calendar),
        \(level.escalations.map(String.init).joined(separator: " ")), \(level.reopen),
        \(level.onPriorityChange), \(level.onAgreementChange), \(level.applyToOpen),
        \(matrix.cells.map(\.name).joined(separator: " ")), \(note), \(signature?.name),
        \(signature?.signedAt), \(signature?.recordedBy))
      """)
    for (priority, clocks) in level.targets {
      for (clock, target) in clocks {
        try db.execute(
          """
          INSERT INTO agreement_targets
            (agreement_id, number, priority, clock, seconds, calendar_id)
          VALUES (\(agreement), \(number), \(priority.name), \(clock), \(target.seconds),
            \(target.calendar))
          """)
      }
    }
    for (clock, reasons) in level.pauses {
      for reason in Set(reasons.map(\.name)) {
        try db.execute(
          """
          INSERT INTO agreement_pauses (agreement_id, number, clock, reason)
          VALUES (\(agreement), \(number), \(clock), \(reason))
          """)
      }
    }
  }

  /// Drafts only.
  func delete(of agreement: ID<Agreement>, in db: Connection) throws {
    precondition(signature == nil, "a signed version never goes")
    for table in ["agreement_pauses", "agreement_targets", "agreement_versions"] as [SQL] {
      try db.execute(
        "DELETE FROM \(table) WHERE agreement_id = \(agreement) AND number = \(number)")
    }
  }
}
