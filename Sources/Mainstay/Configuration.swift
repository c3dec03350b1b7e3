// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser
import Platform

/// `mainstay config`: what this installation was told.
struct Configuration: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Look at the settings.",
    discussion: """
      Settings stand in the file MAINSTAY_CONFIG names, else in /etc/mainstay/mainstay.conf, as \
      lines of key = value. A variable MAINSTAY_KEY wins over the file.
      """,
    subcommands: [Check.self, Show.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what is wrong with the settings, if anything is.",
      discussion: "Ends with 0 when nothing is, with 78 otherwise.")

    func run() async throws {
      let config = try Opening.config()
      do {
        _ = try Zones(folder: config.zoneinfoFolder).zone(named: config.zone)
      } catch {
        throw Opening.stop(
          "\(config.zone) is not in \(config.zoneinfoFolder).", Opening.badSettings)
      }
      print("The settings are in order.")
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print every setting, its value and what it is for. Secrets are left out.")

    func run() async throws { print(try Opening.config().page, terminator: "") }
  }
}
