// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage
import Web
import Work

extension TicketActs {
  /// Takes an act back with all it caused: its letter stays here, its time counts nowhere, and
  /// what it said besides, as that the work is done, is unsaid.
  func undo(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    let sequence = call.input.int("sequence")
    let act = story.history.act(of: sequence)
    guard act.first?.sequence == story.history.ownLastAct(of: call.who.member, at: call.now) else {
      throw Ticket.Refused.cannotUndo
    }
    let events = act.map(\.event)
    let letters = try events.compactMap(\.letter).compactMap { try Letter.outgoing($0, in: db) }
    let change = try story.ticket.undone(
      sequence, in: story.history, letterLeft: letters.contains { $0.state.isGone }, at: call.now)
    for letter in letters { try takeBack(letter, in: db) }
    for entry in events.compactMap(\.timeEntry) {
      try TimeEntry.void(entry, at: call.now, in: db)
    }
    return change
  }

  /// One that never had anywhere to go needs no taking back; one that began to leave meanwhile
  /// can't be.
  private func takeBack(_ letter: Letter, in db: Connection) throws {
    let waiting: [Letter.State] = [.held, .kept, .quiet, .failed, .refused, .unaddressed]
    guard waiting.contains(letter.state) else { return }
    guard try Letter.move(letter.id, from: waiting, to: .takenBack, in: db) else {
      throw Ticket.Refused.letterHasLeft
    }
  }
}

extension Letter.State {
  /// Out of the house, or on its way out.
  var isGone: Bool { self == .sent || self == .sending }
}

extension TicketEvent {
  /// The time this event put on record.
  fileprivate var timeEntry: ID<TimeEntry>? {
    if case .timeLogged(let entry, _) = self { entry } else { nil }
  }

  /// The letter of ours this event sent.
  var letter: ID<Letter>? {
    switch self {
    case .replied(let letter), .wroteAutomatically(let letter): letter
    case .asked(let ask): ask.letter
    case .resolved(_, let letter): letter
    default: nil
    }
  }
}
