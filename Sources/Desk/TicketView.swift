// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Clients
import Platform
import Rules
import Storage

/// Everything a ticket's page shows, read in one go: five questions, whatever there is to show.
struct TicketView: Sendable {
  let story: TicketStory
  let clocks: TicketClocks
  let place: TicketPlace
  let letters: [ID<Letter>: LetterEntry]
  let members: [Member]
  let suggestions: [HolderSuggestion]
  let now: Instant
  /// Who may be asked: offered are those the story names, the others are found by words.
  var asking: PersonField
  /// Who may be named as the one who asks.
  var naming: PersonField

  var ticket: Ticket { story.ticket }

  static func load(
    _ number: Int, for scope: Scope, at now: Instant, house: House, in db: Connection
  ) throws -> TicketView {
    let story = try TicketStory.find(number: number, for: scope, in: db)
    let letters = try LetterEntry.all(of: story.ticket.id, for: .everyClient, in: db)
    let staff = try Member.all(
      counting: "SELECT COUNT(*) FROM tickets t WHERE t.holder_id = m.id AND t.live = 1", in: db)
    let place = try TicketPlace.find(of: story, for: scope, in: db)
    return TicketView(
      story: story,
      clocks: try TicketClocks.read(story.history, asOf: now, house: house, in: db),
      place: place,
      letters: Dictionary(uniqueKeysWithValues: letters.map { ($0.letter.id, $0) }),
      members: staff.map(\.member), suggestions: suggestions(staff, story.ticket, at: now, house),
      now: now, asking: PersonField(of: story.ticket.placement.client, offering: place.askable),
      naming: PersonField(of: story.ticket.placement.client, offering: place.askable))
  }

  private static func suggestions(
    _ staff: [(member: Member, count: Int)], _ ticket: Ticket, at now: Instant, _ house: House
  ) -> [HolderSuggestion] {
    let candidates = staff.map { member, count in
      HolderSuggestion.Candidate(
        member: member, onDuty: member.isOnDuty(at: now, zones: house.zones), openTickets: count)
    }
    let skill = staff.map(\.member).flatMap(\.skills).first {
      SearchWords.folded(ticket.subject).contains(SearchWords.folded($0.name))
    }
    return HolderSuggestion.ordered(
      candidates, client: ticket.placement.client, skill: skill?.name)
  }

  func name(_ actor: Actor) -> String {
    switch actor {
    case .member(let id): members.first { $0.id == id }?.name ?? ""
    case .contact(let id): place.people.first { $0.id == id }?.name ?? ""
    case .system: "Mainstay"
    case .imported(let source): source
    }
  }

  func name(_ member: ID<Member>?) -> String? {
    member.flatMap { id in members.first { $0.id == id }?.name }
  }
}

extension Member {
  /// Nil when their hours are not stated or can't be read.
  package func isOnDuty(at now: Instant, zones: Zones) -> Bool? {
    guard hours.isStated, let zone = try? zones.zone(named: hours.zone),  // a bad zone states none
      let timetable = try? hours.timetable(in: zone)
    else { return nil }
    let year = zone.day(at: now).year
    return HoursIndex(timetable, years: year...year + 1).isOpen(now)
  }
}
