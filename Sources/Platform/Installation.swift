// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

extension Migration {
  /// Which installation the database belongs to.
  static let installation = Migration(
    "2026-11-21-d-installation",
    [
      """
      CREATE TABLE installations (place BIGINT NOT NULL PRIMARY KEY CHECK (place = 1), mark BLOB NOT NULL)
      """
    ])
}

extension Connection {
  /// Nodes with different keys would refuse each other's sessions, links and audit notes.
  func checkInstallation(_ mark: [UInt8]) throws {
    try execute(
      "INSERT INTO installations (place, mark) VALUES (1, \(mark)) ON CONFLICT (place) DO NOTHING")
    let found: [UInt8]? = try first("SELECT mark FROM installations WHERE place = 1") { try $0[0] }
    guard found == mark else {
      throw StartProblem(
        "This database belongs to another installation key. Copy the key file of the node that made it (MAINSTAY_INSTALLATION_KEY_FILE), or restore it from a backup."
      )
    }
  }
}
