// SPDX-License-Identifier: AGPL-3.0-or-later

import ArgumentParser
import Desk
import Foundation

/// `mainstay receive < mail.eml`: hands a mail to the house, whether a server runs or not. Ends
/// with 0 only when the mail is safe and with 75 when it can't be opened now, as a mail server
/// expects of whom it pipes to.
struct Receive: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take in one mail from standard input.",
    discussion:
      "The same mail twice is one. Ends with 0 once the mail is safe on disk, with 75 when it should be tried again."
  )

  func run() async throws {
    var mail = Data()
    while let piece = try FileHandle.standardInput.read(upToCount: 1 << 20), !piece.isEmpty {
      mail += piece
      guard mail.count <= Receiving.limit else {
        throw Opening.stop(
          "The mail is larger than \(Receiving.limit >> 20) MB, so it was not taken. Send large files another way.",
          Opening.failed)
      }
    }
    // A house that can't be opened can be mended, and the mail server keeps the mail till then; by
    // any other code it would send it back.
    try await Errand("receive", input: Array(mail), closed: Opening.tryAgain).run()
  }
}
