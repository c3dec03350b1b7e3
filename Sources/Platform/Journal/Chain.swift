// SPDX-License-Identifier: AGPL-3.0-or-later

import Crypto
import Rules
import Storage

/// The audit chain while it is being lengthened: each row's seal covers the row and the seal
/// before it, so nobody can change, remove or slip in one row without breaking all that follow.
struct Chain: Equatable {
  private(set) var position: Int
  private(set) var seal: [UInt8]

  static let start = Chain(position: 0, seal: [UInt8](repeating: 0, count: 32))

  /// The head, held until this transaction ends: two sealers can't both lengthen it.
  static func head(in db: Connection) throws -> Chain {
    let head = try db.first(
      "SELECT position, seal FROM journal_head WHERE chain = 'audit' \(db.lockedForUpdate)"
    ) { Chain(position: try $0[0], seal: try $0[1]) }
    return head ?? .start
  }

  /// Where the chain ends now, for readers.
  static func noted(in db: Connection) throws -> Chain {
    try db.first("SELECT position, seal FROM journal_head WHERE chain = 'audit'") {
      Chain(position: try $0[0], seal: try $0[1])
    } ?? .start
  }

  mutating func seal(_ entry: inout Entry) {
    position += 1
    seal = Chain.seal(of: entry, at: position, after: seal)
    entry.position = position
    entry.seal = seal
  }

  func save(in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO journal_head (chain, position, seal) VALUES ('audit', \(position), \(seal))
      ON CONFLICT (chain) DO UPDATE SET position = excluded.position, seal = excluded.seal
      """)
  }

  /// SHA-256 over the previous seal and the row's canonical bytes.
  static func seal(of entry: Entry, at position: Int, after previous: [UInt8]) -> [UInt8] {
    var bytes = CanonicalBytes(previous)
    bytes.add("mainstay journal 1")
    bytes.add(position)
    bytes.add(entry.subject)
    bytes.add(entry.sequence)
    bytes.add(entry.kind)
    bytes.add(entry.occurredAt.seconds)
    bytes.add(entry.recordedAt.seconds)
    bytes.add(entry.client)
    bytes.add(entry.actor)
    bytes.add(entry.body)
    return bytes.fingerprint
  }
}

/// Values one after the other, each with its length before it, so that no two rows have the same
/// bytes.
private struct CanonicalBytes {
  private var bytes: [UInt8]

  init(_ start: [UInt8]) {
    bytes = start
    bytes.reserveCapacity(512)
  }

  mutating func add(_ text: String?) {
    guard let text else { return add(-1) }
    add(text.utf8.count)
    bytes += text.utf8
  }

  mutating func add(_ number: Int) {
    withUnsafeBytes(of: Int64(number).bigEndian) { bytes += $0 }
  }

  var fingerprint: [UInt8] { Array(SHA256.hash(data: bytes)) }
}
