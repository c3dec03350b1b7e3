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
    for listener in listeners {
      try execute(
        """
        INSERT INTO listeners (fact, job) VALUES (\(listener.fact), \(listener.job))
        ON CONFLICT (fact, job) DO NOTHING
        """)
    }
    let known = try all("SELECT fact, job FROM listeners") {
      Listener(on: try $0[0], job: try $0[1])
    }
    for former in Set(known).subtracting(listeners) {
      try execute(
        "DELETE FROM listeners WHERE fact = \(former.fact) AND job = \(former.job)")
    }
  }
}
