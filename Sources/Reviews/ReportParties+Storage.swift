// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// Between whom a report is: the client it tells of, the provider who tells it, and the zone their
/// months are counted in.
package struct ReportParties: Sendable {
  package let client: ID<Client>
  package let clientName: String
  package let provider: String
  /// That of the agreement in force first, the general one; without any the provider's own.
  package let zone: Zone
  /// False when nobody has promised the client anything.
  package let isCovered: Bool

  package static func find(
    _ id: ID<Client>, for scope: Scope, house: House, in db: Connection
  ) throws -> ReportParties {
    let found = try db.first(
      """
      SELECT c.id, c.name, COALESCE(p.name, ''), p.zone,
        (SELECT a.zone FROM agreements a JOIN agreement_versions v ON v.agreement_id = a.id
          WHERE a.client_id = c.id AND v.signer IS NOT NULL
          ORDER BY v.effective_from, a.id LIMIT 1)
      FROM clients c LEFT JOIN provider p ON p.id = 'provider'
      WHERE c.id = \(id) AND \(scope, client: "c.id")
      """
    ) { try ReportParties($0, house) }
    guard let found else { throw Absent() }
    return found
  }

  private init(_ row: Row, _ house: House) throws {
    client = try row[0]
    clientName = try row[1]
    provider = try row[2]
    let own: String? = try row[3]
    let agreed: String? = try row[4]
    zone = try (agreed ?? own).map { try house.zones.zone(named: $0) } ?? .utc
    isCovered = agreed != nil
  }
}
