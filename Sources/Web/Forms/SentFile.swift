// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Rules

/// A file somebody chose in a form: its bytes as they were sent, and its name for people to read.
package struct SentFile: Sendable, Equatable {
  /// Without folders and without anything that can't stand in a line; empty on the API.
  package let name: String
  package let bytes: [UInt8]

  init(name: String, bytes: [UInt8]) {
    let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
    self.name = String(
      last.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(120).map(
        Character.init)
    )
    self.bytes = bytes
  }
}

extension Shape {
  /// Whether forms of this shape carry files.
  var hasFiles: Bool { fields.contains { $0.fileLimit > 0 } }

  /// How many bytes a request of this shape can have; a file grows by a third on the API.
  var bodyLimit: Int { fields.reduce(1_048_576) { $0 + $1.fileLimit / 3 * 4 } }
}

extension Field {
  fileprivate var fileLimit: Int { if case .file(let max, _) = kind { max } else { 0 } }
}

extension Reading {
  /// A file of the API, as Base64.
  func file(_ written: String, max: Int) throws(Unreadable) -> SentFile {
    guard let data = Data(base64Encoded: written) else {
      throw unreadable("file", "\(phrase: label) must be sent as a file, on the API as Base64.")
    }
    return try file(SentFile(name: "", bytes: Array(data)), max: max)
  }

  func file(_ sent: SentFile, max: Int) throws(Unreadable) -> SentFile {
    guard sent.bytes.count <= max else {
      throw unreadable(
        "tooLong", "\(phrase: label) has \(sent.bytes.count) bytes; \(max) are the most.")
    }
    return sent
  }
}
