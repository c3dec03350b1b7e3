// SPDX-License-Identifier: AGPL-3.0-or-later
import Foundation
import Rules

/// What became of a letter handed to the relay.
package enum Delivery: Sendable, Hashable {
  case delivered(String)
  /// Not now: the relay says try again, or cannot be reached.
  case later(code: Int, String)
  /// Never: the relay says no, in its own words.
  case refused(code: Int, String)
  /// The letter was handed over and no answer came: it may have gone out.
  case unknown(String)
}

/// The mail server that takes our letters out into the world.
package struct SMTPRelay: Sendable {
  package enum Security: String, Sendable, CaseIterable { case startTLS, tls, none }

  package struct Credentials: Sendable {
    package let user: String
    package let password: String

    package init(user: String, password: String) {
      self.user = user
      self.password = password
    }
  }

  package enum Problem: Refusal, Hashable {
    case badHost(String)
    case badPort(Int)
    case passwordInTheClear(String)

    package var code: String {
      switch self {
      case .badHost: "relay.badHost"
      case .badPort: "relay.badPort"
      case .passwordInTheClear: "relay.passwordInTheClear"
      }
    }

    package var message: Phrase {
      switch self {
      case .badHost(let host): "\(host) is not the name of a mail server. Check the setting."
      case .badPort(let port): "\(port) is not a port. Use 587, 465 or 25."
      case .passwordInTheClear(let host):
        "The password would go to \(host) unencrypted. Use startTLS or tls."
      }
    }
  }

  let host: String
  let port: Int
  let security: Security
  let credentials: Credentials?
  let seconds: Int
  /// Certificates to trust besides or instead of the system's.
  let trust: String?

  package init(
    host: String, port: Int, security: Security, credentials: Credentials? = nil,
    seconds: Int = 60, trust: String? = nil
  ) throws(Problem) {
    guard let plain = MailHost(host), !plain.text.contains(":") else { throw .badHost(host) }
    guard (1...65_535).contains(port) else { throw .badPort(port) }
    let near = ["localhost", "127.0.0.1"].contains(plain.text)
    if credentials != nil, security == .none, !near { throw .passwordInTheClear(host) }
    self.host = plain.text
    self.port = port
    self.security = security
    self.credentials = credentials
    self.seconds = seconds
    self.trust = trust
  }

  /// Hands one letter over, to all recipients or to none. An empty sender is the null return path.
  package func send(_ letter: [UInt8], from sender: String, to recipients: [String]) async
    -> Delivery
  {
    if recipients.isEmpty { return .refused(code: 0, "There is nobody to send it to.") }
    let handOver: SMTPHandOver
    do {
      handOver = SMTPHandOver(
        relay: self, letter: SMTPRelay.onTheWire(letter),
        sender: sender.isEmpty ? "" : try SMTPRelay.envelope(sender),
        recipients: try recipients.map(SMTPRelay.envelope))
    } catch {
      return .refused(code: 0, "\(error.written.oneLine) is not an address.")
    }
    // A thread of its own: a slow relay must not hold one of the few the rest of us run on.
    return await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: handOver.perform()) }
      thread.name = "mail-relay"
      thread.start()
    }
  }

  /// What stands between the angle brackets of the envelope: the address as servers take it.
  static func envelope(_ written: String) throws(NoAddress) -> String {
    guard let plain = HeaderWriter.plain(MailAddress(address: written)) else {
      throw NoAddress(written: written)
    }
    return plain
  }

  struct NoAddress: Error {
    let written: String
  }

  /// Every line end as CR LF: a lone one could smuggle a second mail past the relay.
  private static func onTheWire(_ letter: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(letter.count + 16)
    var previous: UInt8 = 0
    for byte in letter {
      if byte == 13 || byte == 10 {
        if !(byte == 10 && previous == 13) { out += [13, 10] }
      } else {
        out.append(byte)
      }
      previous = byte
    }
    return out
  }
}
