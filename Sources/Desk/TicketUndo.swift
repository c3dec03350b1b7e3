// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import Web
import Work

extension TicketActs {
  /// Takes an act back with all it caused: its letter stays here, its time counts nowhere.
  func undo(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    let sequence = call.input.int("sequence")
    let event = story.history.first { $0.sequence == sequence }?.event
    let letter = try event?.letter.flatMap { try Letter.outgoing($0, in: db) }
    let change = try story.ticket.undone(
      sequence, in: story.history, letterLeft: letter?.state.isGone ?? false, at: call.now)
    if let letter { try takeBack(letter, in: db) }
    if case .timeLogged(let entry, _)? = event {
      try TimeEntry.void(entry, at: call.now, in: db)
    }
    return change
  }

  /// One that never had anywhere to go needs no taking back; one that began to leave meanwhile
  /// can't be.
  private func takeBack(_ letter: Letter, in db: Connection) throws {
    let waiting: [Letter.State] = [.held, .kept, .quiet]
    guard waiting.contains(letter.state) else { return }
    guard try Letter.move(letter.id, from: waiting, to: .takenBack, in: db) else {
      throw Ticket.Refused.letterHasLeft
    }
  }
}

extension Letter.State {
  fileprivate var isGone: Bool { self == .sent || self == .sending }
}

extension TicketEvent {
  /// The letter of ours this event sent.
  fileprivate var letter: ID<Letter>? {
    switch self {
    case .replied(let letter), .wroteAutomatically(let letter): letter
    case .asked(let ask): ask.letter
    default: nil
    }
  }
}
