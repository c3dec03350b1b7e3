// SPDX-License-Identifier: AGPL-3.0-or-later

/// Where the house keeps its records.
package enum DatabaseAddress: Sendable, Hashable {
  /// A file on a local disk.
  case sqlite(String)
  /// `postgres://user@host/name`. For scratch servers of tests only, `unsafe=1` among its
  /// parameters accepts a server that may lose acknowledged writes.
  case postgres(String)

  /// A setting's text: a PostgreSQL address, else the path of a file.
  package init(_ text: String) {
    let isPostgres = text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    self = isPostgres ? .postgres(text) : .sqlite(text)
  }
}

extension DatabaseAddress: CustomStringConvertible {
  /// Without the password, which must not reach a log.
  package var description: String {
    switch self {
    case .sqlite(let path): path
    case .postgres(let url):
      url.replacing(#/:[^:@/]*@/#, with: "@").replacing(#/password=[^&]*/#, with: "")
    }
  }
}
