// SPDX-License-Identifier: AGPL-3.0-or-later

import Crypto
import Foundation
import Platform

/// Seals what leaves the house and must come back unchanged: form tokens and flash messages. Made
/// from the house's key; each purpose derives its own.
struct Seals: Sendable {
  private let key: Secret

  init(key: Secret) { self.key = key }

  /// 256 random bits as text.
  static func key() -> String { random(32).base64URL }

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
    let code = zip(data.prefix(32), data.suffix(32)).map { $0 ^ $1 }
    return self.key.derived(for: "form").confirms(code, for: Array(key.utf8))
  }

  func signed(_ text: String, _ purpose: String) -> String {
    Data(text.utf8).base64URL + "." + Data(seal(purpose, text)).base64URL
  }

  func opened(_ sealed: String, _ purpose: String) -> String? {
    let parts = sealed.split(separator: ".")
    guard parts.count == 2, let body = Data(base64URL: String(parts[0])),
      let code = Data(base64URL: String(parts[1])),
      key.derived(for: purpose).confirms(Array(code), for: Array(body))
    else { return nil }
    return String(data: body, encoding: .utf8)
  }

  /// Hides bytes that are kept: a stolen copy of the database tells nothing of them.
  func hidden(_ bytes: [UInt8], _ purpose: String) throws -> [UInt8] {
    // A nonce of the usual length always gives the combined form.
    try Array(AES.GCM.seal(bytes, using: cipher(purpose)).combined!)
  }

  func shown(_ hidden: [UInt8], _ purpose: String) throws -> [UInt8] {
    try Array(AES.GCM.open(AES.GCM.SealedBox(combined: hidden), using: cipher(purpose)))
  }

  private func cipher(_ purpose: String) -> SymmetricKey {
    key.derived(for: purpose).reveal { SymmetricKey(data: $0) }
  }

  private func seal(_ purpose: String, _ text: String) -> [UInt8] {
    key.derived(for: purpose).code(for: Array(text.utf8))
  }
}
