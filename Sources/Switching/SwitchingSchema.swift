// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

/// Which ticket and which contact a record of another product became: what makes a second run
/// double nothing.
let switchingSchema = Migration(
  "2026-11-21-switching",
  [
    """
    CREATE TABLE brought_incidents (
      source TEXT NOT NULL, number TEXT NOT NULL, ticket_id TEXT NOT NULL REFERENCES tickets (id),
      ticket_number BIGINT NOT NULL, client_id TEXT NOT NULL REFERENCES clients (id),
      made_sla BIGINT, brought_at BIGINT NOT NULL, PRIMARY KEY (source, number))
    """,
    "CREATE INDEX brought_incidents_ticket ON brought_incidents (ticket_id)",
    "CREATE INDEX brought_incidents_client ON brought_incidents (client_id, source, number)",
    """
    CREATE TABLE brought_callers (
      source TEXT NOT NULL, client_id TEXT NOT NULL REFERENCES clients (id), name TEXT NOT NULL,
      contact_id TEXT NOT NULL REFERENCES contacts (id), PRIMARY KEY (source, client_id, name))
    """,
    "CREATE INDEX brought_callers_client ON brought_callers (client_id)",
    "CREATE INDEX brought_callers_contact ON brought_callers (contact_id)",
  ])

/// How far each import has come, and what it could not bring in.
let importRunsSchema = Migration(
  "2026-11-21-switching-runs",
  [
    """
    CREATE TABLE import_runs (
      id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL,
      client_id TEXT NOT NULL REFERENCES clients (id),
      agreement_id TEXT NOT NULL REFERENCES agreements (id), zone TEXT NOT NULL,
      begun_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, ended_at BIGINT, total BIGINT NOT NULL,
      brought BIGINT NOT NULL, continued BIGINT NOT NULL, known BIGINT NOT NULL,
      left_out BIGINT NOT NULL)
    """,
    "CREATE INDEX import_runs_client ON import_runs (client_id, source, id)",
    "CREATE INDEX import_runs_agreement ON import_runs (agreement_id)",
    """
    CREATE TABLE import_faults (
      run_id TEXT NOT NULL REFERENCES import_runs (id), place BIGINT NOT NULL,
      line BIGINT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (run_id, place))
    """,
  ])
