// SPDX-License-Identifier: AGPL-3.0-or-later

/// Work done, recorded once: who, how long, on which ticket, on which day.
package struct TimeEntry: Sendable, Equatable {
  package let id: ID<TimeEntry>
  package let member: ID<Member>
  package let client: ID<Client>
  package let ticket: ID<Ticket>?
  package let minutes: Int
  package let words: String
  package let workedAt: Instant

  /// Minutes are 1 to 1,440: a day's work at most.
  package init(
    id: ID<TimeEntry>, member: ID<Member>, client: ID<Client>, ticket: ID<Ticket>?,
    minutes: Int, words: String, workedAt: Instant
  ) {
    precondition((1...1440).contains(minutes), "a time entry is a minute to a day")
    self.id = id
    self.member = member
    self.client = client
    self.ticket = ticket
    self.minutes = minutes
    self.words = words
    self.workedAt = workedAt
  }
}
