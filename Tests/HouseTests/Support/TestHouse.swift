// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import TestSupport

/// A house of a test's own: fresh database, fresh data folder, a clock that stands on a Monday
/// morning.
enum TestHouse {
  static let monday = Instant("2026-03-02T09:00:00Z")!

  static func with<T>(
    _ workings: Workings = .ground, on engine: Scratch.Engine? = nil,
    settings: [String: String] = [:], mailer: Mailer = .recording(Mailer.Tray()),
    log: Log = .silent, _ body: (House, SetClock) async throws -> T
  ) async throws -> T {
    try await Scratch.inFolder { folder in
      let engine = engine ?? Scratch.Engine.given.last!
      return try await Scratch.database(on: engine, workings.migrations) { db in
        let clock = SetClock(monday)
        let house = try house(
          db, clock, folder: folder, settings: settings, mailer: mailer, log: log)
        try await house.settle(workings)
        return try await body(house, clock)
      }
    }
  }

  private static func house(
    _ db: Database, _ clock: SetClock, folder: String, settings: [String: String],
    mailer: Mailer, log: Log
  ) throws -> House {
    let named = settings.merging(["MAINSTAY_DATA": folder]) { said, _ in said }
    return House(
      db: db, clock: clock.clock, ids: IDs(seed: 1), zones: Zones(),
      config: try Config.load(named), secrets: Secrets(installation: .random()),
      files: Files(in: try DataFolder(preparing: folder)), mailer: mailer, log: log)
  }
}
