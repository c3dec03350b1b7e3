// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

/// Reports as they were given to clients: what was said stays said (SLA 44).
let reviewsSchema = Migration(
  "2026-11-21-reviews",
  [
    """
    CREATE TABLE issued_reports (
      client_id TEXT NOT NULL REFERENCES clients (id), month_on BIGINT NOT NULL,
      number BIGINT NOT NULL, issued_at BIGINT NOT NULL,
      issued_by TEXT NOT NULL REFERENCES members (id), zone TEXT NOT NULL, digest TEXT NOT NULL,
      file TEXT NOT NULL, PRIMARY KEY (client_id, month_on, number))
    """,
    "CREATE INDEX issued_reports_member ON issued_reports (issued_by)",
  ],
  appendOnly: [
    AppendOnly(
      "issued_reports",
      fixed: [
        "client_id", "month_on", "number", "issued_at", "issued_by", "zone", "digest", "file",
      ])
  ])
