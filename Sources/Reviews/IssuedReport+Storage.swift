// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// A month as it was given to the client: its rows are frozen with their digest, so that a later
/// correction shows as a difference and never as another history (SLA 44).
struct IssuedReport: Sendable {
  let client: ID<Client>
  let month: Month
  /// From 1 for each month: a corrected one may be given again.
  let number: Int
  let issuedAt: Instant
  let issuedBy: ID<Member>
  let issuer: String
  let zone: String
  /// SHA-256 of the file, in hexadecimal.
  let digest: String
  let file: String

  /// All of the month, the newest first.
  static func all(
    of client: ID<Client>, _ month: Month, for scope: Scope, in db: Connection
  ) throws -> [IssuedReport] {
    try db.all(
      """
      SELECT \(columns) FROM issued_reports r JOIN members m ON m.id = r.issued_by
      WHERE r.client_id = \(client) AND r.month_on = \(month.first)
        AND \(scope, client: "r.client_id")
      ORDER BY r.number DESC
      """
    ) { try IssuedReport($0, from: 0) }
  }

  static let columns: SQL = """
    r.number, r.client_id, r.month_on, r.issued_at, r.issued_by, m.name, r.zone, r.digest, r.file
    """

  func insert(in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO issued_reports
        (client_id, month_on, number, issued_at, issued_by, zone, digest, file)
      VALUES (\(client), \(month.first), \(number), \(issuedAt), \(issuedBy), \(zone),
        \(digest), \(file))
      """)
  }

  var fact: Fact {
    Fact(
      "report.issued", about: Subject("report", "\(client)-\(month)"), client: client,
      at: issuedAt, ["number": .number(number), "digest": .text(digest)])
  }

  var json: JSON {
    [
      "number": .number(number), "issuedAt": .moment(issuedAt), "issuedBy": .id(issuedBy),
      "digest": .text(digest),
    ]
  }
}

extension IssuedReport {
  /// Reads its columns from the given one on.
  init(_ row: Row, from first: Int) throws {
    number = try row[first]
    client = try row[first + 1]
    month = Month(of: try row[first + 2])
    issuedAt = try row[first + 3]
    issuedBy = try row[first + 4]
    issuer = try row[first + 5]
    zone = try row[first + 6]
    digest = try row[first + 7]
    file = try row[first + 8]
  }
}

extension MonthlyReport {
  /// Freezes the month as it is counted now.
  func issued(
    _ number: Int, by member: ID<Member>, _ name: String, at now: Instant
  ) throws -> IssuedReport {
    guard stage == .over else { throw Refused.notOver("\(month)", period.upperBound) }
    let file = csv
    let digest = hexadecimal(fingerprint(Array(file.utf8)))
    return IssuedReport(
      client: parties.client, month: month, number: number, issuedAt: now, issuedBy: member,
      issuer: name, zone: zone.name, digest: digest, file: file)
  }

  enum Refused: Refusal {
    case notOver(String, Instant)

    var code: String { "report.notOver" }

    var message: Phrase {
      switch self {
      case .notOver(let month, let end):
        "\(month) is not over: it ends \(moment: end). Issue its report from then on."
      }
    }
  }
}
