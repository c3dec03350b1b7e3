// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension Site {
  private static let columns: SQL = "id, client_id, name, address, zone, entry, version"

  package static func find(_ id: ID<Site>, for scope: Scope, in db: Connection) throws -> Site {
    let found = try db.first(
      """
      SELECT \(columns) FROM sites WHERE id = \(id) AND \(scope, client: "client_id")
      """, read)
    guard let site = found else { throw Absent() }
    return site
  }

  /// The client's sites, by name.
  package static func all(
    of client: ID<Client>, for scope: Scope, in db: Connection
  ) throws -> [Site] {
    try db.all(
      """
      SELECT \(columns) FROM sites
      WHERE client_id = \(client) AND \(scope, client: "client_id") ORDER BY name, id
      """, read)
  }

  package func insert(at now: Instant, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO sites (id, client_id, name, address, zone, entry, version, created_at)
      VALUES (\(id), \(client), \(name), \(address), \(zone), \(entry), \(version), \(now))
      """)
  }

  /// Saves over the version it was read as; a stale one is refused.
  package func update(in db: Connection) throws {
    let changed = try db.execute(
      """
      UPDATE sites SET name = \(name), address = \(address), zone = \(zone), entry = \(entry),
        version = version + 1
      WHERE id = \(id) AND version = \(version)
      """)
    guard changed == 1 else { throw Overtaken(subject: Subject("site", id.text)) }
  }

  private static func read(_ row: Row) throws -> Site {
    Site(
      id: try row[0], client: try row[1], name: try row[2], address: try row[3],
      zone: try row[4], entry: try row[5], version: try row[6])
  }
}
