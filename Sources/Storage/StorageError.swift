// SPDX-License-Identifier: AGPL-3.0-or-later

/// What an engine says no to, in the same words on both. A store function that knows what a clash
/// means turns it into a refusal; anything else is a fault.
package enum StorageError: Error, Sendable, Equatable {
  /// Somebody else has this key. Names are PostgreSQL's: `tickets_pkey`, `tickets_number_key`, or
  /// the unique index's own.
  case unique(constraint: String)
  /// A row it points to is not there, or rows still point to it: `tickets_client_id_fkey`.
  case reference(constraint: String)
  /// A CHECK said no; named ones by their name.
  case check(constraint: String)
  /// A column that must be filled: `tickets.subject`.
  case missing(column: String)
  /// Another writer held the row or the file for too long.
  case busy
  /// No room left to write; works again when there is.
  case full
  /// Text an engine can't keep: it holds U+0000.
  case unstorable
  /// The answer to COMMIT never came: it may or may not stand. Look before doing it again.
  case unknown(String)
  /// This process must not write any more; what was acknowledged is safe. Restart it.
  case stopped(String)
  /// The database is closed or was never reached.
  case closed(String)
  /// Another process holds the file, in a sentence that names it.
  case inUse(String)
  /// Opening or migrating was refused, in a sentence for the person who runs the house.
  case refused(String)
  /// Everything else, with the engine's own code.
  case engine(code: String, message: String)
}

extension StorageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unique(let constraint): "\(constraint): this key is taken."
    case .reference(let constraint):
      "\(constraint): the row pointed to is not there, or is still pointed to."
    case .check(let constraint): "\(constraint): the value is not allowed."
    case .missing(let column): "\(column) must have a value."
    case .busy: "The record is being changed by somebody else."
    case .full: "There is no room left on the database's disk."
    case .unstorable: "The text holds a zero byte, which can't be kept."
    case .unknown(let why): "Nobody knows whether the change was saved. \(why)"
    case .stopped(let why), .closed(let why), .inUse(let why), .refused(let why): why
    case .engine(let code, let message): "The database says \(code): \(message)"
    }
  }
}
