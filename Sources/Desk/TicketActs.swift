// SPDX-License-Identifier: AGPL-3.0-or-later

import Agreements
import Clients
import Platform
import Rules
import Storage
import Web
import Work

/// What staff do on a ticket. Every act is the same five beats: read what was typed, find the
/// story, let the verb decide, save, say where to look.
struct TicketActs: Sendable {
  let pen: Pen
  let redraw: @Sendable (Call<Staff>) async throws -> Page

  var house: House { pen.house }

  typealias Decide = @Sendable (Call<Staff>, TicketStory, Connection) throws -> Change<Ticket>

  var routes: [Route] {
    [
      act("acknowledgement", "acknowledged", "Says that a person of ours has seen it.") {
        call, story, _ in try story.ticket.acknowledged(at: call.now)
      },
      act("notes", "noted", "Adds a note only we see.", TicketShapes.note, decide: note),
      act("time", "timeLogged", "Logs time.", TicketShapes.time, may: .timeLog, decide: time),
      act("holder", "handedOver", "Hands it over, or takes it.", TicketShapes.holder, decide: hand),
      act("priority", "reprioritised", "Changes the priority.", TicketShapes.priority) {
        call, story, db in
        try story.ticket.reprioritised(
          call.input.choice("impact"), call.input.choice("urgency"),
          by: try matrix(of: story.ticket, at: call.now, in: db), why: call.input.text("why"),
          at: call.now)
      },
      act("third-party", "waitedOnThirdParty", "Waits on a third party.", TicketShapes.thirdParty) {
        call, story, _ in
        try story.ticket.waitingOnThirdParty(
          call.input.text("name"), reference: call.input.text("reference"), at: call.now)
      },
      act(
        "third-party/answer", "thirdPartyAnswered", "Records the third party's answer.",
        TicketShapes.thirdPartyAnswer
      ) { call, story, _ in
        try story.ticket.thirdPartyAnswered(call.input.text("words"), at: call.now)
      },
      act("visit", "visitNeeded", "Says that somebody has to go there.", TicketShapes.why) {
        call, story, _ in
        try story.ticket.visitNeeded(why: call.input.text("why"), at: call.now)
      },
      act("visit/arrival", "visitArrived", "Records the arrival on site.") { call, story, _ in
        try story.ticket.visitArrived(at: call.now)
      },
      act("visit/cancellation", "visitCancelled", "Cancels the visit.", TicketShapes.why) {
        call, story, _ in
        try story.ticket.visitCancelled(why: call.input.text("why"), at: call.now)
      },
    ] + endings
  }

  private var endings: [Route] {
    [
      act("resolution", "resolved", "Says what fixed it.", TicketShapes.fix, decide: resolve),
      act("reopening", "reopened", "Opens it again.", TicketShapes.why) { call, story, _ in
        try story.ticket.reopened(why: call.input.text("why"), at: call.now)
      },
      act("closure", "closed", "Closes it for good.") { call, story, _ in
        try story.ticket.closed(at: call.now)
      },
      act("cancellation", "cancelled", "Takes it out of the count.", TicketShapes.why) {
        call, story, _ in
        try story.ticket.cancelled(why: call.input.text("why"), at: call.now)
      },
      act(
        "merge", "merged", "Lets its story go on in another ticket.", TicketShapes.merge,
        decide: merge),
      act("undo", "voided", "Takes an act back.", TicketShapes.undo, decide: undo),
    ]
  }

  /// One act as a value: its form, its JSON twin and its transaction.
  func act(
    _ path: String, _ fact: String, _ summary: String, _ input: Shape = .none,
    may permission: Permission = .deskWork, decide: @escaping Decide
  ) -> Route {
    .act(
      .staff, "tickets/:number/\(path)", may: permission, scope: .client, input: input,
      audit: "ticket.\(fact)", versioned: true, summary: summary, redraw: redraw
    ) { call in
      let number = try call.number()
      return try await call.write(house.db) { db in
        let story = try TicketStory.forChange(number: number, for: call.who.scope, in: db)
        try call.expect(story)
        let change = try decide(call, story, db)
        let ticket = try story.save(
          change, by: .member(call.who.member), at: call.now, house: house, in: db
        ).ticket
        return Outcome(
          see: ticket.mergedInto.map { "/tickets/\($0)" } ?? ticket.path, json: ticket.json,
          version: ticket.version)
      }
    }
  }
}

