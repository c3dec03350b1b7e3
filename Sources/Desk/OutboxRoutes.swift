// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage
import Web

/// What goes or went out, whole, as it leaves.
struct OutboxRoutes: Sendable {
  let house: House

  var routes: [Route] { [list, listing, show, send] }

  private var list: Route {
    .page(
      .staff, "outbox", may: .outboxRead, scope: .client, query: Shape.paging,
      summary: "Letters of ours, newest first."
    ) { call in
      let view = try await rows(call)
      return OutboxPages.list(view.page, next: view.next, call.asked)
    }
  }

  private var listing: Route {
    .read(
      .staff, "outbox", may: .outboxRead, scope: .client, query: Shape.paging,
      summary: "Letters of ours, newest first."
    ) { call in
      let view = try await rows(call)
      return Answer(view.page.map(\.json), next: view.next)
    }
  }

  private func rows(_ call: Call<Staff>) async throws -> (page: [Letter], next: Cursor?) {
    let (limit, after) = try call.paging()
    let place = try after.map { cursor in
      (at: Instant(seconds: try cursor.number(0)), id: ID<Letter>(cursor.parts[1]))
    }
    let found = try await house.db.read {
      try Letter.outbox(before: place, limit: limit + 1, for: call.who.scope, in: $0)
    }
    let page = Array(found.prefix(limit))
    let next =
      found.count > limit
      ? page.last.map { Cursor("\($0.writtenAt.seconds)", $0.id.text) } : nil
    return (page, next)
  }

  private var show: Route {
    .page(
      .staff, "outbox/:id", may: .outboxRead, scope: .client,
      summary: "One letter whole, as it leaves."
    ) { call in
      let id: ID<Letter> = try call.id()
      let (letter, number) = try await house.db.read { db in
        let letter = try Letter.find(id, for: call.who.scope, in: db)
        return (letter, try letter.ticketNumber(in: db))
      }
      guard letter.direction == .outbound else { throw Absent() }
      let source = try LetterPost(letter: letter, ticket: number, house: house).bytes()
      return OutboxPages.show(
        letter, ticket: number, source: String(decoding: source, as: UTF8.self),
        maySend: letter.state == .kept && house.config.relay != nil && call.who.may(.deskWork))
    }
  }

  /// Letters written while there was no relay leave only when somebody says so: a month of old
  /// receipts must not go out by itself.
  private var send: Route {
    .act(
      .staff, "outbox/:id/sending", may: .deskWork, scope: .client, audit: "letter.released",
      summary: "Sends a letter that was kept while there was no relay."
    ) { call in
      let id: ID<Letter> = try call.id()
      return try await call.write(house.db) { db in
        let letter = try Letter.find(id, for: call.who.scope, in: db)
        guard house.config.relay != nil,
          try Letter.move(letter.id, from: [.kept], to: .held, in: db)
        else { throw NotKept() }
        try db.enqueue(.send(letter.id, at: call.now))
        try db.append(
          [
            Fact(
              "letter.released", about: Subject("letter", id.text), client: letter.client,
              at: call.now)
          ], by: .member(call.who.member), at: call.now)
        return Outcome(see: "/outbox", flash: "The letter leaves now.")
      }
    }
  }
}

struct NotKept: Refusal {
  let code = "outbox.notKept"
  let message: Phrase =
    "This letter doesn't wait to be sent, or there is no mail relay to send it by. Look at its state."
}

/// Letters as a list, and one as its reader will see it.
enum OutboxPages {
  static func list(_ letters: [Letter], next: Cursor?, _ asked: Typed) -> Page {
    let table = Table(
      [
        Table.Column("Subject", line: .first, isHead: true), Table.Column("To"),
        Table.Column("Written"), Table.Column("State"),
      ],
      rows: letters.map { letter in
        Table.Row([
          "<a href=\"/outbox/\(letter.id)\">\(letter.subject)</a>",
          "\(letter.recipients.joined(separator: ", "))", "\(moment: letter.writtenAt)",
          "\(say: letter.state.label)",
        ])
      })
    let pager = Pager(
      "\(count: letters.count, one: "# letter", many: "# letters")",
      older: next.map { Address("/outbox", ["limit": asked.value("limit")], cursor: $0).text })
    let empty = Empty("Nothing was written yet. Receipts, replies and asks show here, whole.")
    return Page(
      "Outbox", menu: "/outbox",
      "\(Head("Outbox"))\(letters.isEmpty ? empty.html : "\(table)\(pager)")")
  }

  static func show(_ letter: Letter, ticket: Int?, source: String, maySend: Bool) -> Page {
    var head: [(name: Phrase, value: HTML)] = [
      ("From", "\(letter.sender)"), ("To", "\(letter.recipients.joined(separator: ", "))"),
      ("Written", "\(moment: letter.writtenAt)"),
      ("State", letter.standing),
    ]
    if let ticket { head.append(("Ticket", "<a href=\"/tickets/\(ticket)\">T-\(ticket)</a>")) }
    let preview = LetterPreview(letter.subject, head: head, content: Prose(letter.words).html)
    let send = ActButton("Send it now", post: "/outbox/\(letter.id)/sending", weight: .main)
    let raw = Fold("As it leaves, byte for byte", "<pre>\(source)</pre>")
    return Page(
      "\(letter.subject)", menu: "/outbox",
      """
      \(Head("\(letter.subject)", crumbs: [("Outbox", "/outbox")], toolbar: maySend ? Toolbar(send.html) : nil))\(preview)\(raw)
      """)
  }
}

extension Letter {
  /// Its state, and why where that needs saying.
  var standing: HTML {
    "\(say: state.label)\(given: fate, { " \(say: $0.message)" })"
  }

  fileprivate var json: JSON {
    [
      "id": .id(id), "kind": .text(kind.rawValue), "state": .text(state.rawValue),
      "reason": .optional(fate?.cause.code), "why": .optional(fate?.message) { .words($0) },
      "to": .list(recipients) { .text($0) }, "subject": .text(subject), "words": .text(words),
      "writtenAt": .moment(writtenAt), "ticket": .optional(ticket?.text),
    ]
  }
}
