// SPDX-License-Identifier: AGPL-3.0-or-later

import Mail
import Rules

/// Why a mail waits for a person, or why nothing more was done with it.
package enum WaitingMail: Sendable, Equatable {
  /// Its bytes are no longer on the disk.
  case lost
  case unreadable(MailProblem)
  case sameMailBefore
  case nobodyWroteIt
  case marksOfDifferentTickets
  /// Who answers which ticket without being one of its client's people.
  case notTheirPerson(String, ticket: String)
  case machine(AutomaticSign)
  case unknownSender(String)
  case knownAtSeveral(String)
  /// The house could not make it a ticket or part of one; what went wrong, as the log says it.
  case notPlaced(String)
  /// What this program can't tell any more.
  case other(Cause)
}

extension WaitingMail {
  package init(_ cause: Cause) {
    switch cause.code {
    case "inbox.lost": self = .lost
    case "inbox.sameMailBefore": self = .sameMailBefore
    case "inbox.nobodyWroteIt": self = .nobodyWroteIt
    case "inbox.marksOfDifferentTickets": self = .marksOfDifferentTickets
    case "inbox.notTheirPerson": self = .notTheirPerson(cause[0], ticket: cause[1])
    case "inbox.unknownSender": self = .unknownSender(cause[0])
    case "inbox.knownAtSeveral": self = .knownAtSeveral(cause[0])
    case "inbox.notPlaced": self = .notPlaced(cause[0])
    default:
      self =
        MailProblem(cause).map { .unreadable($0) } ?? AutomaticSign(cause).map { .machine($0) }
        ?? .other(cause)
    }
  }

  package var cause: Cause {
    switch self {
    case .lost: Cause("inbox.lost")
    case .unreadable(let problem): problem.cause
    case .sameMailBefore: Cause("inbox.sameMailBefore")
    case .nobodyWroteIt: Cause("inbox.nobodyWroteIt")
    case .marksOfDifferentTickets: Cause("inbox.marksOfDifferentTickets")
    case .notTheirPerson(let address, let ticket): Cause("inbox.notTheirPerson", address, ticket)
    case .machine(let sign): sign.cause
    case .unknownSender(let address): Cause("inbox.unknownSender", address)
    case .knownAtSeveral(let address): Cause("inbox.knownAtSeveral", address)
    case .notPlaced(let words): Cause("inbox.notPlaced", words)
    case .other(let cause): cause
    }
  }

  package var message: Phrase {
    switch self {
    case .lost:
      "The stored mail is gone from the data folder. Restore it from a backup, then try again."
    case .unreadable(let problem): problem.message
    case .sameMailBefore: "The same mail came before."
    case .nobodyWroteIt: "The mail names nobody who wrote it."
    case .marksOfDifferentTickets: "Its marks name different tickets."
    case .notTheirPerson(let address, let ticket):
      "\(address) answers \(ticket), but is none of that client's people."
    case .machine(let sign): sign.reason
    case .unknownSender(let address): "Nobody knows \(address) yet."
    case .knownAtSeveral(let address): "\(address) is known at several clients."
    case .notPlaced(let words): "It could not be placed: \(words)"
    case .other(let cause): "\(cause.text)"
    }
  }
}
