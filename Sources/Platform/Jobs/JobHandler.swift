// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

/// Knows how one kind of job is done.
package struct JobHandler: Sendable {
  package let kind: String
  let perform: @Sendable (House, Job) async throws -> Effect

  /// For work that looks at the world outside first: what it returns is written in one transaction
  /// with the job's completion. A refusal parks the job with its message, a fault is tried again.
  package init(
    _ kind: String, perform: @escaping @Sendable (House, Job) async throws -> Effect
  ) {
    self.kind = kind
    self.perform = perform
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

    package init(_ write: @escaping @Sendable (Connection) throws -> Void) { self.write = write }

    package static let nothing = Effect { _ in }
  }
}
