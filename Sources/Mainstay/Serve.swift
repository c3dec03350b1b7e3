// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser
import Logging
import Platform
import ServiceLifecycle
import Storage

/// `mainstay serve`: opens the doors, until told to close them.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve pages and do the work behind them.",
    discussion: "Stops at SIGTERM or SIGINT, after what is in hand is finished.")

  @Flag(
    help: "For those who write Mainstay: read styles anew at each request, show /styleguide.")
  var development = false

  func run() async throws {
    let config = try Opening.config()
    Log.start(config.logFormat, from: config.logLevel)
    try await Household(config, servesPages: true, isDevelopment: development).run()
  }
}

/// `mainstay work`: a node that only does jobs, beside those that serve.
struct Work: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Do the work behind the pages only, on PostgreSQL.")

  func run() async throws {
    let config = try Opening.config()
    guard case .postgres = config.database else {
      throw Opening.stop(
        "On SQLite one process does everything: run mainstay serve. More nodes need PostgreSQL (MAINSTAY_DATABASE).",
        Opening.badSettings)
    }
    Log.start(config.logFormat, from: config.logLevel)
    try await Household(config, servesPages: false).run()
  }
}
