// SPDX-License-Identifier: AGPL-3.0-or-later

import GRDB
import GRDBSQLite

extension SQLiteConnection {
  /// What the last call said, in the house's words.
  func fault(of statement: OpaquePointer) -> StorageError {
    let code = ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection))
    let message = String(cString: sqlite3_errmsg(db.sqliteConnection))
    sqlite3_reset(statement)
    switch code {
    case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
      return .unique(constraint: SQLiteConstraints(self).uniqueName(from: message))
    case .SQLITE_CONSTRAINT_FOREIGNKEY:
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
    self.init(code: error.extendedResultCode, message: error.message ?? "")
  }

  fileprivate init(code: ResultCode, message: String) {
    let subject = message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message
    switch code {
    case .SQLITE_CONSTRAINT_CHECK: self = .check(constraint: subject)
    case .SQLITE_CONSTRAINT_NOTNULL: self = .missing(column: subject)
    default:
      switch code.primaryResultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
      case .SQLITE_FULL: self = .full
      case .SQLITE_MISUSE: self = .closed(message)
      default: self = .engine(code: "\(code.rawValue)", message: message)
      }
    }
  }

  /// After such an error nobody knows what the disk holds, so nothing more may be written on it.
  var isBrokenDisk: Bool {
    guard case .engine(let code, _) = self, let number = Int32(code) else { return false }
    let kind = ResultCode(rawValue: number).primaryResultCode
    return [.SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB].contains(kind)
  }
}
