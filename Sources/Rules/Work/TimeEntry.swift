// SPDX-License-Identifier: AGPL-3.0-or-later

/// Work done, recorded once.
package struct TimeEntry: Sendable, Equatable {
  package let id: ID<TimeEntry>

  package init(id: ID<TimeEntry>) { self.id = id }
}
