// SPDX-License-Identifier: AGPL-3.0-or-later

import Glibc
import Rules
import Storage

/// The head of the audit chain as noted in a second place, signed by the installation: whoever
/// rewrites the database can't rewrite what was noted.
package struct Witness: Sendable, Equatable {
  package let position: Int
  package let seal: [UInt8]
  package let notedAt: Instant

  /// `2026-11-21T16:00:00Z 1042 9f86… 3c2a…`: moment, position, seal, signature.
  func line(signedBy key: Secret) -> String {
    "\(words) \(hexadecimal(key.code(for: Array(words.utf8))))"
  }

  init(position: Int, seal: [UInt8], notedAt: Instant) {
    self.position = position
    self.seal = seal
    self.notedAt = notedAt
  }

  /// Nil when the line is not one, or not signed by this installation.
  init?(line: Substring, signedBy key: Secret) {
    let parts = line.split(separator: " ").map(String.init)
    guard parts.count == 4, let moment = Instant(parts[0]), let position = Int(parts[1]),
      let seal = bytes(hexadecimal: parts[2]), let code = bytes(hexadecimal: parts[3])
    else { return nil }
    self.init(position: position, seal: seal, notedAt: moment)
    guard key.confirms(code, for: Array(words.utf8)) else { return nil }
  }

  private var words: String { "\(notedAt) \(position) \(hexadecimal(seal))" }
}

extension Witness {
  static let schedule = Recurring("journal.witness", every: 3600)

  static let handler = JobHandler("journal.witness") { house, _ in
    let head = try await house.db.read { try Chain.noted(in: $0) }
    let witness = Witness(position: head.position, seal: head.seal, notedAt: house.clock.now())
    try witness.note(in: house.config.auditHeads, signedBy: house.secrets.key(for: "audit heads"))
    return .nothing
  }

  private func note(in path: String, signedBy key: Secret) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileFault("write", path) }
    defer { close(file) }
    try writeAll(Array((line(signedBy: key) + "\n").utf8), to: file)
    guard fsync(file) == 0 else { throw FileFault("sync", path) }
  }

  /// All that was noted, and how many lines of the file are not this installation's.
  package static func noted(in path: String, signedBy key: Secret) throws
    -> (witnesses: [Witness], strange: Int)
  {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    if file < 0, errno == ENOENT { return ([], 0) }
    guard file >= 0 else { throw FileFault("read", path) }
    defer { close(file) }
    let lines = String(decoding: try readAll(file), as: UTF8.self).split(separator: "\n")
    let witnesses = lines.compactMap { Witness(line: $0, signedBy: key) }
    return (witnesses, lines.count - witnesses.count)
  }
}
