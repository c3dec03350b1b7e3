// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension Letter {
  static let columns = columns(html: "l.html")

  /// Lists leave the HTML out, which may be long.
  static func columns(html: SQL) -> SQL {
    """
    l.id, l.direction, l.kind, l.channel, l.ticket_id, l.client_id, l.contact_id, l.member_id,
    l.sender, l.recipients, l.subject, l.words, \(html), l.raw_file, l.message_id,
    l.in_reply_to, l.proof, l.state, l.state_words, l.send_at, l.written_at
    """
  }

  package static func find(
    _ id: ID<Letter>, for scope: Scope, in db: Connection
  ) throws -> Letter {
    let found = try db.first(
      """
      SELECT \(columns) FROM letters l
      WHERE l.id = \(id) AND \(scope, client: "l.client_id", contact: "l.contact_id")
      """, read)
    guard let found else { throw Absent() }
    return found
  }

  /// A letter on its way out, for the job that sends it.
  static func outgoing(_ id: ID<Letter>, in db: Connection) throws -> Letter? {
    try db.first(
      "SELECT \(columns) FROM letters l WHERE l.id = \(id) AND l.direction = 'outbound'", read)
  }

  /// Everything written on a ticket, in order.
  package static func all(of ticket: ID<Ticket>, in db: Connection) throws -> [Letter] {
    try db.all(
      """
      SELECT \(columns) FROM letters l WHERE l.ticket_id = \(ticket)
      ORDER BY l.written_at, l.id LIMIT 2000
      """, read)
  }

  /// What goes or went out, newest first.
  static func outbox(
    before: (at: Instant, id: ID<Letter>)? = nil, limit: Int, for scope: Scope, in db: Connection
  ) throws -> [Letter] {
    let last = before ?? (Instant(seconds: .max), ID("~"))
    return try db.all(
      """
      SELECT \(columns) FROM letters l
      WHERE l.direction = 'outbound' AND \(scope, client: "COALESCE(l.client_id, '')")
        AND (l.written_at, l.id) < (\(last.at), \(last.id))
      ORDER BY l.written_at DESC, l.id DESC LIMIT \(limit)
      """, read)
  }

  func ticketNumber(in db: Connection) throws -> Int? {
    guard let ticket else { return nil }
    return try db.first("SELECT number FROM tickets WHERE id = \(ticket)") { try $0[0] }
  }

  /// The mail of theirs on that ticket that a letter to them answers.
  static func lastHeard(
    from contact: ID<Contact>, on ticket: ID<Ticket>, in db: Connection
  ) throws -> String? {
    try db.first(
      """
      SELECT l.message_id FROM letters l
      WHERE l.ticket_id = \(ticket) AND l.contact_id = \(contact) AND l.direction = 'inbound'
        AND l.message_id IS NOT NULL
      ORDER BY l.written_at DESC, l.id DESC LIMIT 1
      """
    ) { try $0[0] }
  }

  /// The Message-IDs of the mails it answers, the first one first, as far as the ticket knows them.
  func references(in db: Connection) throws -> [String] {
    guard let ticket, let inReplyTo else { return inReplyTo.map { [$0] } ?? [] }
    let parents = try db.all(
      """
      SELECT l.message_id, l.in_reply_to FROM letters l
      WHERE l.ticket_id = \(ticket) AND l.message_id IS NOT NULL
      ORDER BY l.written_at, l.id LIMIT 2000
      """
    ) { (try $0[0] as String, try $0[1] as String?) }
    let answers = Dictionary(parents) { first, _ in first }
    var chain = [inReplyTo]
    while let last = chain.last, let parent = answers[last] ?? nil, !chain.contains(parent),
      chain.count < 20
    {
      chain.append(parent)
    }
    return chain.reversed()
  }

  package func insert(in db: Connection) throws {
    try db.execute(
      """
      INSERT INTO letters (id, ticket_id, client_id, direction, kind, channel, contact_id,
        member_id, sender, recipients, subject, words, html, raw_file, message_id, in_reply_to,
        proof, state, state_words, send_at, written_at)
      VALUES (\(id), \(ticket), \(client), \(direction), \(kind), \(channel), \(contact),
        \(member), \(sender), \(recipients.joined(separator: "\n")), \(subject), \(words),
        \(html), \(rawFile), \(messageID), \(inReplyTo), \(proof), \(state), \(fate?.cause.text ?? ""),
        \(sendAt), \(writtenAt))
      """)
  }

  /// Moves on from the state it was seen in; false when somebody else moved it first.
  static func move(
    _ id: ID<Letter>, from: [State], to state: State, why fate: LetterFate? = nil,
    in db: Connection
  ) throws -> Bool {
    try db.execute(
      """
      UPDATE letters SET state = \(state), state_words = \(fate?.cause.text ?? "")
      WHERE id = \(id) AND state IN \(list: from.map(\.rawValue))
      """) == 1
  }

  /// Back to waiting: it is tried again then.
  static func putOff(
    _ id: ID<Letter>, until next: Instant, why fate: LetterFate, in db: Connection
  ) throws {
    try db.execute(
      """
      UPDATE letters SET state = 'held', state_words = \(fate.cause.text), send_at = \(next)
      WHERE id = \(id) AND state = 'sending'
      """)
  }

  /// In line again, to the address its contact has by now; false when somebody was faster. Throws
  /// `NobodyReads` when the contact has left or has no address any more.
  func release(at now: Instant, in db: Connection) throws -> Bool {
    let address =
      try contact.map { try NobodyReads.unlessReached($0, in: db) }
      ?? recipients.joined(separator: "\n")
    return try db.execute(
      """
      UPDATE letters SET state = 'held', state_words = '', send_at = \(now),
        recipients = \(address)
      WHERE id = \(id) AND state = \(state)
      """) == 1
  }

  static func read(_ row: Row) throws -> Letter {
    let recipients: String = try row[9]
    let fate: String = try row[18]
    return Letter(
      id: try row[0], direction: try row[1], kind: try row[2], channel: try row[3],
      ticket: try row[4], client: try row[5], contact: try row[6], member: try row[7],
      sender: try row[8], recipients: recipients.split(separator: "\n").map(String.init),
      subject: try row[10], words: try row[11], html: try row[12], rawFile: try row[13],
      messageID: try row[14], inReplyTo: try row[15], proof: try row[16], state: try row[17],
      fate: fate.isEmpty ? nil : LetterFate(Cause(text: fate)), sendAt: try row[19],
      writtenAt: try row[20])
  }
}

/// The person a letter is for can't get it any more.
struct NobodyReads: Refusal {
  let name: String
  let code = "letter.nobodyReads"
  var message: Phrase {
    "\(name) has left or has no mail address any more, so this letter reaches nobody. Give them an address, or write to somebody else."
  }

  static func unlessReached(_ contact: ID<Contact>, in db: Connection) throws -> String {
    let found = try db.first("SELECT name, email, active FROM contacts WHERE id = \(contact)") {
      (name: try $0[0] as String, email: try $0[1] as String?, isActive: try $0[2] as Bool)
    }
    guard let found, found.isActive, let email = found.email else {
      throw NobodyReads(name: found?.name ?? "")
    }
    return email
  }
}
