// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// What stands beside a month: what was issued of it, and where a reader of an empty one may look.
struct ReportSurroundings: Sendable {
  /// The newest first.
  private(set) var issued: [IssuedReport] = []
  /// The last moment before the month at which a clock of the client's ended.
  private(set) var before: Instant?
  /// The first such moment after it.
  private(set) var after: Instant?

  static func find(
    _ report: MonthlyReport, for scope: Scope, in db: Connection
  ) throws -> ReportSurroundings {
    var found = ReportSurroundings()
    _ = try db.all(
      """
      SELECT (SELECT MAX(k.stopped_at) FROM clock_cycles k
          WHERE k.client_id = c.id AND k.stopped_at < \(report.period.lowerBound)),
        (SELECT MIN(k.stopped_at) FROM clock_cycles k
          WHERE k.client_id = c.id AND k.stopped_at >= \(report.period.upperBound)),
        \(IssuedReport.columns)
      FROM clients c
      LEFT JOIN issued_reports r ON r.client_id = c.id AND r.month_on = \(report.month.first)
      LEFT JOIN members m ON m.id = r.issued_by
      WHERE c.id = \(report.parties.client) AND \(scope, client: "c.id")
      ORDER BY r.number DESC
      """
    ) { row in
      found.before = try row[0]
      found.after = try row[1]
      let number: Int? = try row[2]
      if number != nil { found.issued.append(try IssuedReport(row, from: 2)) }
    }
    return found
  }
}
