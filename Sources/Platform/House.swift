// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// The world as it looks from inside: everything a room may reach, handed to it as values and
/// closures.
package struct House: Sendable {
  package let db: Database
  package let clock: Clock
  package let ids: IDs
  package let zones: Zones
  package let config: Config
  package let secrets: Secrets
  package let files: Files
  package let mailer: Mailer
  package let log: Log

  package init(
    db: Database, clock: Clock, ids: IDs, zones: Zones, config: Config, secrets: Secrets,
    files: Files, mailer: Mailer, log: Log
  ) {
    self.db = db
    self.clock = clock
    self.ids = ids
    self.zones = zones
    self.config = config
    self.secrets = secrets
    self.files = files
    self.mailer = mailer
    self.log = log
  }

  /// Opens the house as it was configured: data folder, key, database. Refuses, in a sentence,
  /// whatever could lose or leak something later. Its schema is settled next.
  package static func live(
    _ config: Config, mailer: Mailer,
    whenStopped: @escaping @Sendable (StorageError) -> Void = { _ in }
  ) async throws -> House {
    let folder = try DataFolder(preparing: config.dataFolder)
    let secrets = try Secrets(keptIn: config.installationKeyFile)
    let db = try await Database.open(config.database, whenStopped: whenStopped)
    return House(
      db: db, clock: .system, ids: IDs(), zones: Zones(folder: config.zoneinfoFolder),
      config: config, secrets: secrets, files: Files(in: folder), mailer: mailer, log: .process)
  }

  /// Brings the database up to this program: schema, installation, listeners.
  package func settle(_ workings: Workings) async throws {
    let mark = secrets.mark
    try await db.migrate(workings.migrations)
    try await db.write { db in
      try db.checkInstallation(mark)
      try db.settle(workings.listeners)
    }
  }
}
