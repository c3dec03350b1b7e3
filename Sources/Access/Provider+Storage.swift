// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

extension Provider {
  /// The provider; nil until first set-up.
  package static func find(in db: Connection) throws -> Provider? {
    try db.first("SELECT name, zone, language, close_days FROM provider WHERE id = 'provider'") {
      Provider(
        name: try $0[0], zone: try $0[1], language: try $0[2], closeDays: try $0[3])
    }
  }

  /// Its name as a column of somebody else's question.
  package static let nameColumn: SQL =
    "COALESCE((SELECT name FROM provider WHERE id = 'provider'), '')"

  package func save(at now: Instant, in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO provider (id, name, zone, language, close_days, created_at)
      VALUES ('provider', \(name), \(zone), \(language), \(closeDays), \(now))
      ON CONFLICT (id) DO UPDATE
      SET name = excluded.name, zone = excluded.zone, language = excluded.language,
        close_days = excluded.close_days
      """)
  }
}
