// SPDX-License-Identifier: AGPL-3.0-or-later

import Mail
import Rules

extension LetterFate {
  /// As a ticket's story tells it of a mail of theirs: with the sign it carries.
  var told: Phrase {
    guard case .noReceipt(let cause) = self, let sign = AutomaticSign(cause) else { return message }
    return "No receipt was sent. \(phrase: sign.reason)"
  }
}
