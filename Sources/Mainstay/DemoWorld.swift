// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser

/// `mainstay demo`: makes a small believable world in an empty house and prints links that sign its
/// people in. Run again, it makes nothing new and prints fresh links.
struct DemoWorld: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Make a small demo world and print sign-in links for its people."
  )

  func run() async throws { try await Errand("demo").run() }
}
