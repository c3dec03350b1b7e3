// SPDX-License-Identifier: AGPL-3.0-or-later

import Crypto
import Foundation

/// Seals what leaves the house and must come back unchanged: form tokens and flash messages. Made
/// from the house's key; each purpose derives its own.
package struct Seals: Sendable {
  private let key: SymmetricKey

  package init(key: [UInt8]) {
    precondition(key.count >= 32, "the house's key has at least 32 bytes")
    self.key = SymmetricKey(data: key)
  }

  /// 256 random bits as text.
  package static func key() -> String { random(32).base64URL }

  /// 72 random bits as text: enough to find one request in a log.
  static func short() -> String { random(9).base64URL }

  static func random(_ count: Int) -> Data {
    var system = SystemRandomNumberGenerator()
    return Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &system) })
  }

  /// A token that proves a form came from a page shown under the key. Masked anew each time, so that
  /// a compressed page can't be used to guess it.
  func token(for key: String) -> String {
    let mask = Self.random(32)
    let code = seal("form", key)
    return (mask + Data(zip(mask, code).map { $0 ^ $1 })).base64URL
  }

  func accepts(_ token: String, for key: String) -> Bool {
    guard let data = Data(base64URL: token), data.count == 64 else { return false }
    let (mask, masked) = (data.prefix(32), data.suffix(32))
    return equal(Data(zip(mask, masked).map { $0 ^ $1 }), seal("form", key))
  }

  func signed(_ text: String, _ purpose: String) -> String {
    Data(text.utf8).base64URL + "." + seal(purpose, text).base64URL
  }

  func opened(_ sealed: String, _ purpose: String) -> String? {
    let parts = sealed.split(separator: ".")
    guard parts.count == 2, let body = Data(base64URL: String(parts[0])),
      let code = Data(base64URL: String(parts[1])),
      let text = String(data: body, encoding: .utf8), equal(code, seal(purpose, text))
    else { return nil }
    return text
  }

  private func seal(_ purpose: String, _ text: String) -> Data {
    let own = HMAC<SHA256>.authenticationCode(for: Data("mainstay/\(purpose)".utf8), using: key)
    return Data(
      HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data(own))))
  }

  /// Takes the same time wherever the two differ.
  private func equal(_ a: Data, _ b: Data) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
