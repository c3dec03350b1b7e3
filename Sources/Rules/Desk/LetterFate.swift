// SPDX-License-Identifier: AGPL-3.0-or-later

/// Why a letter of ours stays, or what the relay said of it.
package enum LetterFate: Sendable, Hashable {
  /// The person it is for, by name.
  case noAddress(of: String)
  case quietMode
  case noRelay
  case demo
  /// In the relay's own words.
  case relaySaid(String)
  /// What this program can't tell any more.
  case other(Cause)
}

extension LetterFate {
  package init(_ cause: Cause) {
    switch cause.code {
    case "letter.noAddress": self = .noAddress(of: cause[0])
    case "letter.quietMode": self = .quietMode
    case "letter.noRelay": self = .noRelay
    case "letter.demo": self = .demo
    case "letter.relaySaid": self = .relaySaid(cause[0])
    default: self = .other(cause)
    }
  }

  package var cause: Cause {
    switch self {
    case .noAddress(let name): Cause("letter.noAddress", name)
    case .quietMode: Cause("letter.quietMode")
    case .noRelay: Cause("letter.noRelay")
    case .demo: Cause("letter.demo")
    case .relaySaid(let words): Cause("letter.relaySaid", words)
    case .other(let cause): cause
    }
  }

  package var message: Phrase {
    switch self {
    case .noAddress(let name): "\(name) has no mail address."
    case .quietMode: "The client is in quiet mode: nothing goes out."
    case .noRelay: "No mail relay is set, so it stays here. Set MAINSTAY_SMTP to send letters."
    case .demo: "A demo world writes letters and sends none."
    case .relaySaid(let words): "\(words)"
    case .other(let cause): "\(cause.text)"
    }
  }
}
