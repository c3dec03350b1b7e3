// SPDX-License-Identifier: AGPL-3.0-or-later

import Crypto

/// Bytes nobody may read by accident: printing, logging or dumping one shows no more than that it
/// is a secret.
package struct Secret: Sendable {
  private let key: SymmetricKey

  package init(_ bytes: some Sequence<UInt8>) { key = SymmetricKey(data: Array(bytes)) }

  /// A fresh one by the system's generator.
  package static func random(count: Int = 32) -> Secret {
    var generator = SystemRandomNumberGenerator()
    return Secret((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  package var count: Int { key.bitCount / 8 }

  /// The bytes themselves, for the one place that must hand them on.
  package func reveal<Answer>(_ use: ([UInt8]) throws -> Answer) rethrows -> Answer {
    try use(key.withUnsafeBytes { Array($0) })
  }

  /// The code (HMAC-SHA256) that only a holder of this secret can make for the message.
  package func code(for message: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
  }

  /// Whether the code is this secret's own for the message; takes the same time for each answer.
  package func confirms(_ code: [UInt8], for message: [UInt8]) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key)
  }

  /// A secret for one purpose: who learns it learns nothing of this one or of its siblings.
  package func derived(for purpose: String) -> Secret {
    Secret(
      key: HKDF<SHA256>.deriveKey(
        inputKeyMaterial: key, info: Array("mainstay \(purpose)".utf8), outputByteCount: 32))
  }

  private init(key: SymmetricKey) { self.key = key }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "(secret)" }
  package var debugDescription: String { "(secret)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The fingerprint (SHA-256) of bytes.
package func fingerprint(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
