// SPDX-License-Identifier: AGPL-3.0-or-later

import Platform
import Rules
import Storage

/// Removes files that no row names: a mail's attachments lie on disk before the row that names
/// them, and a reading that failed leaves them there. The desk alone keeps files; a guard says so.
enum FileSweep {
  static let schedule = Recurring("desk.sweep", every: 86_400)

  /// A file of today may still get its row.
  private static let age = 86_400

  static let handler = JobHandler("desk.sweep") { house, _ in
    let old = try await house.files.names(olderThan: age)
    guard !old.isEmpty else { return .nothing }
    let named = try await house.db.read { db in
      Set(
        try db.all(
          """
          SELECT raw_file FROM inbox UNION ALL
          SELECT raw_file FROM letters WHERE raw_file IS NOT NULL UNION ALL
          SELECT file FROM letter_files
          """
        ) { try $0[0] as String })
    }
    let unnamed = old.filter { !named.contains($0) }
    for name in unnamed { try await house.files.remove(name) }
    house.log.info("Files that nothing names were removed", ["count": "\(unnamed.count)"])
    return .nothing
  }
}
