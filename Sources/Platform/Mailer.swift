// SPDX-License-Identifier: AGPL-3.0-or-later

import Synchronization

/// How letters leave the house: one closure that hands a finished message to a relay.
package struct Mailer: Sendable {
  package let send: @Sendable (Posting) async throws -> Void

  package init(send: @escaping @Sendable (Posting) async throws -> Void) { self.send = send }

  /// Without a relay nothing leaves: letters wait, and the outbox shows them.
  package static let none = Mailer { _ in
    throw Failure.later("No mail relay is set (MAINSTAY_SMTP).")
  }

  /// Keeps what would have left: for tests to read.
  package static func recording(_ tray: Tray) -> Mailer {
    Mailer { tray.add($0) }
  }

  /// A message as the relay gets it: the envelope's addresses, and the bytes.
  package struct Posting: Sendable, Equatable {
    /// Empty for automatic letters that nobody may answer.
    package let sender: String
    package let recipients: [String]
    package let message: [UInt8]

    package init(sender: String, recipients: [String], message: [UInt8]) {
      self.sender = sender
      self.recipients = recipients
      self.message = message
    }
  }

  /// What the relay answered when it did not take the letter.
  package enum Failure: Error, Equatable {
    /// 4xx, or nobody there: try again later.
    case later(String)
    /// 5xx: it will never be taken.
    case refused(String)
  }

  /// Letters kept in the order they came.
  package final class Tray: Sendable {
    private let kept = Mutex<[Posting]>([])

    package init() {}

    package var postings: [Posting] { kept.withLock { $0 } }

    func add(_ posting: Posting) { kept.withLock { $0.append(posting) } }
  }
}
