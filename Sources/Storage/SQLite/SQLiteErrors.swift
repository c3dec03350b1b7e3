// SPDX-License-Identifier: AGPL-3.0-or-later

import GRDB
import GRDBSQLite

extension SQLiteConnection {
  /// What the last call said, in the house's words.
  func fault(of statement: OpaquePointer) -> StorageError {
    let code = sqlite3_extended_errcode(db.sqliteConnection)
    let message = String(cString: sqlite3_errmsg(db.sqliteConnection))
    sqlite3_reset(statement)
    switch code {
    case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID:
      return .unique(constraint: SQLiteConstraints(self).uniqueName(from: message))
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return .reference(constraint: "")
    default:
      return StorageError(code: code, message: message)
    }
  }
}

extension StorageError {
  init(any error: any Error) {
    switch error {
    case let error as StorageError: self = error
    case let error as DatabaseError: self.init(error)
    default: self = .engine(code: "", message: "\(error)")
    }
  }

  init(_ error: DatabaseError) {
    self.init(code: error.extendedResultCode.rawValue, message: error.message ?? "")
  }

  fileprivate init(code: Int32, message: String) {
    let subject = message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message
    switch code {
    case SQLITE_CONSTRAINT_CHECK: self = .check(constraint: subject)
    case SQLITE_CONSTRAINT_NOTNULL: self = .missing(column: subject)
    default:
      switch code & 0xff {
      case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
      case SQLITE_FULL: self = .full
      case SQLITE_MISUSE: self = .closed(message)
      default: self = .engine(code: "\(code)", message: message)
      }
    }
  }

  /// After such an error nobody knows what the disk holds, so nothing more may be written on it.
  var isBrokenDisk: Bool {
    guard case .engine(let code, _) = self, let number = Int32(code) else { return false }
    return [SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB].contains(number & 0xff)
  }
}

// SQLite's headers make these by macros, which Swift can't read.
private let SQLITE_CONSTRAINT_CHECK = SQLITE_CONSTRAINT | (1 << 8)
private let SQLITE_CONSTRAINT_FOREIGNKEY = SQLITE_CONSTRAINT | (3 << 8)
private let SQLITE_CONSTRAINT_NOTNULL = SQLITE_CONSTRAINT | (5 << 8)
private let SQLITE_CONSTRAINT_PRIMARYKEY = SQLITE_CONSTRAINT | (6 << 8)
private let SQLITE_CONSTRAINT_UNIQUE = SQLITE_CONSTRAINT | (8 << 8)
private let SQLITE_CONSTRAINT_ROWID = SQLITE_CONSTRAINT | (10 << 8)
