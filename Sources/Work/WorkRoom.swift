// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage
import Web

/// Work done: time recorded once, on its ticket and client.
package enum WorkRoom {
  package static let room = Room("Work", migrations: [workSchema, workVoidsSchema])
}

let workSchema = Migration(
  "2026-11-21-4-work",
  [
    """
    CREATE TABLE time_entries (
      id TEXT NOT NULL PRIMARY KEY, member_id TEXT NOT NULL REFERENCES members (id),
      client_id TEXT NOT NULL REFERENCES clients (id), ticket_id TEXT,
      minutes BIGINT NOT NULL CHECK (minutes BETWEEN 1 AND 1440), words TEXT NOT NULL,
      worked_at BIGINT NOT NULL)
    """,
    "CREATE INDEX time_entries_member ON time_entries (member_id, worked_at)",
    "CREATE INDEX time_entries_client ON time_entries (client_id, worked_at)",
    "CREATE INDEX time_entries_ticket ON time_entries (ticket_id, worked_at)",
  ])

/// Time that was taken back stays on record and counts nowhere.
let workVoidsSchema = Migration(
  "2026-11-21-4-work-voids", ["ALTER TABLE time_entries ADD COLUMN voided_at BIGINT"])
