// SPDX-License-Identifier: AGPL-3.0-or-later

import Glibc

/// The one folder Mainstay writes to: database, files, keys, lock and socket. Nobody else on the
/// machine can look into it.
package struct DataFolder: Sendable {
  package let path: String

  /// Makes the folder when it is missing.
  package init(preparing path: String) throws(StartProblem) {
    self.path = path
    try DataFolder.makeFolders(upTo: path)
    var found = stat()
    guard stat(path, &found) == 0, found.st_mode & S_IFMT == S_IFDIR else {
      throw StartProblem("The data folder \(path) is a file. Name a folder in MAINSTAY_DATA.")
    }
    guard access(path, R_OK | W_OK | X_OK) == 0 else {
      throw StartProblem(
        "The data folder \(path) can't be written by this user. Give it to the user that runs Mainstay."
      )
    }
  }

  package func file(_ name: String) -> String { "\(path)/\(name)" }

  private static func makeFolders(upTo path: String) throws(StartProblem) {
    let parts = path.split(separator: "/")
    for length in parts.indices {
      let folder = "/" + parts[...length].joined(separator: "/")
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST || errno == EISDIR else {
        throw StartProblem("The folder \(folder) can't be made: \(reason(errno)).")
      }
    }
  }
}

/// Why the house can't open its doors, in a sentence for whoever runs it.
package struct StartProblem: Error, CustomStringConvertible {
  package let description: String

  package init(_ sentence: String) { description = sentence }
}

/// The system's own words for an error number.
func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
