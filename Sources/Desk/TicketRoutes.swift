// SPDX-License-Identifier: AGPL-3.0-or-later

import Access
import Agreements
import Clients
import Platform
import Rules
import Storage
import Web

/// Tickets: the queue and each one's page.
struct TicketRoutes: Sendable {
  let pen: Pen
  private var house: House { pen.house }

  static let query = Shape(
    .choice("state", label: "State", TicketList.States.choices).optional,
    ClientField.field().optional,
    .id("holder", label: "Holder").optional,
    .choice("cover", label: "Cover", TicketList.covers).optional,
    .choice("priority", label: "Priority", Priority.all.map { Field.Choice($0.name, $0.label) })
      .optional,
    .text("q", label: "Words", max: 200).optional,
    .choice(
      "sort", label: "Order",
      [Field.Choice("due", "Next promise first"), Field.Choice("number", "Newest first")]
    ).optional
  ).paged

  var routes: [Route] {
    let acts = TicketActs(pen: pen, redraw: draw)
    return [queue, listing, show, reading, explain, split] + TicketOpening(pen: pen).routes
      + TicketMoving(pen: pen).routes + acts.routes
      + TicketAsker(house: house, acts: acts).routes + TicketTalk(pen: pen, acts: acts).routes
  }

  private var queue: Route {
    .page(
      .staff, "tickets", may: .deskRead, scope: .client, query: TicketRoutes.query,
      summary: "Tickets, filtered, sorted and paged by address."
    ) { call in
      if let number = try await named(call) { return .see("/tickets/\(number)") }
      let (asked, view) = try await rows(call)
      let count = try await house.db.read {
        try TicketRow.count(asked.list, for: call.who.scope, in: $0)
      }
      return QueuePages.queue(
        view.page, next: view.next, count: count, client: asked.client, holders: asked.holders,
        query: TicketRoutes.query, call.asked)
    }
  }

  /// Whoever types a ticket's number wants that ticket.
  private func named(_ call: Call<Staff>) async throws -> Int? {
    guard let number = TicketStory.number(in: call.input.text("q")) else { return nil }
    return try await house.db.read {
      try TicketStory.seen(number, for: call.who.scope, in: $0)
    }
  }

  private var listing: Route {
    .read(
      .staff, "tickets", may: .deskRead, scope: .client, query: TicketRoutes.query,
      summary: "Tickets, filtered, sorted and paged by cursor."
    ) { call in
      let (_, view) = try await rows(call)
      return Answer(view.page.map(\.json), next: view.next)
    }
  }

  private func rows(_ call: Call<Staff>) async throws -> (
    asked: QueueAsked, view: (page: [TicketRow], next: Cursor?)
  ) {
    let (limit, after) = try call.paging()
    let place = try after.map { cursor in
      (rank: try cursor.number(0), number: try cursor.number(1))
    }
    let (asked, found) = try await house.db.read { [house] db in
      let asked = try QueueAsked(call, in: db)
      let found = try TicketRow.list(
        asked.list, after: place, limit: limit + 1, for: call.who.scope, in: db)
      return (asked, try found.counted(at: call.now, house: house, in: db))
    }
    let page = Array(found.prefix(limit))
    let next = found.count > limit ? page.last.map { Cursor("\($0.rank)", "\($0.number)") } : nil
    return (asked, (page, next))
  }

  private var show: Route {
    .page(
      .staff, "tickets/:number", may: .deskRead, scope: .client,
      summary: "One ticket: its promises, its story, what can be done."
    ) { try await draw($0) }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    var view = try await view(call)
    let client = view.ticket.placement.client
    view.naming = PersonField(
      of: client, offering: view.place.askable, adding: call.who.may(.clientsEdit))
    for (act, field) in [("asks", \TicketView.asking), ("contact", \TicketView.naming)] {
      let sent = call.typed.sent(to: "\(view.ticket.path)/\(act)")
      guard !sent.isEmpty else { continue }
      let empty = view[keyPath: field]
      view[keyPath: field] = try await house.db.read {
        try empty.again(sent, for: .clients([client]), in: $0)
      }
    }
    return TicketPages.show(view, call.typed, who: call.who)
  }

  private func view(_ call: Call<Staff>) async throws -> TicketView {
    let number = try call.number()
    return try await house.db.read {
      try TicketView.load(number, for: call.who.scope, at: call.now, house: house, in: $0)
    }
  }

  private var reading: Route {
    .read(
      .staff, "tickets/:number", may: .deskRead, scope: .client,
      summary: "One ticket with its clocks as they stand now."
    ) { call in
      let number = try call.number()
      let (ticket, clocks) = try await house.db.read { db in
        let story = try TicketStory.find(number: number, for: call.who.scope, in: db)
        return (
          story.ticket, try TicketClocks.read(story.history, asOf: call.now, house: house, in: db)
        )
      }
      return Answer(
        ticket.json.adding("clocks", .list(clocks.reading.cycles) { $0.json }),
        version: ticket.version)
    }
  }

  private var explain: Route {
    .page(
      .staff, "tickets/:number/clocks", may: .deskRead, scope: .client,
      summary: "Every minute of every clock of a ticket, with its reason."
    ) { call in TicketPages.explain(try await view(call), who: call.who) }
  }

  private var split: Route {
    .act(
      .staff, "tickets/:number/split", may: .deskWork, scope: .client, input: TicketShapes.split,
      audit: "ticket.splitOff", versioned: true,
      summary: "Makes part of a ticket a ticket of its own, which starts now.", redraw: draw
    ) { call in
      let number = try call.number()
      return try await call.write(house.db) { db in
        let story = try TicketStory.forChange(number: number, for: call.who.scope, in: db)
        try call.expect(story)
        let old = story.ticket
        let new = try Request(
          client: old.placement.client, contact: old.placement.contact, site: old.placement.site,
          subject: call.input.text("subject"), words: call.input.text("words"),
          impact: old.impact, urgency: old.urgency, channel: .form,
          receivedAt: call.now, origin: old.number
        ).open(
          by: .member(call.who.member), scope: call.who.scope, at: call.now, house: house, in: db)
        try story.save(
          try old.split(into: new.ticket.number, at: call.now), by: .member(call.who.member),
          at: call.now, house: house, in: db)
        let made = new.ticket
        return Outcome(
          see: made.path, json: made.json, version: made.version, created: true,
          flash: "\(made.name) was split off and starts now.")
      }
    }
  }
}
