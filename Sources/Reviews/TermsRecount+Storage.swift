// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Desk
import Platform
import Rules
import Storage

extension TermsRecount {
  /// Asked before a change is made: what the desk would count again, and what was given out of it.
  static func foreseen(
    _ change: TermsChange, for scope: Scope, house: House, in db: Connection
  ) throws -> TermsRecount {
    let touched = try change.touched(for: scope, in: db)
    let issued =
      touched.isEmpty
      ? [] : try IssuedReport.months(of: touched.map(\.client), in: change, house: house, in: db)
    return TermsRecount(
      since: change.since, openTickets: touched.reduce(0) { $0 + $1.openTickets },
      stoppedClocks: touched.reduce(0) { $0 + $1.stoppedClocks }, issued: issued,
      isPartial: scope != .everyClient)
  }
}

extension IssuedReport {
  /// The months whose report the clients have and the change reaches into, each once.
  fileprivate static func months(
    of clients: [ID<Client>], in change: TermsChange, house: House, in db: Connection
  ) throws -> [TermsRecount.IssuedMonth] {
    // A month that begins in another zone may end a day later than by this one.
    let first = Zone.utc.day(at: change.since).advanced(by: -33)
    let found = try db.all(
      """
      SELECT DISTINCT r.month_on, c.name, r.client_id, r.zone FROM issued_reports r
      JOIN clients c ON c.id = r.client_id
      WHERE r.client_id IN \(list: clients) AND r.month_on >= \(first)
      ORDER BY r.month_on, c.name, r.client_id, r.zone LIMIT 300
      """
    ) {
      (
        day: try $0[0] as Day, name: try $0[1] as String, client: try $0[2] as ID<Client>,
        zone: try $0[3] as String
      )
    }
    var months: [TermsRecount.IssuedMonth] = []
    for row in found {
      let period = Scorecard.month(of: row.day, in: try house.zones.zone(named: row.zone))
      guard period.upperBound > change.since, change.until.map({ period.lowerBound < $0 }) ?? true
      else { continue }
      let month = TermsRecount.IssuedMonth(
        client: row.client, name: row.name, month: row.day,
        path: MonthlyReport.path(row.client, Month(of: row.day)))
      if months.last != month { months.append(month) }
    }
    return months
  }
}
