// SPDX-License-Identifier: AGPL-3.0-or-later

import CryptoExtras
import Foundation
import Rules
import Storage

/// What a member knows and nobody else: kept as a memory-hard hash (scrypt, RFC 7914, N = 2^15,
/// r = 8, p = 1: 32 MB and about a tenth of a second a try).
package enum Password {
  static let minimumLength = 12
  private static let cost = 1 << 15

  /// Two at a time, so that a burst of sign-ins can't eat the memory or hold up pages.
  private static let bench: OperationQueue = {
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 2
    return queue
  }()

  /// Refuses short and common ones.
  static func check(_ password: String) throws(Member.Refused) {
    let folded = password.lowercased()
    guard password.count >= minimumLength, Set(folded).count >= 5,
      !common.contains(where: { folded.contains($0) && folded.count < $0.count + 6 })
    else { throw .weakPassword }
  }

  /// Longest among the ones people choose most; a password that is little more than one of these
  /// is guessed first.
  private static let common = [
    "password", "passwort", "1234567890", "qwertyuiop", "qwertzuiop", "letmein", "administrator",
    "welcome", "willkommen", "mainstay", "iloveyou", "changeme",
  ]

  /// `scrypt$15$salt$hash`, salt and hash in base 64.
  package static func hash(_ password: String) async throws -> String {
    let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    let key = try await derive(password, salt: salt, cost: cost)
    return "scrypt$15$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
  }

  /// Takes the same time whether or not there is a hash, so that nobody learns who is a member.
  static func matches(_ password: String, _ stored: String?) async throws -> Bool {
    let parts = (stored ?? nobodys).split(separator: "$").map(String.init)
    guard parts.count == 4, parts[0] == "scrypt", let power = Int(parts[1]),
      (10...20).contains(power), let salt = Data(base64Encoded: parts[2]),
      let expected = Data(base64Encoded: parts[3])
    else { return false }
    let key = try await derive(password, salt: Array(salt), cost: 1 << power)
    return stored != nil && equal(key, Array(expected))
  }

  private static let nobodys = "scrypt$15$bWFpbnN0YXltYWluc3RheQ==$AAAA"

  private static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func derive(_ password: String, salt: [UInt8], cost: Int) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      bench.addOperation {
        continuation.resume(
          with: Result {
            try KDF.Scrypt.deriveKey(
              from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: cost,
              blockSize: 8, parallelism: 1
            ).withUnsafeBytes { Array($0) }
          })
      }
    }
  }

  static func find(_ member: ID<Member>, in db: Connection) throws -> String? {
    try db.first("SELECT hash FROM passwords WHERE member_id = \(member)") { try $0[0] }
  }

  package static func save(
    _ hash: String, for member: ID<Member>, at now: Instant, in db: Connection
  ) throws {
    try db.execute(
      """
      INSERT INTO passwords (member_id, hash, changed_at) VALUES (\(member), \(hash), \(now))
      ON CONFLICT (member_id) DO UPDATE
      SET hash = excluded.hash, changed_at = excluded.changed_at
      """)
  }
}
