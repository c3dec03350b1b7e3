// SPDX-License-Identifier: AGPL-3.0-or-later

import Mail
import Platform

extension Mailer {
  /// Hands letters to the configured relay; without one nothing is asked to leave.
  static func relay(_ config: Config) -> Mailer {
    guard let place = config.relay else { return .none }
    let password = config.smtpPassword.map { $0.reveal { String(decoding: $0, as: UTF8.self) } }
    let credentials =
      config.relayUser.isEmpty
      ? nil : SMTPRelay.Credentials(user: config.relayUser, password: password ?? "")
    let security: SMTPRelay.Security =
      place.wrapped ? .tls : config.relayNeedsTLS ? .startTLS : .none
    return Mailer { posting in
      let relay = try SMTPRelay(
        host: place.host, port: place.port, security: security, credentials: credentials)
      switch await relay.send(
        posting.message, from: posting.sender, to: posting.recipients)
      {
      case .delivered: return
      case .later(_, let words): throw Failure.later(words)
      case .refused(_, let words): throw Failure.refused(words)
      // Its Message-ID is fixed, so whoever gets it twice gets the same letter.
      case .unknown(let words): throw Failure.later(words)
      }
    }
  }
}
