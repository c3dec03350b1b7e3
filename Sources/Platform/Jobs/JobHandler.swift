// SPDX-License-Identifier: AGPL-3.0-or-later

import Rules
import Storage

/// Knows how one kind of job is done.
package struct JobHandler: Sendable {
  package let kind: String
  let perform: @Sendable (House, Job) async throws -> Effect
  let lastWord: LastWord?

  /// What becomes of what a job was about when the job is given up, in the place of parking it:
  /// nobody looks at a parked job for a letter.
  package typealias LastWord = @Sendable (House, Job, GivenUp) async throws -> Effect

  /// For work that looks at the world outside first: what it returns is written in one transaction
  /// with the job's completion. A refusal gives the job up, a fault is tried again, ten times.
  /// Given up, it is parked with the reason, unless it has a last word.
  package init(
    _ kind: String, lastWord: LastWord? = nil,
    perform: @escaping @Sendable (House, Job) async throws -> Effect
  ) {
    self.kind = kind
    self.perform = perform
    self.lastWord = lastWord
  }

  /// For work inside the house: the closure is the transaction.
  package init(
    _ kind: String, writing write: @escaping @Sendable (House, Job, Connection) throws -> Void
  ) {
    self.init(kind) { house, job in Effect { db in try write(house, job, db) } }
  }

  /// What a job comes to in the database. Written exactly once, whoever else tried.
  package struct Effect: Sendable {
    let write: @Sendable (Connection) throws -> Void
    /// When the job is to be done once more; nil when it is done.
    let again: Instant?

    package init(
      again: Instant? = nil, _ write: @escaping @Sendable (Connection) throws -> Void
    ) {
      self.again = again
      self.write = write
    }

    package static let nothing = Effect { _ in }
  }

  /// Why a job is given up: it was refused, it failed ten times, or it took its workers down.
  package struct GivenUp: Sendable {
    package let error: any Error

    /// As the log and a parked job say it.
    package var words: String { (error as? any Refusal)?.message.english ?? "\(error)" }

    /// Whoever looks at the same again may go down as well.
    package var tookWorkersDown: Bool { error is NeverEnded }
  }
}