extension TicketActs {
  private func note(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    let noted = story.ticket.noted(call.input.text("words"), at: call.now)
    return try noted.followed(by: logging(call, noted.value, words: "", in: db))
  }

  private func time(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    try logging(call, story.ticket, words: call.input.text("words"), in: db)
      ?? Change(story.ticket)
  }

  /// Time that was given along with another act; nil when none was.
  func logging(
    _ call: Call<Staff>, _ ticket: Ticket, words: String, in db: Connection
  ) throws -> Change<Ticket>? {
    guard let minutes = call.input.optionalInt("minutes") else { return nil }
    let entry = TimeEntry(
      id: house.ids.next(TimeEntry.self, at: call.now), member: call.who.member,
      client: ticket.placement.client, ticket: ticket.id, minutes: minutes, words: words,
      workedAt: call.now)
    try entry.insert(in: db)
    return ticket.logged(entry.id, minutes: minutes, at: call.now)
  }

  /// Handing over needs somebody who may see this client; nobody is an answer too.
  private func hand(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    let holder: ID<Member>? = call.input.optionalID("holder")
    if let holder {
      let member = try chosen(in: "holder") { try Member.find(holder, in: db) }
      guard member.active, member.role.permissions.contains(.deskWork),
        member.scope.covers(story.ticket.placement.client)
      else { throw HolderRefused(name: member.name) }
    }
    return try story.ticket.handedOver(
      to: holder, note: call.input.text("note"), at: call.now)
  }

  private func resolve(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    let logged = try logging(call, story.ticket, words: "", in: db) ?? Change(story.ticket)
    let fix = call.input.text("fix")
    let letter = try FixLetter(fix: fix, ticket: logged.value, from: call.who)
      .write(at: call.now, pen: pen, in: db)
    return try logged.followed(
      by: logged.value.resolved(fix: fix, letter: letter, at: call.now))
  }

  private func merge(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    let other = try find(call.input.int("into"), call, in: db)
    let (absorbed, survivor) = try story.ticket.merged(into: other.ticket, at: call.now)
    try other.save(survivor, by: .member(call.who.member), at: call.now, house: house, in: db)
    return absorbed
  }

  /// A number somebody typed: a wrong one is refused where it stands, and a foreign one is wrong.
  private func find(
    _ number: Int, _ call: Call<Staff>, in db: Connection
  ) throws -> TicketStory {
    do {
      return try TicketStory.forChange(number: number, for: call.who.scope, in: db)
    } catch is Absent { throw NoSuchTicket(number: number) }
  }

  private func matrix(
    of ticket: Ticket, at now: Instant, in db: Connection
  ) throws -> PriorityMatrix {
    let client = ticket.placement.client
    return try ticket.placement.agreement.flatMap {
      try Agreement.find($0, for: .clients([client]), in: db).inForce(at: now)?.matrix
    } ?? .standard
  }
}

extension Change {
  /// Both changes as one: what happened first, then what follows, and how it stands in the end.
  func followed(by next: Change<Noun>?) -> Change<Noun> {
    guard let next else { return self }
    return Change(next.value, facts: facts + next.facts)
  }
}

struct HolderRefused: Refusal {
  let name: String
  let code = "ticket.holder"
  let field: String? = "holder"
  var message: Phrase {
    "\(name) can't work on this client's tickets. Choose somebody else, or widen what they may see."
  }
}

struct NoSuchTicket: Refusal {
  let number: Int
  let code = "ticket.noSuchTicket"
  let field: String? = "into"
  var message: Phrase {
    "There is no T-\(String(number)) that you could see. Check the number of the ticket it belongs to."
  }
}
