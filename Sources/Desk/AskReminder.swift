// SPDX-License-Identifier: AGPL-3.0-or-later

import Clients
import Platform
import Rules
import Storage

/// An ask chases itself: at half its time, when it is due, and a day later to whoever stands in.
struct AskReminder: Sendable {
  let pen: Pen

  static let kind = "desk.remind"

  static func jobs(for ask: Ask, askedAt: Instant) -> [Job] {
    let half = askedAt.advanced(by: max(ask.dueAt.since(askedAt) / 2, 60))
    let moments = [("half", half), ("due", ask.dueAt), ("late", ask.dueAt.advanced(by: 86_400))]
    return moments.map { step, moment in
      Job(
        kind: kind, key: "\(ask.id)/\(step)",
        body: ["ask": .text(ask.id.text), "step": .text(step)], runAt: moment)
    }
  }

  var handler: JobHandler {
    JobHandler(AskReminder.kind) { house, job, db in
      guard let ask = job.text("ask"), let step = job.text("step") else { return }
      try remind(ID(ask), step, at: house.clock.now(), in: db)
    }
  }

  private func remind(
    _ id: ID<Ask>, _ step: String, at now: Instant, in db: Connection
  ) throws {
    guard let record = try open(id, in: db) else { return }
    let story = try TicketStory.forChange(record.ticket, for: .everyClient, in: db)
    guard story.ticket.end == nil, story.ticket.asks.contains(where: { $0.id == id }) else {
      return
    }
    guard let contact = try person(for: record, step, in: db) else { return }
    let letter = try LetterDraft(
      kind: .reminder, ticket: story.ticket, contact: contact, member: nil,
      subject: record.ask.sentence,
      words: try pen.words(phrase(record, contact, at: now), for: contact, in: db)
    ).write(at: now, pen: pen, in: db)
    try story.save(
      story.ticket.wroteAutomatically(letter.id, at: now), by: .system, at: now,
      house: pen.house, in: db)
  }

  /// Who is reminded: the contact; a day late, or when they have left, whoever stands in. Nobody
  /// when all of them have left.
  private func person(
    for record: AskRecord, _ step: String, in db: Connection
  ) throws -> Contact? {
    let own = Scope.clients([record.client])
    let contact = try Contact.find(record.ask.contact, for: own, in: db)
    let standIn = try contact.standIn.map { try Contact.find($0, for: own, in: db) }
    let first = step == "late" ? [standIn, contact] : [contact, standIn]
    return first.compactMap(\.self).first(where: \.active)
  }

  /// Nil when it was settled or taken back: then nothing is left to remind of.
  private func open(_ id: ID<Ask>, in db: Connection) throws -> AskRecord? {
    do {
      let record = try AskRecord.find(id, for: .everyClient, in: db)
      return record.settledAt == nil ? record : nil
    } catch is Absent { return nil }
  }

  private func phrase(_ record: AskRecord, _ contact: Contact, at now: Instant) -> Phrase {
    let link = pen.link("asks/\(record.ask.id)", for: contact, at: now)
    return """
      \(contact.name), for T-\(String(record.number)), “\(record.subject)”, we still need:

      \(record.ask.sentence)

      It was asked for by \(moment: record.ask.dueAt). One button answers it: \(link)

      Until then the clock of our promise waits.
      """
  }
}
