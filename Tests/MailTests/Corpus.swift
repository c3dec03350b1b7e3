// SPDX-License-Identifier: AGPL-3.0-or-later
import Foundation

@testable import Mail

/// The project's own hostile and odd mails.
enum Corpus {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/mail")

  static func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: folder.appending(path: name + ".eml")))
  }

  static func mail(_ name: String) throws -> MailMessage {
    try MailMessage(parsing: bytes(name))
  }

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".eml") }.map { String($0.dropLast(4)) }.sorted()
  }
}
