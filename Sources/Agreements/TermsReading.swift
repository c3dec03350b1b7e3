// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// Promises and the hours they count in, read from their tables by one statement: every row has
/// the same columns, and its first says what it is.
struct TermsReading {
  private(set) var versions: [ID<Agreement>: [AgreementVersion]] = [:]
  /// In order of name, with those they are made of.
  private(set) var calendars: [Calendar] = []

  private var targets: [Key: [Priority: [ClockKind: ServiceLevel.Target]]] = [:]
  private var pauses: [Key: [ClockKind: [PauseReason]]] = [:]

  /// A version's place: which agreement, which number.
  private struct Key: Hashable {
    let agreement: ID<Agreement>
    let number: Int
  }

  /// `withHours` brings the calendars these agreements name.
  init(of agreements: [ID<Agreement>], withHours: Bool, in db: Connection) throws {
    guard !agreements.isEmpty else { return }
    let hours: SQL = withHours ? "UNION ALL \(Self.hours(of: agreements))" : ""
    _ = try db.all("\(Self.terms(of: agreements)) \(hours) ORDER BY 1, 2, 3, 7, 8") {
      try add($0)
    }
  }
}

/// The statement.
extension TermsReading {
  /// Targets and pauses come before the version they belong to; versions are written first, so that
  /// a server that wants to know gets the columns' types from them.
  private static func terms(of agreements: [ID<Agreement>]) -> SQL {
    """
    SELECT 3, agreement_id, number, effective_from, apply_to_open, signed_at, calendar_id, marks,
      reopening, priority_change, agreement_change, matrix, note, signer, signature_recorded_by
    FROM agreement_versions WHERE agreement_id IN \(list: agreements)
    UNION ALL
    SELECT 1, agreement_id, number, seconds, NULL, NULL, priority, clock, calendar_id, NULL, NULL,
      NULL, NULL, NULL, NULL
    FROM agreement_targets WHERE agreement_id IN \(list: agreements)
    UNION ALL
    SELECT 2, agreement_id, number, NULL, NULL, NULL, clock, reason, NULL, NULL, NULL, NULL, NULL,
      NULL, NULL
    FROM agreement_pauses WHERE agreement_id IN \(list: agreements)
    """
  }

  private static func hours(of agreements: [ID<Agreement>]) -> SQL {
    let named: SQL = """
      whole.id IN (SELECT calendar_id FROM agreement_versions
        WHERE agreement_id IN \(list: agreements)
        UNION SELECT calendar_id FROM agreement_targets WHERE agreement_id IN \(list: agreements))
      """
    return """
      SELECT 4, calendars.id, v.number, v.effective_from, calendars.version, NULL, calendars.name,
        calendars.zone, calendars.all_of, v.week, v.holidays, v.exceptions, v.filed, NULL, NULL
      FROM calendars LEFT JOIN calendar_versions v ON v.calendar_id = calendars.id
      WHERE \(Calendar.among(named))
      """
  }
}

/// Its rows.
extension TermsReading {
  private mutating func add(_ row: Row) throws {
    switch try row[0] as Int {
    case 1: try addTarget(row)
    case 2: try addPause(row)
    case 3: try addVersion(row)
    default:
      try Calendar(
        id: row[1], number: row[2], from: row[3], version: row[4],
        texts: (6...12).map { try row[$0] }
      ).join(&calendars)
    }
  }

  private func key(_ row: Row) throws -> Key { Key(agreement: try row[1], number: try row[2]) }

  private mutating func addTarget(_ row: Row) throws {
    let priority = Priority(try row[6])
    targets[try key(row), default: [:]][priority, default: [:]][try row[7]] =
      try ServiceLevel.Target(seconds: row[3], calendar: row[8])
  }

  private mutating func addPause(_ row: Row) throws {
    pauses[try key(row), default: [:]][try row[6], default: []].append(PauseReason(try row[7]))
  }

  private mutating func addVersion(_ row: Row) throws {
    let key = try key(row)
    let marks: String = try row[7]
    let level = try ServiceLevel(
      version: "\(key.number)", effectiveFrom: row[3], calendar: row[6],
      targets: targets[key] ?? [:], pauses: pauses[key] ?? [:],
      escalations: marks.split(separator: " ").compactMap { Int($0) }, reopen: row[8],
      onPriorityChange: row[9], onAgreementChange: row[10], applyToOpen: row[4])
    let matrix: String = try row[11]
    let signer: String? = try row[13]
    versions[key.agreement, default: []].append(
      AgreementVersion(
        number: key.number, level: level,
        matrix: PriorityMatrix(cells: matrix.split(separator: " ").map { Priority(String($0)) }),
        note: try row[12],
        signature: try signer.map {
          AgreementVersion.Signature(name: $0, signedAt: try row[5], recordedBy: try row[14])
        }))
  }
}
