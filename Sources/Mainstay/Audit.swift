// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser

/// `mainstay audit`: the journal's own defence.
struct Audit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look after the journal's audit chain.", subcommands: [Verify.self])

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read the whole journal again and say whether it is as it was written.",
      discussion: "Ends with 0 when it is, with 1 when a row was tampered with.")

    func run() async throws { try await Errand("audit.verify").run() }
  }
}
