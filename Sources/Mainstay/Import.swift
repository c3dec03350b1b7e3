// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser
import Foundation

/// `mainstay import`: brings along what a provider has in another product.
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring tickets in from another product.", subcommands: [ServiceNow.self])

  struct ServiceNow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "servicenow",
      abstract: "Bring in an incident event log: audit rows as comma-separated values.",
      discussion: """
        Incidents come in under the agreement with their whole story; a second run brings in what is \
        new and doubles nothing. Ends with 1 when a row could not be read.
        """)

    @Argument(help: "The exported file.") var file: String
    @Option(help: "Where the source's clocks hang, like Europe/Lisbon.") var zone: String
    @Option(help: "The agreement the incidents fall under, by name or identity.")
    var agreement: String

    func run() async throws {
      guard let bytes = FileManager.default.contents(atPath: file) else {
        throw Opening.stop("There is no file \(file), or it may not be read.", ExitCode(66))
      }
      try await Errand(
        "import.servicenow", arguments: [zone, agreement], input: Array(bytes)
      ).run()
    }
  }
}
