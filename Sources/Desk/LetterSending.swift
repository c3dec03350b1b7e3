// SPDX-License-Identifier: AGPL-3.0-or-later

import Mail
import Platform
import Rules
import Storage

/// Hands letters to the relay and writes down what becomes of them. A relay that says "later" is
/// asked again, at last every hour, for five days as mail servers do (RFC 5321, 4.5.4.1).
enum LetterSending {
  static let kind = "desk.send"
  static let patience = 5 * 86_400

  static let handler = JobHandler(kind, lastWord: fail) { house, job in
    guard let id = letter(job) else { return .nothing }
    let found = try await house.db.read { db in
      guard let letter = try Letter.outgoing(id, in: db) else { return nil as Errand? }
      return Errand(
        post: try LetterPost.find(letter, house: house, in: db),
        moot: try letter.moot(job, at: house.clock.now(), house: house, in: db))
    }
    guard let found else { return .nothing }
    if let moot = found.moot { return move(id, from: [.held], to: .moot, why: moot) }
    let posting = try found.post.posting()
    guard try await found.post.letter.leave(house) else { return .nothing }
    return await hand(posting, of: id, job, house)
  }

  private struct Errand: Sendable {
    let post: LetterPost
    let moot: LetterFate?
  }

  private static func letter(_ job: Job) -> ID<Letter>? {
    job.text("letter").map { ID<Letter>($0) }
  }

  private static func hand(
    _ posting: Mailer.Posting, of id: ID<Letter>, _ job: Job, _ house: House
  ) async -> JobHandler.Effect {
    do {
      try await house.mailer.send(posting)
      return move(id, from: [.sending], to: .sent)
    } catch Mailer.Failure.refused(let words) {
      return move(id, from: [.sending], to: .refused, why: .relaySaid(words))
    } catch Mailer.Failure.later(let words) {
      return later(id, job, words, at: house.clock.now())
    } catch {
      // Settings that can't be right are mended by a person, and the letter waits for that too.
      return later(
        id, job, (error as? any Refusal)?.message.english ?? "\(error)", at: house.clock.now())
    }
  }

  /// Half of its age apart: 1, 2, 4 … minutes, then every hour.
  private static func later(
    _ id: ID<Letter>, _ job: Job, _ words: String, at now: Instant
  ) -> JobHandler.Effect {
    let age = now.since(job.dueAt)
    guard age < patience else {
      return move(id, from: [.sending], to: .failed, why: .gaveUp(words))
    }
    let next = now.advanced(by: min(3600, max(60, age)))
    return JobHandler.Effect(again: next) { db in
      try Letter.putOff(id, until: next, why: .later(words), in: db)
    }
  }

  private static func move(
    _ id: ID<Letter>, from: [Letter.State], to state: Letter.State, why fate: LetterFate? = nil
  ) -> JobHandler.Effect {
    JobHandler.Effect { db in _ = try Letter.move(id, from: from, to: state, why: fate, in: db) }
  }

  /// A letter that can't be written as a mail says so, instead of leaving "in a moment" for ever.
  private static let fail: JobHandler.LastWord = { _, job, end in
    guard let id = letter(job) else { return .nothing }
    return move(id, from: [.held, .sending], to: .failed, why: LetterFate(end))
  }
}

extension LetterFate {
  fileprivate init(_ end: JobHandler.GivenUp) {
    if case LetterProblem.badAddress(let address) = end.error {
      self = .badAddress(address)
    } else {
      self = .broken(end.words)
    }
  }
}

extension LetterPost {
  func posting() throws -> Mailer.Posting {
    Mailer.Posting(
      sender: letter.kind.isAutomatic ? "" : house.envelopeSender,
      recipients: letter.recipients, message: try bytes())
  }
}

extension Letter {
  /// From here on it can't be taken back; false when somebody did, or sent it on to another address
  /// a moment ago, which ordered the job anew. One that was leaving when its worker went down
  /// leaves again.
  fileprivate func leave(_ house: House) async throws -> Bool {
    switch state {
    case .sending: true
    case .held:
      try await house.db.write { db in
        try Letter.outgoing(id, in: db)?.recipients == recipients
          && Letter.move(id, from: [.held], to: .sending, in: db)
      }
    default: false
    }
  }

  /// Why an alarm that waited for the morning has nothing to say any more; nil when it has.
  fileprivate func moot(
    _ job: Job, at now: Instant, house: House, in db: Connection
  ) throws -> LetterFate? {
    guard kind == .alarm, let ticket else { return nil }
    let story = try TicketStory.find(ticket, for: .everyClient, in: db)
    if let holder = story.ticket.holder, holder != member { return .handedOver }
    let (clock, cycle) = (job.text("clock"), job.number("cycle"))
    let runs = try TicketClocks.read(story.history, asOf: now, house: house, in: db).live
      .contains {
        $0.state == .running && (clock ?? $0.clock.rawValue) == $0.clock.rawValue
          && (cycle ?? $0.cycle) == $0.cycle
      }
    return runs ? nil : .clockEnded
  }
}
