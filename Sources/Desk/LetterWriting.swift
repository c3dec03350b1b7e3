// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Mail
import Platform
import Rules
import Storage

/// A letter of ours in the making: who it is for and what it says. Writing it decides what becomes
/// of it; sending is a job's business.
struct LetterDraft: Sendable {
  var kind: Letter.Kind
  var ticket: Ticket
  var contact: Contact
  /// The member who writes; nil when the house does.
  var member: ID<Member>?
  var subject: String
  var words: String

  /// A person's letter waits ten seconds, so that it can be taken back.
  static let hold = 10
}

extension LetterDraft {
  /// Keeps the letter and hands it to the job that sends it, in the caller's transaction. With a
  /// reason given it stays here, whether there is a relay or not.
  @discardableResult
  func write(
    keptFor reason: LetterFate? = nil, at now: Instant, pen: Pen, in db: Connection
  ) throws -> Letter {
    let client = try Client.find(
      ticket.placement.client, for: .clients([ticket.placement.client]), in: db)
    let heard = try Letter.lastHeard(from: contact.id, on: ticket.id, in: db)
    let (state, fate) =
      reason.map { (.kept, $0) } ?? contact.fate(ofLetterIn: pen.house, quiet: client.quiet)
    let letter = letter(state, fate, answering: heard, at: now, house: pen.house)
    try letter.insert(in: db)
    if letter.state == .held {
      try db.enqueue(.send(letter.id, at: letter.sendAt ?? now))
    }
    return letter
  }

  /// Under the mail it answers in the client's own program, by that mail's Message-ID.
  private func letter(
    _ state: Letter.State, _ fate: LetterFate?, answering heard: String?, at now: Instant,
    house: House
  ) -> Letter {
    let id = house.ids.next(Letter.self, at: now)
    return Letter(
      id: id, direction: .outbound, kind: kind, channel: .mail, ticket: ticket.id,
      client: ticket.placement.client, contact: contact.id, member: member,
      sender: house.sender, recipients: contact.email.map { [$0] } ?? [],
      subject: house.tagged(subject, ticket: ticket.number), words: words,
      messageID: house.messageID(ticket: ticket.number, letter: id), inReplyTo: heard,
      proof: .ours, state: state, fate: fate,
      sendAt: kind.isAutomatic ? now : now.advanced(by: LetterDraft.hold), writtenAt: now)
  }
}

extension Contact {
  /// What becomes of a letter to them, and why when it stays.
  func fate(
    ofLetterIn house: House, quiet: Bool
  ) -> (state: Letter.State, fate: LetterFate?) {
    if email == nil { return (.unaddressed, .noAddress(of: name)) }
    if quiet { return (.quiet, .quietMode) }
    return house.config.relay == nil ? (.kept, .noRelay) : (.held, nil)
  }
}

extension Job {
  static func send(_ letter: ID<Letter>, at moment: Instant) -> Job {
    Job(
      kind: LetterSending.kind, key: letter.text, body: ["letter": .text(letter.text)],
      runAt: moment)
  }

  /// An alarm: when it is to leave, its clock may have stopped.
  static func send(_ letter: ID<Letter>, about cycle: ClockCycle, at moment: Instant) -> Job {
    Job(
      kind: LetterSending.kind, key: letter.text,
      body: [
        "letter": .text(letter.text), "clock": .text(cycle.clock.rawValue),
        "cycle": .number(cycle.cycle),
      ], runAt: moment)
  }
}
