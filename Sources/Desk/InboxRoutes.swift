// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Mail
import Platform
import Rules
import Storage
import Web

/// Mail that waits for a person: senders nobody knows, and what could not be understood.
struct InboxRoutes: Sendable {
  let pen: Pen
  private var house: House { pen.house }

  private static let shape = Shape(
    ClientField.field(),
    .text("name", label: "Their name", max: 120).optional
      .help("Adds them to the client's people, so that their next mail is known."))

  var routes: [Route] { [list, listing, show, raw, assign, dismiss, again] }

  private var list: Route {
    .page(.staff, "inbox", may: .deskDispatch, scope: .client, summary: "Mail that waits.") {
      call in
      let entries = try await waiting(call)
      return InboxPages.list(entries)
    }
  }

  private var listing: Route {
    .read(.staff, "inbox", may: .deskDispatch, scope: .client, summary: "Mail that waits.") {
      call in Answer(try await waiting(call).map(\.json), next: nil)
    }
  }

  /// Nobody's mail is everybody's who may see every client; others see none of it.
  private func waiting(_ call: Call<Staff>) async throws -> [InboxEntry] {
    guard call.who.scope == .everyClient else { return [] }
    return try await house.db.read { try InboxEntry.waiting(at: call.now, in: $0) }
  }

  private var show: Route {
    .page(
      .staff, "inbox/:id", may: .deskDispatch, scope: .client,
      summary: "One waiting mail with a suggested client."
    ) { try await draw($0) }
  }

  @Sendable private func draw(_ call: Call<Staff>) async throws -> Page {
    let entry = try await find(call)
    let bytes = try await house.files.bytes(of: entry.rawFile) ?? []
    let message = try? MailMessage(parsing: bytes)  // what can't be read is shown as that
    let (typed, field, suggested) = try await house.db.read { db in
      let scope = call.who.scope
      let suggested = try Client.suggested(forSender: entry.sender, for: scope, in: db)
      let typed = call.typed.over([
        "client": suggested?.id.text ?? "", "name": message?.from.first?.name ?? "",
      ])
      let field = try ClientField(naming: typed.value("client"), for: scope, in: db)
      return (typed, field, suggested)
    }
    return InboxPages.show(
      entry, message, shape: InboxRoutes.shape, typed, client: field, suggested: suggested)
  }

  private var raw: Route {
    .page(
      .staff, "inbox/:id/mail", may: .deskDispatch, scope: .client,
      summary: "A mail as it came, to keep."
    ) { call in
      let entry = try await find(call)
      guard let bytes = try await house.files.bytes(of: entry.rawFile) else { throw LostFile() }
      return .foreign("mail-\(entry.id).eml", type: "message/rfc822", bytes)
    }
  }

  private func find(_ call: Call<Staff>) async throws -> InboxEntry {
    guard call.who.scope == .everyClient else { throw Absent() }
    let id: ID<InboxEntry> = try call.id()
    return try await house.db.read { try InboxEntry.find(id, in: $0) }
  }

  private var assign: Route {
    .act(
      .staff, "inbox/:id/assignment", may: .deskDispatch, scope: .client,
      input: InboxRoutes.shape, audit: "ticket.opened",
      summary: "Makes the waiting mail a client's request.", redraw: draw
    ) { call in
      let entry = try await find(call)
      guard let bytes = try await house.files.bytes(of: entry.rawFile) else { throw LostFile() }
      let message = try MailMessage(parsing: bytes)
      let files = try await LetterReading.keep(message.attachments, house)
      return try await call.placing(house.db) { db in
        let current = try InboxEntry.findWaiting(entry.id, in: db)
        let client = try call.requiredClient(in: db)
        let contact = try person(client, entry.sender, call, in: db)
        let placing = MailPlacing(
          entry: current, message: message,
          identity: MessageIdentity(of: message, source: bytes), files: files, pen: pen)
        let ticket = try placing.open(
          placing.request(of: client, contact, in: db),
          by: contact.map { .contact($0) } ?? .system, in: db
        ).ticket
        return Outcome(
          see: ticket.path, json: ticket.json, version: ticket.version,
          flash: "The mail is \(ticket.name) now.")
      }
    }
  }

  private func person(
    _ client: ID<Client>, _ email: String, _ call: Call<Staff>, in db: Connection
  ) throws -> ID<Contact>? {
    let known = try Contact.all(withEmail: email, for: .clients([client]), in: db)
    if let known = known.first { return known.id }
    guard let name = call.input.optionalText("name"), !email.isEmpty else { return nil }
    return try Newcomer(name: name, email: email, client: client)
      .add(by: call.who.member, at: call.now, house: house, in: db).id
  }

  private var dismiss: Route {
    .act(
      .staff, "inbox/:id/dismissal", may: .deskDispatch, scope: .client,
      audit: "inbox.dismissed", summary: "Puts a waiting mail away; it is kept."
    ) { call in
      let id = try await find(call).id
      return try await call.write(house.db) { db in
        var put = try InboxEntry.findWaiting(id, in: db)
        put.state = .dismissed
        try put.save(messageID: nil, hash: nil, in: db)
        try db.append(
          [Fact("inbox.dismissed", about: Subject("inbox", put.id.text), at: call.now)],
          by: .member(call.who.member), at: call.now)
        return Outcome(see: "/inbox", flash: "Put away. The mail is kept.")
      }
    }
  }

  private var again: Route {
    .act(
      .staff, "inbox/:id/retry", may: .deskDispatch, scope: .client, audit: "inbox.retried",
      summary: "Reads a waiting mail once more."
    ) { call in
      let id = try await find(call).id
      return try await call.write(house.db) { db in
        var put = try InboxEntry.findWaiting(id, orUnread: true, in: db)
        put.state = .new
        try put.save(messageID: nil, hash: nil, in: db)
        try db.enqueue(.read(put.id, at: call.now))
        try db.append(
          [Fact("inbox.retried", about: Subject("inbox", put.id.text), at: call.now)],
          by: .member(call.who.member), at: call.now)
        return Outcome(see: "/inbox", flash: "It is being read again.")
      }
    }
  }
}

struct AlreadyPlaced: Refusal {
  let code = "inbox.alreadyPlaced"
  let message: Phrase = "Somebody placed this mail a moment ago. Look in the queue."
}

extension InboxEntry {
  var json: JSON {
    [
      "id": .id(id), "state": .text(state.rawValue), "reason": .optional(reason?.cause.code),
      "why": .optional(reason?.message) { .words($0) },
      "sender": .text(sender), "subject": .text(subject), "receivedAt": .moment(receivedAt),
      "size": .number(size),
    ]
  }
}
