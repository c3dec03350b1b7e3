// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

/// The organisations served, their places and their people.
let clientsSchema = Migration(
  "2026-11-21-2-clients",
  [
    """
    CREATE TABLE clients (
      id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, folded_name TEXT NOT NULL,
      language TEXT NOT NULL, account_manager_id TEXT REFERENCES members (id),
      quiet BIGINT NOT NULL, archived BIGINT NOT NULL, version BIGINT NOT NULL,
      created_at BIGINT NOT NULL)
    """,
    "CREATE INDEX clients_name ON clients (archived, folded_name, id)",
    "CREATE INDEX clients_account_manager ON clients (account_manager_id)",
    """
    CREATE TABLE client_domains (
      domain TEXT NOT NULL, client_id TEXT NOT NULL REFERENCES clients (id),
      PRIMARY KEY (domain, client_id))
    """,
    "CREATE INDEX client_domains_client ON client_domains (client_id)",
    """
    CREATE TABLE sites (
      id TEXT NOT NULL PRIMARY KEY, client_id TEXT NOT NULL REFERENCES clients (id),
      name TEXT NOT NULL, address TEXT NOT NULL, zone TEXT NOT NULL, entry TEXT NOT NULL,
      version BIGINT NOT NULL, created_at BIGINT NOT NULL)
    """,
    "CREATE INDEX sites_client ON sites (client_id, name, id)",
    """
    CREATE TABLE contacts (
      id TEXT NOT NULL PRIMARY KEY, client_id TEXT NOT NULL REFERENCES clients (id),
      name TEXT NOT NULL, folded_name TEXT NOT NULL, email TEXT, phone TEXT NOT NULL,
      roles TEXT NOT NULL, site_id TEXT REFERENCES sites (id),
      stand_in_id TEXT REFERENCES contacts (id), active BIGINT NOT NULL,
      version BIGINT NOT NULL, created_at BIGINT NOT NULL, UNIQUE (email, client_id))
    """,
    "CREATE INDEX contacts_client ON contacts (client_id, active, folded_name, id)",
    "CREATE INDEX contacts_name ON contacts (folded_name, id)",
    "CREATE INDEX contacts_site ON contacts (site_id)",
    "CREATE INDEX contacts_stand_in ON contacts (stand_in_id)",
  ])
