// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Synchronization

/// A relay that can be down for a while, and what it took.
final class Postbox: Sendable {
  private let down = Mutex(false)
  private let taken = Mutex<[Mailer.Posting]>([])

  var isDown: Bool {
    get { down.withLock { $0 } }
    set { down.withLock { $0 = newValue } }
  }

  /// What was taken, as text.
  var letters: [String] {
    taken.withLock { $0.map { String(decoding: $0.message, as: UTF8.self) } }
  }

  var recipients: [String] { taken.withLock { $0.flatMap(\.recipients) } }

  var mailer: Mailer {
    Mailer { posting in
      if self.isDown { throw Mailer.Failure.later("Connection refused") }
      self.taken.withLock { $0.append(posting) }
    }
  }
}

extension Mailer.Posting {
  /// The message as it went over the wire.
  var text: String { String(decoding: message, as: UTF8.self) }
}
