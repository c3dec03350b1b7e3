// SPDX-License-Identifier: AGPL-3.0-or-later

extension Ticket {
  /// Why a ticket says no.
  package enum Refused: Refusal, Equatable {
    case closed(String)
    case cancelled(String)
    case merged(String, into: Int)
    case resolved(String)
    case notResolved
    case alreadyTheirs
    case samePriority(Priority)
    case samePlace
    case askDueInPast
    case askNeedsChoices
    case askSettled
    case alreadyWaiting(String)
    case waitingOnNobody
    case visitAlreadyNeeded
    case noVisit
    case mergeWithItself
    case mergeAcrossClients
    case cannotUndo
    case letterHasLeft

    package var code: String {
      let name = String(describing: self)
      return "ticket." + name.prefix { $0 != "(" }
    }

    package var field: String? {
      switch self {
      case .askDueInPast: "dueAt"
      case .askNeedsChoices: "choices"
      case .alreadyTheirs: "holder"
      case .mergeWithItself, .mergeAcrossClients: "into"
      default: nil
      }
    }

    package var message: Phrase {
      switch self {
      case .closed(let name):
        "\(name) is closed, so its story has ended. Open a new ticket; it will be linked."
      case .cancelled(let name):
        "\(name) was cancelled, so nothing more happens on it. Open a new ticket instead."
      case .merged(let name, let number):
        "\(name) was merged into T-\(String(number)). Go on there."
      case .resolved(let name):
        "\(name) is resolved, so its clocks have stopped. Reopen it first."
      case .notResolved: "This ticket is not resolved. Say what fixed it first."
      case .alreadyTheirs: "They hold this ticket already. Choose somebody else."
      case .samePriority(let priority):
        "The priority is \(priority.name) already, so nothing changed."
      case .samePlace: "The ticket belongs there already, so nothing changed."
      case .askDueInPast:
        "The due time has passed, so nobody could answer in time. Choose a later one."
      default: waitingMessage
      }
    }

    private var waitingMessage: Phrase {
      switch self {
      case .askNeedsChoices: "Choosing needs at least two choices. Add them, one on each line."
      case .askSettled: "This ask is settled already; nothing more is needed."
      case .alreadyWaiting(let name):
        "The ticket waits on \(name) already. Record their answer first."
      case .waitingOnNobody: "The ticket waits on no third party, so there is no answer to record."
      case .visitAlreadyNeeded: "A visit is asked for already. Record the arrival or cancel it."
      case .noVisit: "No visit is asked for. Ask for one first."
      case .mergeWithItself: "A ticket can't be merged into itself. Choose another number."
      case .mergeAcrossClients:
        "The two tickets belong to different clients, who must not see each other's. Move one first."
      case .letterHasLeft:
        "The letter has left the house, so this can't be taken back. Write again instead."
      default: "This can't be taken back. Record what is true now instead."
      }
    }
  }
}
