// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser

@main
struct Mainstay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mainstay", abstract: "IT service agreements a provider can keep.",
    subcommands: [
      Serve.self, Work.self, Receive.self, Import.self, DemoWorld.self, Migrate.self,
      Configuration.self, Audit.self, Time.self, SLA.self, WriteStyleGuide.self,
    ])
}
