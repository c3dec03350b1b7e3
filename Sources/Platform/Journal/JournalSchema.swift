// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

extension Migration {
  /// The journal, the head of its chain, and who listens to which facts. Rows of the journal are
  /// never changed or removed; their seal is set once.
  static let journal = Migration(
    "2026-11-21-a-journal",
    [
      """
      CREATE TABLE journal (
        subject TEXT NOT NULL,
        sequence BIGINT NOT NULL,
        kind TEXT NOT NULL,
        occurred_at BIGINT NOT NULL,
        recorded_at BIGINT NOT NULL,
        client_id TEXT,
        actor TEXT NOT NULL,
        body TEXT NOT NULL,
        position BIGINT UNIQUE,
        seal BLOB,
        PRIMARY KEY (subject, sequence))
      """,
      "CREATE INDEX journal_client ON journal (client_id, recorded_at)",
      "CREATE INDEX journal_unsealed ON journal (recorded_at) WHERE position IS NULL",
      """
      CREATE TABLE journal_head (
        chain TEXT NOT NULL PRIMARY KEY, position BIGINT NOT NULL, seal BLOB NOT NULL)
      """,
      """
      CREATE TABLE listeners (
        fact TEXT NOT NULL, job TEXT NOT NULL, PRIMARY KEY (fact, job))
      """,
    ],
    appendOnly: [
      AppendOnly(
        "journal",
        fixed: [
          "subject", "sequence", "kind", "occurred_at", "recorded_at", "client_id", "actor", "body",
        ], settingOnce: ["position", "seal"])
    ])
}
