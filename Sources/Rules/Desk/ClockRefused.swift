// SPDX-License-Identifier: AGPL-3.0-or-later

/// Terms or a history that no clock can be read from, and what is missing.
package enum ClockRefused: Refusal, Equatable {
  case unknownCalendar(String, agreement: String)
  case unknownAgreement(String)
  case notInForce(agreement: String, at: Instant)
  case tooManyReasons
  case notCreated
  case createdTwice
  case outOfOrder(event: Int)

  package var code: String {
    switch self {
    case .unknownCalendar: "clock.unknownCalendar"
    case .unknownAgreement: "clock.unknownAgreement"
    case .notInForce: "clock.notInForce"
    case .tooManyReasons: "clock.tooManyReasons"
    case .notCreated: "clock.notCreated"
    case .createdTwice: "clock.createdTwice"
    case .outOfOrder: "clock.outOfOrder"
    }
  }

  package var message: Phrase {
    switch self {
    case .unknownCalendar(let name, let agreement):
      "Agreement \(agreement) names the calendar \(name), which does not exist."
    case .unknownAgreement(let name): "There is no agreement called \(name)."
    case .notInForce(let agreement, let at):
      "No version of agreement \(agreement) was in force at \(at.description)."
    case .tooManyReasons: "More than 64 reasons stop clocks. Use fewer, broader reasons."
    case .notCreated: "The first event must be created."
    case .createdTwice: "A ticket is created once; a second created event makes no sense."
    case .outOfOrder(let event):
      "Events must stand in order of time; event \(event) is earlier than the one before it."
    }
  }
}
