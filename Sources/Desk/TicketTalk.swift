// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Clients
import Platform
import Rules
import Storage
import Web

/// What staff say to the client: replies, asks, and the letters they travel in.
struct TicketTalk: Sendable {
  let pen: Pen
  let acts: TicketActs

  var routes: [Route] {
    [
      acts.act("reply", "replied", "Replies to the client.", TicketShapes.reply, decide: reply),
      acts.act(
        "asks", "asked", "Asks the client for something; the clock waits.", TicketShapes.ask,
        decide: ask),
      settle,
    ]
  }

  private func reply(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    let ticket = story.ticket
    let letter = try letter(.reply, ticket, call.input.text("words"), call, in: db)
    let replied = try ticket.replied(letter, at: call.now)
    let logged = try replied.followed(by: acts.logging(call, replied.value, words: "", in: db))
    guard call.input.optionalText("afterwards") == "resolve" else { return logged }
    return try logged.followed(
      by: logged.value.resolved(fix: call.input.text("words"), at: call.now))
  }

  /// A reply to somebody without an address is a call that was logged: it counts all the same
  /// (SLA 27).
  private func letter(
    _ kind: Letter.Kind, _ ticket: Ticket, _ words: String, _ call: Call<Staff>,
    to person: ID<Contact>? = nil, in db: Connection
  ) throws -> ID<Letter> {
    guard let contact = person ?? ticket.placement.contact else { throw NobodyToWriteTo() }
    let draft = LetterDraft(
      kind: kind, ticket: ticket,
      contact: try Contact.find(contact, for: .clients([ticket.placement.client]), in: db),
      member: call.who.member, subject: "Re: \(ticket.subject)", words: words)
    return try draft.write(at: call.now, pen: pen, in: db).id
  }

  private func ask(
    _ call: Call<Staff>, _ story: TicketStory, _ db: Connection
  ) throws -> Change<Ticket> {
    let dueAt = try call.input.required(moment: "dueAt")
    let theirs = Scope.clients([story.ticket.placement.client])
    guard let person = try call.person(story.ticket.usual(in: db), for: theirs, in: db) else {
      throw NobodyToAsk()
    }
    var ask = Ask(
      id: pen.house.ids.next(Ask.self, at: call.now), sentence: call.input.text("sentence"),
      contact: person.id, dueAt: dueAt, way: call.input.choice("way"),
      choices: call.input.text("choices").split(whereSeparator: \.isNewline).map(String.init))
    ask.letter = try AskLetter(
      ask: ask, ticket: story.ticket, contact: person, from: call.who
    ).write(at: call.now, pen: pen, in: db)
    let change = try story.ticket.asked(ask, at: call.now)
    for job in AskReminder.jobs(for: ask, askedAt: call.now) {
      try db.enqueue(job)
    }
    return change
  }

  private var settle: Route {
    .act(
      .staff, "tickets/:number/asks/:ask/settlement", may: .deskWork, scope: .client,
      input: TicketShapes.settlement, audit: "ticket.askSettled", versioned: true,
      summary: "Records how an ask ended: on the phone, declined, or no longer needed.",
      redraw: acts.redraw
    ) { call in
      let number = try call.number()
      let ask: ID<Ask> = try call.id("ask")
      return try await call.write(pen.house.db) { db in
        let story = try TicketStory.forChange(number: number, for: call.who.scope, in: db)
        try call.expect(story)
        let change = try story.ticket.settled(
          ask, how: call.input.choice("how"), words: call.input.text("words"), at: call.now)
        let ticket = try story.save(
          change, by: .member(call.who.member), at: call.now, house: pen.house, in: db
        ).ticket
        return Outcome(see: ticket.path, json: ticket.json, version: ticket.version)
      }
    }
  }
}

struct NobodyToAsk: Refusal {
  let code = "ticket.nobodyToAsk"
  let field: String? = "who"
  let message: Phrase = "An ask needs one person who has to act. Say who, by name or mail address."
}

struct NobodyToWriteTo: Refusal {
  let code = "ticket.nobodyToWriteTo"
  let message: Phrase =
    "Nobody is named who asks, so there is nobody to write to. Say who asks first."
}

/// The letter an ask travels in: what we need and why, by when, and the one button that answers.
struct AskLetter: Sendable {
  let ask: Ask
  let ticket: Ticket
  let contact: Contact
  let from: Staff

  func write(at now: Instant, pen: Pen, in db: Connection) throws -> ID<Letter> {
    let link = pen.link("asks/\(ask.id)", for: contact, at: now)
    let holder = try ticket.holder.map { try Member.find($0, in: db).name }
    let who: Phrase =
      holder.map { "\($0) looks after your request." } ?? "Our desk looks after your request."
    let text: Phrase =
      """
      \(contact.name), we need something from you to go on with \(ticket.name), “\(ticket.subject)”:

      \(ask.sentence)

      Please answer by \(moment: ask.dueAt) here: \(link)

      Until then the clock of our promise waits. \(phrase: who)
      """
    return try LetterDraft(
      kind: .ask, ticket: ticket, contact: contact, member: from.member,
      subject: ask.sentence, words: try pen.words(text, for: contact, in: db)
    ).write(at: now, pen: pen, in: db).id
  }
}
