// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

extension Connection {
  /// One ticket of many: what fails on it is undone and logged, and the others go on. False when it
  /// failed. When it is the database that fails, or somebody else was at the ticket at the same
  /// moment, all of them are done again.
  @discardableResult
  func apart(_ ticket: ID<Ticket>, _ log: Log, _ body: () throws -> Void) throws -> Bool {
    do {
      try savepoint(body)
      return true
    } catch let error
      where (error as? StorageError)?.isOfTheHouse != true && !(error is Overtaken)
    {
      log.error(
        "A ticket could not be seen to; the others went on",
        ["ticket": ticket.text, "error": (error as? any Refusal)?.message.english ?? "\(error)"])
      return false
    }
  }
}

extension StorageError {
  /// Nothing about this one row: the next would fail as well.
  fileprivate var isOfTheHouse: Bool {
    switch self {
    case .engine: isWorthRepeating
    case .unique, .reference, .check, .missing, .unstorable: false
    case .busy, .full, .unknown, .stopped, .closed, .inUse, .refused: true
    }
  }
}
