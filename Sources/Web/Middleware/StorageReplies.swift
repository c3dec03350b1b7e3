// SPDX-License-Identifier: AGPL-3.0-or-later

import HTTPTypes
import Rules
import Storage

/// What the database or the disk could not do, told to whoever asked for it: whether it stands, and what to do
/// next (TRUST 5.1 and 5.2).
extension ErrorReply {
  static func storage(_ error: StorageError, _ requestID: String) -> ErrorReply {
    switch error {
    case .unknown: unanswered(requestID)
    case .full: full
    case .busy: busy
    case .stopped: stopped
    case .closed: closed
    default: .fault(requestID)
    }
  }

  /// A COMMIT without an answer: to say "nothing was changed" might be a lie.
  private static func unanswered(_ requestID: String) -> ErrorReply {
    ErrorReply(
      status: 500, code: "storage.unknown", title: "Nobody knows whether this was saved",
      message:
        "The database went silent while this was being saved: it may stand, or not. Look before you do it again; a program may repeat it under the same Idempotency-Key. It is in the log as \(requestID).",
      isFault: true)
  }

  static let full = ErrorReply(
    status: 507, code: "storage.full", title: "No room left",
    message:
      "The disk of this server is full. Nothing was changed, and nothing that was saved before is lost. Whoever runs this server has to make room; then try again.",
    isFault: true)

  private static let busy = ErrorReply(
    status: 503, code: "storage.busy", title: "Busy just now",
    message:
      "Somebody else is changing the same thing right now. Nothing was changed. Please try again in a few seconds.",
    headers: [.retryAfter: "5"], isFault: true)

  private static let stopped = ErrorReply(
    status: 503, code: "storage.stopped", title: "Nothing can be saved just now",
    message:
      "The disk of the database failed, so this server saves nothing more until it is restarted. Nothing was changed; what was saved before is safe.",
    headers: [.retryAfter: "60"], isFault: true)

  private static let closed = ErrorReply(
    status: 503, code: "storage.closed", title: "The database can't be reached",
    message: "The database can't be reached just now. Nothing was changed. Please try again soon.",
    headers: [.retryAfter: "10"], isFault: true)
}
