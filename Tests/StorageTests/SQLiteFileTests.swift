// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Storage
import TestSupport
import Testing

@Suite struct SQLiteFileTests {
  @Test func `a file that is open is refused to a second program, and free again afterwards`()
    async throws
  {
    try await Scratch.inFolder { folder in
      let address = DatabaseAddress(folder + "/house.db")
      let database = try await Database.open(address)
      await #expect {
        _ = try await Database.open(address)
      } throws: {
        "\($0)".contains("already open in process \(getpid())")
      }
      await database.close()
      let again = try await Database.open(address)
      await again.close()
    }
  }

  @Test func `a closed database says so`() async throws {
    try await Scratch.inFolder { folder in
      let database = try await Database.open(.sqlite(folder + "/house.db"))
      await database.close()
      await #expect(throws: StorageError.closed("The database is closed.")) {
        try await database.write { _ in }
      }
      await #expect {
        try await database.read { _ in }
      } throws: {
        if case StorageError.closed = $0 { true } else { false }
      }
    }
  }

  @Test func `an address that is no database is refused in a sentence`() async throws {
    try await Scratch.inFolder { folder in
      try Data("This is a letter, not a database, and long enough to look like neither.".utf8)
        .write(to: URL(fileURLWithPath: folder + "/letter"))
      for path in ["/no/such/folder/house.db", folder + "/letter", folder] {
        await #expect {
          _ = try await Database.open(.sqlite(path))
        } throws: {
          "\($0)".contains("can't be opened")
        }
      }
    }
  }

  @Test func `only the owner of the house can read its files`() async throws {
    try await Scratch.inFolder { folder in
      let database = try await Database.open(.sqlite(folder + "/house.db"))
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
      }
      await database.close()
    }
  }
}
