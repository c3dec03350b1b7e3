// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules

/// A sign as it is kept beside the mail it was found on.
extension AutomaticSign {
  package var cause: Cause {
    switch self {
    case .nullReturnPath: Cause("automatic.nullReturnPath")
    case .autoSubmitted(let value): Cause("automatic.autoSubmitted", value)
    case .precedence(let word): Cause("automatic.precedence", word)
    case .mailingList: Cause("automatic.mailingList")
    case .answersUnwanted: Cause("automatic.answersUnwanted")
    case .autoReply: Cause("automatic.autoReply")
    case .report: Cause("automatic.report")
    case .ourOwnAddress(let address): Cause("automatic.ourOwnAddress", address)
    case .forgedSender: Cause("automatic.forgedSender")
    case .tooManyHops(let hops): Cause("automatic.tooManyHops", "\(hops)")
    case .ourOwnMail: Cause("automatic.ourOwnMail")
    }
  }

  package init?(_ cause: Cause) {
    switch cause.code {
    case "automatic.nullReturnPath": self = .nullReturnPath
    case "automatic.autoSubmitted": self = .autoSubmitted(cause[0])
    case "automatic.precedence": self = .precedence(cause[0])
    case "automatic.mailingList": self = .mailingList
    case "automatic.answersUnwanted": self = .answersUnwanted
    case "automatic.autoReply": self = .autoReply
    case "automatic.report": self = .report
    case "automatic.ourOwnAddress": self = .ourOwnAddress(cause[0])
    case "automatic.forgedSender": self = .forgedSender
    case "automatic.tooManyHops": self = .tooManyHops(Int(cause[0]) ?? 0)
    case "automatic.ourOwnMail": self = .ourOwnMail
    default: return nil
    }
  }
}
