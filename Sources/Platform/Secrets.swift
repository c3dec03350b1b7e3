// SPDX-License-Identifier: AGPL-3.0-or-later

import Glibc

/// The keys of this installation, all derived from one that was made at its first start.
package struct Secrets: Sendable {
  private let installation: Secret

  package init(installation: Secret) { self.installation = installation }

  /// The key for one purpose (`"session"`, `"signed link"`): no purpose can stand in for another.
  package func key(for purpose: String) -> Secret { installation.derived(for: purpose) }

  /// Says which installation this is without giving its key away; nodes on one database compare it.
  package var mark: [UInt8] {
    key(for: "installation mark").reveal { fingerprint($0) }
  }

  /// Reads the installation key, or makes one at the first start.
  package init(keptIn path: String) throws(StartProblem) {
    if access(path, F_OK) != 0 { try Secrets.make(path) }
    installation = try SecretFile(path: path).read(holding: "the installation key")
    guard installation.count == 32 else {
      throw StartProblem(
        "\(path) must hold exactly 32 bytes and holds \(installation.count). Put the right file back from a backup."
      )
    }
  }

  /// Written under another name and linked in place, so that a crash leaves no half key and two
  /// first starts agree on one.
  private static func make(_ path: String) throws(StartProblem) {
    let draft = "\(path).\(getpid())"
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw StartProblem("The installation key \(path) can't be written: \(reason(errno)).")
    }
    defer { unlink(draft) }
    let written = Secret.random().reveal { write(file, $0, $0.count) }
    let safe = written == 32 && fsync(file) == 0
    close(file)
    guard safe, link(draft, path) == 0 || errno == EEXIST else {
      throw StartProblem("The installation key \(path) can't be written: \(reason(errno)).")
    }
  }
}

/// A file that holds one secret and that only its owner may read.
package struct SecretFile: Sendable {
  let path: String

  package init(path: String) { self.path = path }

  package func read(holding what: String) throws(StartProblem) -> Secret {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw StartProblem("\(path) (\(what)) can't be read: \(reason(errno)).")
    }
    defer { close(file) }
    var found = stat()
    guard fstat(file, &found) == 0, found.st_mode & S_IFMT == S_IFREG else {
      throw StartProblem("\(path) (\(what)) is not a file.")
    }
    guard found.st_mode & 0o077 == 0 else {
      throw StartProblem(
        "\(path) (\(what)) can be read by others on this machine. Run: chmod 600 \(path)")
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(file, &bytes, bytes.count)
    guard count > 0 else { throw StartProblem("\(path) (\(what)) is empty.") }
    return Secret(bytes.prefix(count))
  }

  /// For passwords typed with an editor, which ends the line.
  package func readLine(holding what: String) throws(StartProblem) -> Secret {
    let whole = try read(holding: what)
    let line = whole.reveal { bytes in
      Array(bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
    }
    guard !line.isEmpty else { throw StartProblem("\(path) (\(what)) begins with an empty line.") }
    return Secret(line)
  }
}
