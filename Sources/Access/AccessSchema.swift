// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

/// Who the provider is, who works there, and by what they prove it.
let accessSchema = Migration(
  "2026-11-21-1-access",
  [
    """
    CREATE TABLE provider (
      id TEXT NOT NULL PRIMARY KEY CHECK (id = 'provider'),
      name TEXT NOT NULL, zone TEXT NOT NULL, language TEXT NOT NULL, created_at BIGINT NOT NULL)
    """,
    """
    CREATE TABLE members (
      id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE,
      role TEXT NOT NULL, tier TEXT NOT NULL, hours_zone TEXT NOT NULL, hours_lines TEXT NOT NULL,
      language TEXT NOT NULL, restricted BIGINT NOT NULL, active BIGINT NOT NULL,
      version BIGINT NOT NULL, created_at BIGINT NOT NULL)
    """,
    """
    CREATE TABLE member_skills (
      member_id TEXT NOT NULL REFERENCES members (id), name TEXT NOT NULL,
      level BIGINT NOT NULL CHECK (level BETWEEN 1 AND 3), PRIMARY KEY (member_id, name))
    """,
    """
    CREATE TABLE member_clients (
      member_id TEXT NOT NULL REFERENCES members (id), client_id TEXT NOT NULL,
      PRIMARY KEY (member_id, client_id))
    """,
    """
    CREATE TABLE passwords (
      member_id TEXT NOT NULL PRIMARY KEY REFERENCES members (id),
      hash TEXT NOT NULL, changed_at BIGINT NOT NULL)
    """,
    """
    CREATE TABLE sessions (
      token_hash TEXT NOT NULL PRIMARY KEY, member_id TEXT NOT NULL REFERENCES members (id),
      created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)
    """,
    "CREATE INDEX sessions_member ON sessions (member_id)",
    """
    CREATE TABLE sign_in_links (
      token_hash TEXT NOT NULL PRIMARY KEY, member_id TEXT NOT NULL REFERENCES members (id),
      expires_at BIGINT NOT NULL)
    """,
    "CREATE INDEX sign_in_links_member ON sign_in_links (member_id)",
    """
    CREATE TABLE api_tokens (
      id TEXT NOT NULL PRIMARY KEY, member_id TEXT NOT NULL REFERENCES members (id),
      name TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, permissions TEXT NOT NULL,
      created_at BIGINT NOT NULL, used_at BIGINT, revoked_at BIGINT)
    """,
    "CREATE INDEX api_tokens_member ON api_tokens (member_id, created_at)",
  ])

/// What the provider may set for the whole house.
let providerSettingsSchema = Migration(
  "2026-11-21-1-access-settings",
  ["ALTER TABLE provider ADD COLUMN close_days BIGINT NOT NULL DEFAULT 7"])

/// How members like their pages, and which browser used a sign-in link up.
let accessChoices = Migration(
  "2026-11-21-1-access-choices",
  [
    "ALTER TABLE members ADD COLUMN theme TEXT NOT NULL DEFAULT 'system'",
    "ALTER TABLE sign_in_links ADD COLUMN used_at BIGINT",
    "ALTER TABLE sign_in_links ADD COLUMN used_by TEXT",
  ])
