// SPDX-License-Identifier: AGPL-3.0-or-later

import Desk
import Platform
import Rules
import Storage

/// Tickets of some months in which anything happens at any time, also at the stroke between two
/// months; written down as it happens.
struct RandomMonths {
  private var dice: Dice
  private let house: House
  private static let begin = Instant("2016-01-20T00:00:00Z")!
  /// Midnight between March and April in London, which is summer time already.
  static let stroke = Instant("2016-03-31T23:00:00Z")!

  init(seed: UInt64, _ house: House) {
    dice = Dice(seed: seed)
    self.house = house
  }

  mutating func play(_ count: Int, in db: Connection) throws {
    for _ in 0..<count { try ticket(in: db) }
  }

  private mutating func ticket(in db: Connection) throws {
    var now = Self.begin.advanced(by: Int.random(in: 0..<70 * 86_400, using: &dice))
    let opening = Opening(
      channel: .form, subject: "Anything, \"really\"",
      placement: Placement(
        client: SwitchingHouse.client, contact: SwitchingHouse.contact,
        agreement: SwitchingHouse.agreement),
      priority: Priority.all.randomElement(using: &dice)!, impact: .several, urgency: .normal)
    let change = Ticket.opened(
      opening, id: house.ids.next(Ticket.self, at: now),
      number: try TicketStory.nextNumber(in: db), at: now)
    var story = try TicketStory.begin(change, by: .system, at: now, house: house, in: db)
    for _ in 0..<Int.random(in: 0..<9, using: &dice) {
      now = later(than: now)
      // An act the ticket refuses does not happen.
      guard let change = try? act(on: story.ticket, at: now) else { continue }
      story = try story.save(change, by: .system, at: now, house: house, in: db)
    }
  }

  private mutating func later(than now: Instant) -> Instant {
    if now < Self.stroke, Int.random(in: 0..<8, using: &dice) == 0 { return Self.stroke }
    return now.advanced(by: Int.random(in: 0..<9 * 86_400, using: &dice))
  }

  private mutating func act(on ticket: Ticket, at now: Instant) throws -> Change<Ticket> {
    switch Int.random(in: 0..<11, using: &dice) {
    case 0, 1: try ticket.replied(ID("letter"), at: now)
    case 2: try ticket.heard(ID("letter"), from: SwitchingHouse.contact, automatic: false, at: now)
    case 3: try ticket.asked(ask(now), at: now)
    case 4: try ticket.waitingOnThirdParty("Carrier", reference: "7", at: now)
    case 5: try ticket.thirdPartyAnswered("Done", at: now)
    case 6:
      try ticket.reprioritised(
        Impact.allCases.randomElement(using: &dice)!, Urgency.allCases.randomElement(using: &dice)!,
        by: .standard, why: "so", at: now)
    case 7, 8: try ticket.resolved(fix: "Done", at: now)
    case 9: try ticket.reopened(why: "Not so", at: now)
    default: try ticket.cancelled(why: "Spam", at: now)
    }
  }

  private func ask(_ now: Instant) -> Ask {
    Ask(
      id: house.ids.next(Ask.self, at: now), sentence: "Which?", contact: SwitchingHouse.contact,
      dueAt: now.advanced(by: 86_400), way: .done)
  }
}
