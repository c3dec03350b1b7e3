// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Desk
import Platform
import Rules
import Storage

/// Some incidents on their way into one transaction, with what they all need loaded once.
struct ImportBatch {
  private let agreement: Agreement
  private let house: House
  private let now: Instant
  private let terms: ClockTerms
  private let known: [String: BroughtIncident]
  private let stories: [ID<Ticket>: TicketStory]

  init(
    _ some: [Incident], under agreement: Agreement, at now: Instant, house: House,
    in db: Connection
  ) throws {
    self.agreement = agreement
    self.house = house
    self.now = now
    known = try BroughtIncident.known(
      some.map(\.number), from: BroughtIncident.serviceNow, in: db)
    let stories = try TicketStory.all(known.values.map(\.ticket), for: .everyClient, in: db)
    self.stories = Dictionary(stories.map { ($0.ticket.id, $0) }) { first, _ in first }
    let agreements = stories.compactMap(\.ticket.placement.agreement) + [agreement.id]
    let opened = some.map(\.openedAt) + stories.map(\.ticket.openedAt)
    terms = try ClockTerms.load(
      Set(agreements), since: opened.min() ?? now, house: house, in: db)
  }

  func bring(
    _ some: [Incident], into outcome: inout ServiceNowImport.Outcome, in db: Connection
  ) throws {
    for incident in some {
      if let brought = known[incident.number], let story = stories[brought.ticket] {
        try brought.judge(incident.madeSLA, in: db)
        try go(on: story, with: incident, &outcome, in: db)
      } else {
        try begin(incident, in: db)
        outcome.tally.brought += 1
      }
    }
  }

  private func begin(_ incident: Incident, in db: Connection) throws {
    let source = BroughtIncident.serviceNow
    let caller = try incident.caller.map {
      try Contact.brought(
        $0, from: source, to: agreement.client, at: now, house: house, in: db)
    }
    let change = incident.ticket(
      house.ids.next(Ticket.self, at: now), number: try TicketStory.nextNumber(in: db),
      under: Placement(client: agreement.client, contact: caller, agreement: agreement.id))
    let story = try TicketStory.begin(
      change, by: .imported(source), at: now, under: terms, house: house, in: db)
    try story.index(in: db)
    try BroughtIncident(
      source: source, number: incident.number, ticket: story.ticket.id,
      ticketNumber: story.ticket.number, client: agreement.client, madeSLA: incident.madeSLA
    ).insert(at: now, in: db)
  }

  /// Adds what a later export tells. Where our own people have acted since, two stories can't be
  /// one: the rows are named and left out.
  private func go(
    on story: TicketStory, with incident: Incident, _ outcome: inout ServiceNowImport.Outcome,
    in db: Connection
  ) throws {
    let name = story.ticket.name
    switch incident.continuing(story.ticket, story.history) {
    case .nothing: outcome.tally.known += 1
    case .further(let change):
      try story.save(
        change, by: .imported(BroughtIncident.serviceNow), at: now, under: terms, house: house,
        in: db)
      outcome.tally.continued += 1
    case .workedOn(let line):
      outcome.tally.known += 1
      outcome.faults.append(
        .init(
          line: line,
          reason:
            "\(incident.number) is \(name), on which your people have worked since. What the log has new from here on was left out; add it there by hand."
        ))
    case .openedOtherwise(let line):
      outcome.tally.known += 1
      outcome.faults.append(
        .init(
          line: line,
          reason:
            "\(incident.number) is \(name), which opened at \(moment: story.ticket.openedAt). The log says another moment now, so its new rows were left out."
        ))
    }
  }
}
