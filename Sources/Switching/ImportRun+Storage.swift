// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Rules
import Storage
import Web

/// One import, how far it has come and what it left out: what the page shows while it runs and
/// after.
package struct ImportRun: Sendable {
  let id: ID<ImportRun>
  let client: ID<Client>
  let agreement: ID<Agreement>
  let zone: String
  let begunAt: Instant
  /// When its last batch was written.
  package private(set) var seenAt: Instant
  package private(set) var endedAt: Instant?
  /// Incidents in the log.
  package let total: Int
  package private(set) var tally = Tally()
  /// Rows that could not be read or brought in.
  package private(set) var leftOut: Int

  /// What became of the incidents looked at so far.
  package struct Tally: Sendable, Equatable {
    package var brought = 0
    /// Here already, with rows that were new.
    package var continued = 0
    /// Here already, with nothing new.
    package var known = 0

    package var looked: Int { brought + continued + known }
  }

  /// Faults the page shows; the command names every one.
  static let shownFaults = 1000

  init(
    _ id: ID<ImportRun>, of log: IncidentLog, under agreement: Agreement, zone: String,
    at now: Instant
  ) {
    self.id = id
    client = agreement.client
    self.agreement = agreement.id
    self.zone = zone
    begunAt = now
    seenAt = now
    total = log.incidents.count
    leftOut = log.faults.count
    endedAt = total == 0 ? now : nil
  }

  mutating func count(_ tally: Tally, faults: Int, at now: Instant) {
    self.tally = tally
    leftOut = faults
    seenAt = now
    if tally.looked >= total { endedAt = now }
  }
}

extension ImportRun {
  func insert(in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO import_runs (id, source, client_id, agreement_id, zone, begun_at, seen_at,
        ended_at, total, brought, continued, known, left_out)
      VALUES (\(id), \(BroughtIncident.serviceNow), \(client), \(agreement), \(zone),
        \(begunAt), \(seenAt), \(endedAt), \(total), 0, 0, 0, \(leftOut))
      """)
  }

  func save(in db: Connection) throws {
    try db.execute(
      """
      UPDATE import_runs SET seen_at = \(seenAt), ended_at = \(endedAt),
        brought = \(tally.brought), continued = \(tally.continued), known = \(tally.known),
        left_out = \(leftOut)
      WHERE id = \(id)
      """)
  }

  /// Keeps faults from the given place on, as many as the page will show.
  func keep(_ faults: some Sequence<IncidentLog.Fault>, from place: Int, in db: Connection) throws {
    for (offset, fault) in faults.enumerated() where place + offset < ImportRun.shownFaults {
      try db.execute(
        """
        INSERT INTO import_faults (run_id, place, line, reason)
        VALUES (\(id), \(place + offset), \(fault.line), \(fault.reason.packed))
        """)
    }
  }

  /// The newest run.
  static func latest(for scope: Scope, in db: Connection) throws -> ImportRun? {
    try db.first(
      """
      SELECT id, client_id, agreement_id, zone, begun_at, seen_at, ended_at, total, brought,
        continued, known, left_out
      FROM import_runs WHERE source = \(BroughtIncident.serviceNow)
        AND \(scope, client: "client_id")
      ORDER BY id DESC LIMIT 1
      """, ImportRun.init(row:))
  }

  func faults(in db: Connection) throws -> [IncidentLog.Fault] {
    try db.all(
      "SELECT line, reason FROM import_faults WHERE run_id = \(id) ORDER BY place"
    ) {
      let reason: String = try $0[1]
      return IncidentLog.Fault(line: try $0[0], reason: Phrase(packed: reason) ?? "\(reason)")
    }
  }

  private init(row: Row) throws {
    id = try row[0]
    client = try row[1]
    agreement = try row[2]
    zone = try row[3]
    begunAt = try row[4]
    seenAt = try row[5]
    endedAt = try row[6]
    total = try row[7]
    tally.brought = try row[8]
    tally.continued = try row[9]
    tally.known = try row[10]
    leftOut = try row[11]
  }
}
