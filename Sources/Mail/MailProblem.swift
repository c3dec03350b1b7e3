// SPDX-License-Identifier: AGPL-3.0-or-later
import Rules

/// Why a mail cannot be understood; it is kept whole and shown in quarantine with this sentence.
package enum MailProblem: Refusal, Equatable {
  case empty
  case notAMail
  case tooLarge(bytes: Int, limit: Int)
  case headTooLong(bytes: Int, limit: Int)
  case tooManyFields(count: Int, limit: Int)
  case tangledAddresses
  case tooManyParts(limit: Int)
  case nestedTooDeep(limit: Int)

  package var code: String {
    switch self {
    case .empty: "mail.empty"
    case .notAMail: "mail.notAMail"
    case .tooLarge: "mail.tooLarge"
    case .headTooLong: "mail.headTooLong"
    case .tooManyFields: "mail.tooManyFields"
    case .tangledAddresses: "mail.tangledAddresses"
    case .tooManyParts: "mail.tooManyParts"
    case .nestedTooDeep: "mail.nestedTooDeep"
    }
  }

  /// As it is kept beside the mail.
  package var cause: Cause {
    switch self {
    case .empty, .notAMail, .tangledAddresses: Cause(code)
    case .tooLarge(let count, let limit), .headTooLong(let count, let limit),
      .tooManyFields(let count, let limit):
      Cause(code, "\(count)", "\(limit)")
    case .tooManyParts(let limit), .nestedTooDeep(let limit): Cause(code, "\(limit)")
    }
  }

  package init?(_ cause: Cause) {
    let first = Int(cause[0]) ?? 0
    let second = Int(cause[1]) ?? 0
    switch cause.code {
    case "mail.empty": self = .empty
    case "mail.notAMail": self = .notAMail
    case "mail.tooLarge": self = .tooLarge(bytes: first, limit: second)
    case "mail.headTooLong": self = .headTooLong(bytes: first, limit: second)
    case "mail.tooManyFields": self = .tooManyFields(count: first, limit: second)
    case "mail.tangledAddresses": self = .tangledAddresses
    case "mail.tooManyParts": self = .tooManyParts(limit: first)
    case "mail.nestedTooDeep": self = .nestedTooDeep(limit: first)
    default: return nil
    }
  }

  package var message: Phrase {
    switch self {
    case .empty: "The mail is empty: there is nothing to read. Ask the sender to send it again."
    case .notAMail:
      "This is not a mail: it has no header fields. Check what the mailbox or pipe hands over."
    case .tooLarge(let bytes, let limit):
      "The mail has \(bytes) bytes and the limit is \(limit). Ask the sender for a link instead."
    case .headTooLong(let bytes, let limit):
      "The mail's headers have \(bytes) bytes and the limit is \(limit). Read the source before you trust it."
    case .tooManyFields(let count, let limit):
      "The mail has \(count) header lines and the limit is \(limit). Read the source before you trust it."
    case .tangledAddresses:
      "The mail's addresses are groups within groups without end. Read the source before you trust it."
    case .tooManyParts(let limit):
      "The mail has more than \(limit) parts. Read the source before you trust it."
    case .nestedTooDeep(let limit):
      "The mail is nested more than \(limit) levels deep. Ask the sender to send the content itself."
    }
  }
}

/// How much of a mail is read before it counts as a bomb.
package struct MailLimits: Sendable {
  package var bytes = 64 << 20
  package var headBytes = 1 << 20
  package var fieldBytes = 16 << 20
  package var fieldLines = 300_000
  package var separatorLines = 50_000
  package var addressColons = 250
  package var parts = 2_000
  package var depth = 40
  /// What is read of a text part; the rest stays in the raw mail.
  package var textBytes = 2 << 20

  package init() {}

  package static let standard = MailLimits()
}
