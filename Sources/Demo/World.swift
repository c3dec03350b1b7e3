// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Agreements
import Clients
import Desk
import Platform
import Rules
import Storage

/// A small believable provider: Lanternhouse IT with its people, four clients, their agreements and
/// fifty tickets of the last weeks, made through the verbs people use, so that every figure in it
/// is one the product computed.
package struct World: Sendable {
  let pen: Pen
  package let now: Instant
  private var house: House { pen.house }

  package init(_ pen: Pen, at now: Instant) {
    self.pen = pen
    self.now = now
  }

  /// In one transaction: a world broken off leaves none, and a second start makes no second one.
  package func make(say: @escaping @Sendable (String) -> Void) async throws {
    let world = self
    try await house.db.write { db in
      guard try !Member.exists(in: db) else { return say("The demo world is there already.") }
      say("Making the demo world: people, clients, agreements …")
      try world.makeProvider(in: db)
      try world.makeClients(in: db)
      try world.makeAgreements(in: db)
      let scripts = TicketScript.all(until: world.now, hours: try world.officeHours)
      for (index, script) in scripts.enumerated() {
        try world.play(script, in: db)
        if index % 10 == 9 { say("\(index + 1) of 50 tickets …") }
      }
    }
  }

  // MARK: People

  private func makeProvider(in db: Connection) throws {
    try Provider(name: "Lanternhouse IT", zone: "Europe/London", language: .english)
      .save(at: start, in: db)
    for member in Cast.members { try member.insert(at: start, in: db) }
  }

  /// Before anything else in this world: two months ago.
  private var start: Instant { now.advanced(by: -60 * 86_400) }

  private func makeClients(in db: Connection) throws {
    for client in Cast.clients { try client.insert(at: start, in: db) }
    for site in Cast.sites { try site.insert(at: start, in: db) }
    for contact in Cast.contacts { try contact.insert(at: start, in: db) }
  }

  private var firstDay: Instant {
    get throws {
      let zone = try house.zones.zone(named: "Europe/London")
      return zone.instant(zone.day(at: start))
    }
  }

  /// When our people work.
  private var officeHours: HoursIndex {
    get throws {
      let office = try Cast.calendars(from: firstDay)[0]
      let year = Zone.utc.day(at: now).year
      return HoursIndex(
        try office.timetable(zone: { try house.zones.zone(named: $0) }), years: year - 1...year + 1)
    }
  }

  private func makeAgreements(in db: Connection) throws {
    let first = try firstDay
    for calendar in Cast.calendars(from: first) { try calendar.insert(at: start, in: db) }
    for (client, preset, calendar) in Cast.promises {
      let level = try preset.level(
        version: "1", effectiveFrom: first, calendar: calendar.text)
      let name = "\(preset.rawValue.prefix(1).uppercased())\(preset.rawValue.dropFirst()) support"
      let empty = Agreement(
        id: ID("demo-agreement-\(client)"), client: client, name: name, zone: "Europe/London")
      let drafted = try empty.drafted(level, matrix: .standard, note: "", at: start)
      let signed = try drafted.value.signed(
        by: "Cleo Marsh", on: first, recordedBy: Cast.ada, at: start, opens: { _ in true })
      try signed.value.insert(at: start, in: db)
      try db.append(drafted.facts + signed.facts, by: .member(Cast.ada), at: start)
    }
  }

  // MARK: Tickets

  private func play(_ script: TicketScript, in db: Connection) throws {
    let contact = try Contact.find(script.contact, for: .everyClient, in: db)
    var story = try Request(
      client: contact.client, contact: contact.id, subject: script.subject, words: script.words,
      impact: script.impact, urgency: script.urgency, channel: script.channel,
      receivedAt: script.opensAt
    ).open(
      by: .contact(contact.id), scope: .everyClient, at: script.opensAt, house: house, in: db)
    try Acknowledgement(pen: pen).write(
      story.ticket.id, keptFor: .demo, at: script.opensAt, in: db)
    story = try TicketStory.find(story.ticket.id, for: .everyClient, in: db)
    for step in script.steps where step.at <= now {
      story = try play(step, on: story, contact, in: db)
    }
  }

  private func play(
    _ step: TicketScript.Step, on story: TicketStory, _ contact: Contact, in db: Connection
  ) throws -> TicketStory {
    let ticket = story.ticket
    let change: Change<Ticket>
    switch step.act {
    case .take(let member): change = try ticket.handedOver(to: member, note: "", at: step.at)
    case .reply(let words):
      change = try ticket.replied(
        letter(.reply, words, ticket, contact, step.at, in: db), at: step.at)
    case .ask(let sentence):
      let ask = Ask(
        id: house.ids.next(Ask.self, at: step.at), sentence: sentence, contact: contact.id,
        dueAt: step.at.advanced(by: 86_400), way: .done)
      change = try ticket.asked(ask, at: step.at)
    case .answer(let words):
      let id = try letter(.message, words, ticket, contact, step.at, in: db)
      change = try ticket.heard(id, from: contact.id, automatic: false, at: step.at)
    case .note(let words): change = ticket.noted(words, at: step.at)
    case .resolve(let fix):
      change = try ticket.resolved(
        fix: fix, letter: letter(.resolution, fix, ticket, contact, step.at, in: db), at: step.at)
    case .reopen(let why): change = try ticket.reopened(why: why, at: step.at)
    case .waitOn(let name, let reference):
      change = try ticket.waitingOnThirdParty(name, reference: reference, at: step.at)
    }
    return try story.save(change, by: step.actor, at: step.at, house: house, in: db)
  }

  private func letter(
    _ kind: Letter.Kind, _ words: String, _ ticket: Ticket, _ contact: Contact, _ at: Instant,
    in db: Connection
  ) throws -> ID<Letter> {
    let isOurs = kind == .reply || kind == .resolution
    let letter = Letter(
      id: house.ids.next(Letter.self, at: at), direction: isOurs ? .outbound : .inbound,
      kind: kind, channel: .mail, ticket: ticket.id, client: ticket.placement.client,
      contact: contact.id, member: isOurs ? Cast.ben : nil,
      sender: isOurs ? "desk@lanternhouse.example" : contact.email ?? "",
      recipients: isOurs ? [contact.email ?? ""] : ["desk@lanternhouse.example"],
      subject: "Re: \(ticket.subject)", words: words, proof: .ours,
      state: isOurs ? .kept : .received,
      fate: isOurs ? .demo : nil, writtenAt: at)
    try letter.insert(in: db)
    return letter.id
  }
}

extension World {
  /// One line a person: who, and the address that signs them in once.
  package func doors() async throws -> [String] {
    var lines: [String] = []
    for (id, title) in [(Cast.ada, "owner"), (Cast.dee, "dispatcher"), (Cast.ben, "technician")] {
      let name = Cast.members.first { $0.id == id }?.name ?? ""
      let token = try await house.db.write { db in
        try SignInLink.make(for: id, validFor: 86_400, at: now, in: db)
      }
      lines.append("\(name) (\(title))  \(house.config.baseURL)/sign-in/\(token)")
    }
    let cleo = try await house.db.read { try Contact.find(Cast.cleo, for: .everyClient, in: $0) }
    let link = ContactLink(to: cleo.id, email: cleo.email, at: now).text(secrets: house.secrets)
    lines.append("Cleo Marsh (client contact)  \(house.config.baseURL)/for/\(link)")
    return lines
  }
}

extension World {
  /// What the command line asks for.
  package static func verb(_ pen: Pen) -> Verb {
    Verb("demo") { house, _, say in
      let world = World(pen, at: house.clock.now())
      try await world.make(say: say)
      return Verb.Reply(try await world.doors().joined(separator: "\n"))
    }
  }
}
