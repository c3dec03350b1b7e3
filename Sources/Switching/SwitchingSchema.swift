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
