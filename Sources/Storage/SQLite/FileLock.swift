// SPDX-License-Identifier: AGPL-3.0-or-later

import Foundation
import Synchronization

/// The right to open the file, held by one process at a time: two processes that checkpoint and
/// write at once can damage it under SQLite older than 3.51.3 (TRUST 5.1).
final class FileLock: Sendable {
  private let descriptor: Mutex<Int32?>

  init(holding path: String) throws {
    let place = path + ".lock"
    let file = Glibc.open(place, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw StorageError.refused(
        "The database file \(path) can't be opened: its folder does not exist or can't be written to."
      )
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let holder = FileLock.holder(file)
      Glibc.close(file)
      throw StorageError.inUse(
        "The database \(path) is already open\(holder). Only one program may hold it: stop that one first, or use its address."
      )
    }
    let note = "\(getpid())\n"
    // The number only serves the sentence above.
    if ftruncate(file, 0) == 0 { _ = Glibc.write(file, note, note.utf8.count) }
    descriptor = Mutex(file)
  }

  deinit { release() }

  func release() {
    let file = descriptor.withLock { held in
      defer { held = nil }
      return held
    }
    guard let file else { return }
    // A child of this process that is just being started may still hold the file with us.
    flock(file, LOCK_UN)
    Glibc.close(file)
  }

  private static func holder(_ file: Int32) -> String {
    var note = [UInt8](repeating: 0, count: 20)
    let count = Glibc.read(file, &note, note.count)
    guard count > 0, let number = Int32(String(decoding: note[..<(count - 1)], as: UTF8.self))
    else {
      return ""
    }
    return " in process \(number)"
  }
}
