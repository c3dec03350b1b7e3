// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

extension Migration {
  /// Replies kept for repeated requests, and counted attempts.
  static let requests = Migration(
    "2026-11-21-c-requests",
    [
      """
      CREATE TABLE kept_replies (
        principal TEXT NOT NULL,
        key TEXT NOT NULL,
        request BLOB NOT NULL,
        status BIGINT NOT NULL,
        headers TEXT NOT NULL,
        body BLOB NOT NULL,
        kept_at BIGINT NOT NULL,
        PRIMARY KEY (principal, key))
      """,
      "CREATE INDEX kept_replies_age ON kept_replies (kept_at)",
      """
      CREATE TABLE attempts (
        door TEXT NOT NULL,
        subject TEXT NOT NULL,
        window_at BIGINT NOT NULL,
        count BIGINT NOT NULL,
        PRIMARY KEY (door, subject))
      """,
      "CREATE INDEX attempts_age ON attempts (window_at)",
    ])
}
