// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Platform
import TestSupport
import Testing

@Suite struct FilesTests {
  @Test func `what was kept comes back, under a name that says nothing`() async throws {
    try await with { files, folder in
      let bytes = Array("%PDF-1.7 invoice.pdf".utf8)
      let kept = try await files.keep(bytes)
      #expect(try await files.bytes(of: kept.name) == bytes)
      #expect(kept.size == bytes.count)
      #expect(kept.fingerprint == fingerprint(bytes))
      #expect(kept.name.wholeMatch(of: /[0-9a-f]{32}/) != nil)
      let path = "\(folder)/files/\(kept.name.prefix(2))/\(kept.name)"
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `the same bytes twice are two files`() async throws {
    try await with { files, _ in
      let first = try await files.keep([1, 2, 3])
      let second = try await files.keep([1, 2, 3])
      #expect(first.name != second.name)
      try await files.remove(first.name)
      #expect(try await files.bytes(of: first.name) == nil)
      #expect(try await files.bytes(of: second.name) == [1, 2, 3])
    }
  }

  @Test(arguments: [
    "../../../../etc/passwd", "/etc/passwd", "", "..", "0123456789abcdef0123456789abcde/",
    "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdef\u{0}",
  ])
  func `a name we never gave leads nowhere`(name: String) async throws {
    try await with { files, _ in
      #expect(try await files.bytes(of: name) == nil)
      try await files.remove(name)
    }
  }

  @Test func `a link put in a file's place is not followed`() async throws {
    try await with { files, folder in
      let kept = try await files.keep([1])
      let path = "\(folder)/files/\(kept.name.prefix(2))/\(kept.name)"
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: "/etc/hostname")
      await #expect(throws: FileFault.self) { try await files.bytes(of: kept.name) }
    }
  }

  private func with<T>(_ body: (Files, String) async throws -> T) async throws -> T {
    try await Scratch.inFolder { folder in
      try await body(Files(in: try DataFolder(preparing: folder)), folder)
    }
  }
}
