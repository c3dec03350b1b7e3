// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Desk
import Platform
import Rules
import Storage
import Web

/// What a contact sees and does by their link. Opening one changes nothing; a button acts.
struct VisitorRoutes: Sendable {
  let pen: Pen
  private var house: House { pen.house }

  private static let words = Shape(.long("words", label: "Your message"))

  private static let answer = Shape(
    .choice(
      "answer", label: "Your answer",
      [Field.Choice("yes", "Yes"), Field.Choice("no", "No")]
    ).conditional,
    .text("choice", label: "Your choice", max: 300).conditional,
    .long("words", label: "Your answer").conditional)

  var routes: [Route] { [waiting, request, file, write, notFixed, ask, settle] }

  private var waiting: Route {
    .page(
      .visitor, "for/:link", scope: .own, query: Shape.paging,
      summary: "What waits on the contact, and their requests."
    ) { call in
      let (limit, after) = try call.paging(parts: 1)
      let place = try after.map { (rank: 0, number: try $0.number(0)) }
      let (asks, rows) = try await house.db.read { db in
        (
          try AskRecord.open(for: call.who.contact, in: db),
          try TicketRow.list(own, after: place, limit: limit + 1, for: call.who.scope, in: db)
        )
      }
      let page = Array(rows.prefix(limit))
      let next = rows.count > limit ? page.last.map { Cursor("\($0.number)") } : nil
      return VisitorPages.waiting(
        asks, page, next: next, isFirst: after == nil, link: call.path("link"))
    }
  }

  private var own: TicketList {
    var list = TicketList()
    list.order = .number
    return list
  }

  private var request: Route {
    .page(
      .visitor, "for/:link/requests/:number", scope: .own,
      summary: "One request of theirs with the clocks of its promises."
    ) { try await draw($0) }
  }

  private var file: Route {
    .page(
      .visitor, "for/:link/requests/:number/files/:file", scope: .own,
      summary: "A file that came with a letter on a request of theirs, to keep."
    ) { call in
      try await LetterFile.download(
        call.id("file"), on: call.number(), for: call.who.scope, house: house)
    }
  }

  @Sendable private func draw(_ call: Call<Visitor>) async throws -> Page {
    let number = try call.number()
    let view = try await house.db.read { db in
      try VisitorView.load(number, who: call.who, at: call.now, house: house, in: db)
    }
    return VisitorPages.request(
      view, VisitorRoutes.words, call.typed, link: call.path("link"), who: call.who)
  }

  private var write: Route {
    .act(
      .visitor, "for/:link/requests/:number/messages", scope: .own, input: VisitorRoutes.words,
      audit: "ticket.clientWrote", summary: "Adds a message of theirs.", redraw: draw
    ) { call in
      try await heard(call, reopening: false, "We have your message.")
    }
  }

  /// Their own "not fixed" reopens at once (HOUSE, *Ticket states*).
  private var notFixed: Route {
    .act(
      .visitor, "for/:link/requests/:number/not-fixed", scope: .own, input: VisitorRoutes.words,
      audit: "ticket.reopened", summary: "Says that it is not fixed; the clock goes on.",
      redraw: draw
    ) { call in
      try await heard(
        call, reopening: true, "We are on it again; the clock of our promise goes on.")
    }
  }

  private func heard(
    _ call: Call<Visitor>, reopening: Bool, _ flash: Phrase
  ) async throws -> Outcome {
    let number = try call.number()
    return try await call.write(house.db) { db in
      let story = try TicketStory.forChange(number: number, for: call.who.scope, in: db)
      let letter = Letter(
        id: house.ids.next(Letter.self, at: call.now), direction: .inbound, kind: .message,
        channel: .portal, ticket: story.ticket.id, client: call.who.client,
        contact: call.who.contact, sender: "", recipients: [], subject: story.ticket.subject,
        words: call.input.text("words"), proof: .ours, state: .received, writtenAt: call.now)
      try letter.insert(in: db)
      let heard = try story.ticket.heard(
        letter.id, from: call.who.contact, automatic: false, at: call.now)
      let actor = Actor.contact(call.who.contact)
      let told = try story.save(heard, by: actor, at: call.now, house: house, in: db)
      guard reopening else { return outcome(told, call, flash) }
      let again = try told.save(
        try told.ticket.reopened(why: call.input.text("words"), at: call.now), by: actor,
        at: call.now, house: house, in: db)
      return outcome(again, call, flash)
    }
  }

  private func outcome(_ story: TicketStory, _ call: Call<Visitor>, _ flash: Phrase) -> Outcome {
    Outcome(
      see: "/for/\(call.path("link"))/requests/\(story.ticket.number)",
      json: ["state": .text(story.ticket.state.rawValue)], flash: flash)
  }

  private var ask: Route {
    .page(
      .visitor, "for/:link/asks/:ask", scope: .own, summary: "What we need, and the way to answer."
    ) { try await drawAsk($0) }
  }

  @Sendable private func drawAsk(_ call: Call<Visitor>) async throws -> Page {
    let id: ID<Ask> = try call.id("ask")
    let (record, goesOn) = try await house.db.read { db in
      let record = try AskRecord.find(id, for: call.who.scope, in: db)
      return (record, try record.goesOn(for: call.who.scope, in: db))
    }
    return VisitorPages.ask(
      record, goesOn: goesOn, VisitorRoutes.answer, call.typed, link: call.path("link"))
  }

  private var settle: Route {
    .act(
      .visitor, "for/:link/asks/:ask/answer", scope: .own, input: VisitorRoutes.answer,
      audit: "ticket.askSettled", summary: "Answers an ask; the clock goes on.", redraw: drawAsk
    ) { call in
      let id: ID<Ask> = try call.id("ask")
      return try await call.write(house.db) { db in
        let record = try AskRecord.find(id, for: call.who.scope, in: db)
        let (how, words) = try record.settlement(call.input)
        let story = try TicketStory.forChange(record.ticket, for: .clients([record.client]), in: db)
        let saved = try story.save(
          try story.ticket.settled(id, how: how, words: words, at: call.now),
          by: .contact(call.who.contact), at: call.now, house: house, in: db)
        return Outcome(
          see: "/for/\(call.path("link"))/asks/\(id)",
          json: ["state": .text(saved.ticket.state.rawValue)],
          flash: "Thank you. We go on from here.")
      }
    }
  }
}

extension AskRecord {
  /// What the contact's answer comes to, by the way that was asked.
  func settlement(_ input: Input) throws -> (AskSettlement, String) {
    let words = input.text("words")
    switch ask.way {
    case .done: return (.link, words)
    case .approve:
      guard let answer = input.optionalText("answer") else { throw AnswerMissing(field: "answer") }
      return (answer == "no" ? .declined : .link, words)
    case .choose:
      let choice = input.text("choice")
      guard ask.choices.contains(choice) else { throw AnswerMissing(field: "choice") }
      return (.link, words.isEmpty ? choice : "\(choice)\n\(words)")
    case .write:
      guard !words.isEmpty else { throw AnswerMissing(field: "words") }
      return (.link, words)
    }
  }
}

struct AnswerMissing: Refusal {
  let field: String?
  let code = "ask.answerMissing"
  let message: Phrase =
    "Your answer is missing, and without it we can't go on. Choose or write one."
}
