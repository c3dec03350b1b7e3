// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

/// A later room that wants to hear of a fact: the job is enqueued in the commit that records it.
package struct Listener: Sendable, Hashable {
  package let fact: String
  package let job: String

  package init(on fact: String, job: String) {
    self.fact = fact
    self.job = job
  }
}

extension Connection {
  /// The database knows the listeners, so that every node and every command wakes the same ones.
  func settle(_ listeners: [Listener]) throws {
    try execute("DELETE FROM listeners")
    for listener in Set(listeners) {
      try execute("INSERT INTO listeners (fact, job) VALUES (\(listener.fact), \(listener.job))")
    }
  }
}
