// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

/// What was promised to whom, and the hours promises count in. Rows of signed versions and of
/// calendar versions are never updated.
let agreementsSchema = Migration(
  "2026-11-21-3-agreements",
  [
    """
    CREATE TABLE calendars (
      id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, zone TEXT NOT NULL,
      all_of TEXT NOT NULL, version BIGINT NOT NULL, created_at BIGINT NOT NULL)
    """,
    """
    CREATE TABLE calendar_versions (
      calendar_id TEXT NOT NULL REFERENCES calendars (id), number BIGINT NOT NULL,
      effective_from BIGINT NOT NULL, week TEXT NOT NULL, holidays TEXT NOT NULL,
      exceptions TEXT NOT NULL, PRIMARY KEY (calendar_id, number))
    """,
    """
    CREATE TABLE agreements (
      id TEXT NOT NULL PRIMARY KEY, client_id TEXT NOT NULL REFERENCES clients (id),
      name TEXT NOT NULL, zone TEXT NOT NULL, version BIGINT NOT NULL,
      created_at BIGINT NOT NULL)
    """,
    "CREATE INDEX agreements_client ON agreements (client_id, name, id)",
    "CREATE INDEX agreements_name ON agreements (name, id)",
    """
    CREATE TABLE agreement_versions (
      agreement_id TEXT NOT NULL REFERENCES agreements (id), number BIGINT NOT NULL,
      effective_from BIGINT NOT NULL, calendar_id TEXT NOT NULL REFERENCES calendars (id),
      marks TEXT NOT NULL, reopening TEXT NOT NULL, priority_change TEXT NOT NULL,
      agreement_change TEXT NOT NULL, apply_to_open BIGINT NOT NULL, matrix TEXT NOT NULL,
      note TEXT NOT NULL, signer TEXT, signed_at BIGINT,
      signature_recorded_by TEXT REFERENCES members (id), PRIMARY KEY (agreement_id, number))
    """,
    "CREATE INDEX agreement_versions_calendar ON agreement_versions (calendar_id)",
    "CREATE INDEX agreement_versions_recorder ON agreement_versions (signature_recorded_by)",
    """
    CREATE TABLE agreement_targets (
      agreement_id TEXT NOT NULL, number BIGINT NOT NULL, priority TEXT NOT NULL,
      clock TEXT NOT NULL, seconds BIGINT, calendar_id TEXT REFERENCES calendars (id),
      PRIMARY KEY (agreement_id, number, priority, clock),
      FOREIGN KEY (agreement_id, number) REFERENCES agreement_versions (agreement_id, number))
    """,
    "CREATE INDEX agreement_targets_calendar ON agreement_targets (calendar_id)",
    """
    CREATE TABLE agreement_pauses (
      agreement_id TEXT NOT NULL, number BIGINT NOT NULL, clock TEXT NOT NULL,
      reason TEXT NOT NULL, PRIMARY KEY (agreement_id, number, clock, reason),
      FOREIGN KEY (agreement_id, number) REFERENCES agreement_versions (agreement_id, number))
    """,
  ])

/// Holidays taken over from files, and the files they came from.
let holidayFilesSchema = Migration(
  "2026-11-21-3-agreements-files",
  [
    "ALTER TABLE calendar_versions ADD COLUMN filed TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE calendar_files (
      id TEXT NOT NULL PRIMARY KEY, calendar_id TEXT NOT NULL REFERENCES calendars (id),
      name TEXT NOT NULL, content TEXT NOT NULL, received_at BIGINT NOT NULL, taken_in BIGINT)
    """,
    "CREATE INDEX calendar_files_calendar ON calendar_files (calendar_id)",
  ])
