// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser
import Platform
import Storage

/// `mainstay migrate`: brings the schema up to this program, as `serve` does when it starts.
struct Migrate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring the database up to this version, and stop.")

  func run() async throws {
    let config = try Opening.config()
    Log.start(config.logFormat, from: config.logLevel)
    do {
      let (house, rooms) = try await Opening.house(config)
      await house.db.close()
      print("The database is up to date: \(rooms.workings.migrations.count) steps.")
    } catch let busy as Opening.Busy {
      throw Opening.stop(busy.sentence, Opening.tryAgain)
    }
  }
}
