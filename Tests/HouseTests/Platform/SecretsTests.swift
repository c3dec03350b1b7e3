// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Platform
import Rules
import TestSupport
import Testing

@Suite struct SecretsTests {
  @Test func `however a secret is printed, it shows nothing`() {
    struct Holder { let password = Secret(Array("hunter2".utf8)) }
    var dumped = ""
    dump(Holder(), to: &dumped)
    let words = ["\(Holder())", String(reflecting: Holder()), dumped, "\([Secret([104, 117])])"]
    for word in words {
      #expect(!word.contains("hunter2") && !word.contains("104"), "\(word)")
    }
  }

  @Test func `keys for two purposes have nothing to do with each other`() {
    let secrets = Secrets(installation: Secret([UInt8](repeating: 7, count: 32)))
    let session = secrets.key(for: "session")
    let code = session.code(for: [1, 2, 3])
    #expect(session.confirms(code, for: [1, 2, 3]))
    #expect(!session.confirms(code, for: [1, 2, 4]))
    #expect(!secrets.key(for: "link").confirms(code, for: [1, 2, 3]))
    #expect(secrets.key(for: "session").confirms(code, for: [1, 2, 3]))
  }

  @Test func `the installation key is made once and kept narrow`() async throws {
    try await Scratch.inFolder { folder in
      let path = folder + "/installation.key"
      let mark = try Secrets(keptIn: path).mark
      #expect(try Secrets(keptIn: path).mark == mark)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      #expect(attributes[.size] as? Int == 32)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["installation.key"])
    }
  }

  @Test(arguments: [
    (32, 0o640, "can be read by others"), (31, 0o600, "must hold exactly 32 bytes"),
  ])
  func `a key that is open or cut is refused`(count: Int, mode: Int, sentence: String) async throws
  {
    try await Scratch.inFolder { folder in
      let path = folder + "/installation.key"
      _ = FileManager.default.createFile(
        atPath: path, contents: Data(count: count), attributes: [.posixPermissions: mode])
      let problem = try #require(throws: StartProblem.self) { _ = try Secrets(keptIn: path) }
      #expect(problem.description.contains(sentence))
    }
  }

  @Test func `a database of another installation is refused`() async throws {
    try await TestHouse.with { house, _ in
      let other = House(
        db: house.db, clock: house.clock, ids: house.ids, zones: house.zones,
        config: house.config, secrets: Secrets(installation: .random()), files: house.files,
        mailer: house.mailer, log: house.log)
      try await house.settle(.ground)
      let problem = await #expect(throws: StartProblem.self) { try await other.settle(.ground) }
      #expect(problem?.description.contains("another installation key") == true)
    }
  }
}
