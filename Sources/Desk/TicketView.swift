// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Agreements
import Clients
import Platform
import Rules
import Storage

/// Everything a ticket's page shows, read in one go.
struct TicketView: Sendable {
  let story: TicketStory
  let clocks: TicketClocks
  let client: Client
  let site: Site?
  let siteZone: Zone?
  let contact: Contact?
  let agreement: Agreement?
  let letters: [ID<Letter>: Letter]
  let people: [Contact]
  let members: [Member]
  let suggestions: [HolderSuggestion]
  let calendars: [String: String]
  let now: Instant

  var ticket: Ticket { story.ticket }

  static func load(
    _ number: Int, for scope: Scope, at now: Instant, house: House, in db: Connection
  ) throws -> TicketView {
    let story = try TicketStory.find(number: number, for: scope, in: db)
    let place = story.ticket.placement
    let own = Scope.clients([place.client])
    let people = try Contact.all(of: place.client, for: own, in: db)
    let site = try place.site.map { try Site.find($0, for: own, in: db) }
    let members = try Member.all(in: db)
    return TicketView(
      story: story,
      clocks: try TicketClocks.read(story.history, asOf: now, house: house, in: db),
      client: try Client.find(place.client, for: own, in: db), site: site,
      siteZone: try site.map { try house.zones.zone(named: $0.zone) },
      contact: people.first { $0.id == place.contact },
      agreement: try place.agreement.map { try Agreement.find($0, for: own, in: db) },
      letters: Dictionary(
        try Letter.all(of: story.ticket.id, in: db).map { ($0.id, $0) }
      ) { first, _ in first },
      people: people.filter(\.active), members: members,
      suggestions: try suggestions(members, story.ticket, at: now, house: house, in: db),
      calendars: Dictionary(
        uniqueKeysWithValues: try Calendar.all(in: db).map { ($0.id.text, $0.name) }), now: now)
  }

  private static func suggestions(
    _ members: [Member], _ ticket: Ticket, at now: Instant, house: House, in db: Connection
  ) throws -> [HolderSuggestion] {
    let loads = Dictionary(
      uniqueKeysWithValues: try db.all(
        """
        SELECT holder_id, COUNT(*) FROM tickets
        WHERE live = 1 AND holder_id IS NOT NULL GROUP BY holder_id
        """
      ) { (try $0[0] as ID<Member>, try $0[1] as Int) })
    let candidates = members.map { member in
      HolderSuggestion.Candidate(
        member: member, onDuty: member.isOnDuty(at: now, zones: house.zones),
        openTickets: loads[member.id] ?? 0)
    }
    let skill = members.flatMap(\.skills).first {
      SearchWords.folded(ticket.subject).contains(SearchWords.folded($0.name))
    }
    return HolderSuggestion.ordered(
      candidates, client: ticket.placement.client, skill: skill?.name)
  }

  func name(_ actor: Actor) -> String {
    switch actor {
    case .member(let id): members.first { $0.id == id }?.name ?? ""
    case .contact(let id): people.first { $0.id == id }?.name ?? contact?.name ?? ""
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
