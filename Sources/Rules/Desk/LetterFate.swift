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
  /// The relay said "later", or nobody was there: it is tried again.
  case later(String)
  /// No relay took it for days; what was said last.
  case gaveUp(String)
  case badAddress(String)
  /// It can't be written or handed over; what went wrong, as the log says it.
  case broken(String)
  /// The clock that an alarm is about.
  case clockEnded
  /// The ticket has another holder than the one an alarm is for.
  case handedOver
  /// Of theirs: no receipt is written for it, by a sign it carries.
  case noReceipt(Cause)
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
    case "letter.later": self = .later(cause[0])
    case "letter.gaveUp": self = .gaveUp(cause[0])
    case "letter.badAddress": self = .badAddress(cause[0])
    case "letter.broken": self = .broken(cause[0])
    case "letter.clockEnded": self = .clockEnded
    case "letter.handedOver": self = .handedOver
    case "letter.noReceipt":
      self = .noReceipt(Cause(text: cause.data.joined(separator: "\n")))
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
    case .later(let words): Cause("letter.later", words)
    case .gaveUp(let words): Cause("letter.gaveUp", words)
    case .badAddress(let address): Cause("letter.badAddress", address)
    case .broken(let words): Cause("letter.broken", words)
    case .clockEnded: Cause("letter.clockEnded")
    case .handedOver: Cause("letter.handedOver")
    case .noReceipt(let sign): Cause(text: "letter.noReceipt\n\(sign.text)")
    case .other(let cause): cause
    }
  }

  /// The relay gave no reason, so there is nothing to tell.
  package var isMute: Bool { self == .relaySaid("") }

  package var message: Phrase {
    switch self {
    case .noAddress(let name): "\(name) has no mail address."
    case .quietMode: "The client is in quiet mode: nothing goes out."
    case .noRelay: "No mail relay is set, so it stays here. Set MAINSTAY_SMTP to send letters."
    case .demo: "A demo world writes letters and sends none."
    case .relaySaid(let words): "\(words)"
    case .later(let words): "The mail relay did not take it yet: \(words)"
    case .gaveUp(let words):
      "The mail relay did not take it in five days. What was said last: \(words)"
    case .badAddress(let address):
      "\(address) is not an address mail can be sent to. Correct it and send again."
    case .broken(let words): "It can't be sent: \(words)"
    case .clockEnded: "The clock it warns of no longer runs."
    case .handedOver: "The ticket is with somebody else now."
    case .noReceipt: "It asks for no automatic answer, so no receipt was written."
    case .other(let cause): "\(cause.text)"
    }
  }
}
