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
      let post = try await house.db.read { db in
        try LetterPost.find(
          try Letter.find(id, for: call.who.scope, in: db), house: house, in: db)
      }
      guard post.letter.direction == .outbound else { throw Absent() }
      return OutboxPages.show(
        post,
        maySend: post.letter.isStuck && house.config.relay != nil && call.who.may(.deskWork))
    }
  }

  /// Letters written while there was no relay leave only when somebody says so: a month of old
  /// receipts must not go out by itself. One that failed is tried again, one that waits at once.
  private var send: Route {
    .act(
      .staff, "outbox/:id/sending", may: .deskWork, scope: .client, audit: "letter.released",
      summary: "Sends a letter that was kept, failed, or waits for the relay."
    ) { call in
      let id: ID<Letter> = try call.id()
      return try await call.write(house.db) { db in
        let letter = try Letter.find(id, for: call.who.scope, in: db)
        guard house.config.relay != nil,
          letter.isStuck, try letter.release(at: call.now, in: db)
        else { throw NotKept() }
        try db.enqueue(.send(letter.id, at: call.now))
        try db.append(
          [
            Fact(
              "letter.released", about: Subject("letter", id.text), client: letter.client,
              at: call.now)
          ], by: .member(call.who.member), at: call.now)
        return Outcome(
          see: try place(letter, for: call.who, in: db), flash: "The letter leaves now.")
      }
    }
  }

  /// Who works at the desk need not see the outbox; its letters stand on their tickets.
  private func place(_ letter: Letter, for who: Staff, in db: Connection) throws -> String {
    if who.may(.outboxRead) { return "/outbox/\(letter.id)" }
    return try letter.ticketNumber(in: db).map { "/tickets/\($0)" } ?? "/"
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
          letter.standing,
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

  static func show(_ post: LetterPost, maySend: Bool) -> Page {
    let letter = post.letter
    var head: [(name: Phrase, value: HTML)] = [
      ("From", "\(letter.sender)"), ("To", "\(letter.recipients.joined(separator: ", "))"),
      ("Written", "\(moment: letter.writtenAt)"),
      ("State", letter.standing),
    ]
    if let ticket = post.ticket {
      head.append(("Ticket", "<a href=\"/tickets/\(ticket)\">T-\(ticket)</a>"))
    }
    let preview = LetterPreview(letter.subject, head: head, content: Prose(letter.words).html)
    let send = ActButton(
      letter.isLost ? "Send it again" : "Send it now", post: letter.sendingPath, weight: .main)
    return Page(
      "\(letter.subject)", menu: "/outbox",
      """
      \(Head("\(letter.subject)", crumbs: [("Outbox", "/outbox")], toolbar: maySend ? Toolbar(send.html) : nil))\(preview)\(source(of: post))
      """)
  }
}

extension OutboxPages {
  /// A letter that can't be written as a mail has no bytes; its state says why.
  private static func source(of post: LetterPost) -> HTML {
    guard let bytes = try? post.bytes() else { return .empty }
    return Fold(
      "As it leaves, byte for byte", "<pre>\(String(decoding: bytes, as: UTF8.self))</pre>"
    ).html
  }
}

extension Letter {
  /// It never left, and nobody is about to send it: a person may.
  var isStuck: Bool {
    switch state {
    case .kept, .failed, .refused: true
    case .held: fate != nil
    case .received, .sending, .sent, .moot, .quiet, .unaddressed, .takenBack: false
    }
  }

  /// Somebody has to know: the client reads nothing of it.
  var isLost: Bool { state == .failed || state == .refused }

  var sendingPath: String { "/outbox/\(id)/sending" }

  /// Its state, and why where that needs saying.
  var standing: HTML {
    guard let fate, !fate.isMute else { return "\(say: stand)" }
    return "\(say: stand)\(if: state != .held, ":") \(say: fate.message)"
  }

  /// Where it stands, in a few words.
  var stand: Phrase {
    guard state == .held, let sendAt else { return state.label }
    if fate != nil { return "not sent yet, tried again \(moment: sendAt)." }
    return sendAt.since(writtenAt) > 60 ? "leaves \(moment: sendAt)" : state.label
  }

  fileprivate var json: JSON {
    [
      "id": .id(id), "kind": .text(kind.rawValue), "state": .text(state.rawValue),
      "reason": .optional(fate?.cause.code), "why": .optional(fate?.message) { .words($0) },
      "to": .list(recipients) { .text($0) }, "subject": .text(subject), "words": .text(words),
      "writtenAt": .moment(writtenAt), "ticket": .optional(ticket?.text),
      "leavesAt": .optional(state == .held ? sendAt : nil) { .moment($0) },
    ]
  }
}
