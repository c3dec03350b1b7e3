// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

extension AgreementVersion {
  /// A version's place: which agreement, which number.
  private struct Key: Hashable {
    let agreement: ID<Agreement>
    let number: Int
  }

  static func all(
    of agreements: [ID<Agreement>], in db: Connection
  ) throws -> [ID<Agreement>: [AgreementVersion]] {
    guard !agreements.isEmpty else { return [:] }
    let targets = try targets(of: agreements, in: db)
    let pauses = try pauses(of: agreements, in: db)
    let rows = try db.all(
      """
      SELECT agreement_id, number, effective_from, calendar_id, marks, reopening,
        priority_change, agreement_change, apply_to_open, matrix, note, signer, signed_at,
        signature_recorded_by
      FROM agreement_versions WHERE agreement_id IN \(list: agreements)
      ORDER BY agreement_id, number
      """
    ) { row in
      let key = Key(agreement: try row[0], number: try row[1])
      return (
        key,
        try AgreementVersion(row, targets: targets[key] ?? [:], pauses: pauses[key] ?? [:])
      )
    }
    return Dictionary(grouping: rows, by: \.0.agreement).mapValues { $0.map(\.1) }
  }

  private init(
    _ row: Row, targets: [Priority: [ClockKind: ServiceLevel.Target]],
    pauses: [ClockKind: [PauseReason]]
  ) throws {
    let number: Int = try row[1]
    let marks: String = try row[4]
    let matrix: String = try row[9]
    let level = try ServiceLevel(
      version: "\(number)", effectiveFrom: try row[2], calendar: try row[3], targets: targets,
      pauses: pauses, escalations: marks.split(separator: " ").compactMap { Int($0) },
      reopen: try row[5], onPriorityChange: try row[6], onAgreementChange: try row[7],
      applyToOpen: try row[8])
    let signer: String? = try row[11]
    self.init(
      number: number, level: level,
      matrix: PriorityMatrix(cells: matrix.split(separator: " ").map { Priority(String($0)) }),
      note: try row[10],
      signature: try signer.map {
        Signature(name: $0, signedAt: try row[12], recordedBy: try row[13])
      })
  }

  private static func targets(
    of agreements: [ID<Agreement>], in db: Connection
  ) throws -> [Key: [Priority: [ClockKind: ServiceLevel.Target]]] {
    var targets: [Key: [Priority: [ClockKind: ServiceLevel.Target]]] = [:]
    _ = try db.all(
      """
      SELECT agreement_id, number, priority, clock, seconds, calendar_id
      FROM agreement_targets WHERE agreement_id IN \(list: agreements)
      """
    ) { row in
      let key = Key(agreement: try row[0], number: try row[1])
      let priority = Priority(try row[2])
      targets[key, default: [:]][priority, default: [:]][try row[3]] = try ServiceLevel.Target(
        seconds: try row[4], calendar: try row[5])
    }
    return targets
  }

  private static func pauses(
    of agreements: [ID<Agreement>], in db: Connection
  ) throws -> [Key: [ClockKind: [PauseReason]]] {
    var pauses: [Key: [ClockKind: [PauseReason]]] = [:]
    _ = try db.all(
      """
      SELECT agreement_id, number, clock, reason FROM agreement_pauses
      WHERE agreement_id IN \(list: agreements) ORDER BY agreement_id, number, clock, reason
      """
    ) { row in
      let key = Key(agreement: try row[0], number: try row[1])
      pauses[key, default: [:]][try row[2], default: []].append(PauseReason(try row[3]))
    }
    return pauses
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
