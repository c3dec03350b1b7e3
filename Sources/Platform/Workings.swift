// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

/// What a part of the house has behind its pages: tables, jobs, schedules, what it listens to, and
/// what it does for the command line.
package struct Workings: Sendable {
  package var migrations: [Migration]
  package var jobs: [JobHandler]
  package var schedule: [Recurring]
  package var listeners: [Listener]
  package var verbs: [Verb]

  package init(
    migrations: [Migration] = [], jobs: [JobHandler] = [], schedule: [Recurring] = [],
    listeners: [Listener] = [], verbs: [Verb] = []
  ) {
    self.migrations = migrations
    self.jobs = jobs
    self.schedule = schedule
    self.listeners = listeners
    self.verbs = verbs
  }

  package static func + (a: Workings, b: Workings) -> Workings {
    Workings(
      migrations: a.migrations + b.migrations, jobs: a.jobs + b.jobs,
      schedule: a.schedule + b.schedule, listeners: a.listeners + b.listeners,
      verbs: a.verbs + b.verbs)
  }

  /// What the ground floor itself needs.
  package static let ground = Workings(
    migrations: [.journal, .jobs, .parkedJobs, .requests, .installation],
    jobs: [Sealer.handler, Witness.handler, ForgetReplies.handler],
    schedule: [Sealer.schedule, Witness.schedule, ForgetReplies.schedule],
    verbs: [AuditVerb.verify])
}
