// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

extension Migration {
  /// Work to be done, and how far each schedule has come.
  static let jobs = Migration(
    "2026-11-21-b-jobs",
    [
      """
      CREATE TABLE jobs (
        id TEXT NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        body TEXT NOT NULL,
        due_at BIGINT NOT NULL,
        run_at BIGINT NOT NULL,
        attempts BIGINT NOT NULL,
        fence BIGINT NOT NULL,
        lease_until BIGINT,
        again BIGINT NOT NULL,
        parked_at BIGINT,
        last_error TEXT)
      """,
      "CREATE UNIQUE INDEX jobs_pending ON jobs (kind, key) WHERE parked_at IS NULL",
      "CREATE INDEX jobs_due ON jobs (run_at, id) WHERE parked_at IS NULL",
      """
      CREATE TABLE schedules (kind TEXT NOT NULL PRIMARY KEY, slot_at BIGINT NOT NULL)
      """,
    ])

  /// What was given up is listed, the newest first.
  static let parkedJobs = Migration(
    "2026-11-22-b-parked-jobs",
    ["CREATE INDEX jobs_parked ON jobs (parked_at, id) WHERE parked_at IS NOT NULL"])
}
