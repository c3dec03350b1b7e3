// SPDX-License-Identifier: AGPL-3.0-or-later

import Storage

/// Requests and their letters. A ticket's row and its clocks are what its journal adds up to, kept
/// so that lists need no folding; they are written only together with the facts.
let deskSchema = Migration(
  "2026-11-21-5-desk",
  [
    "CREATE TABLE ticket_numbers (id BIGINT NOT NULL PRIMARY KEY, last BIGINT NOT NULL)",
    "INSERT INTO ticket_numbers (id, last) VALUES (1, 1000)",
    """
    CREATE TABLE tickets (
      id TEXT NOT NULL PRIMARY KEY, number BIGINT NOT NULL UNIQUE,
      client_id TEXT NOT NULL REFERENCES clients (id), site_id TEXT REFERENCES sites (id),
      contact_id TEXT REFERENCES contacts (id), agreement_id TEXT REFERENCES agreements (id),
      subject TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL, move TEXT NOT NULL,
      priority TEXT NOT NULL, holder_id TEXT REFERENCES members (id),
      live BIGINT NOT NULL, opened_at BIGINT NOT NULL, resolved_at BIGINT, ended_at BIGINT,
      last_word_at BIGINT NOT NULL, wrote_again BIGINT NOT NULL, logged_minutes BIGINT NOT NULL,
      merged_into BIGINT, version BIGINT NOT NULL,
      next_clock TEXT, next_state TEXT, next_due_at BIGINT, next_remaining BIGINT,
      due_rank BIGINT NOT NULL, look_at BIGINT)
    """,
    "CREATE INDEX tickets_due ON tickets (live, due_rank, number)",
    "CREATE INDEX tickets_holder ON tickets (holder_id, live, due_rank, number)",
    "CREATE INDEX tickets_client ON tickets (client_id, live, due_rank, number)",
    "CREATE INDEX tickets_client_number ON tickets (client_id, number)",
    "CREATE INDEX tickets_contact ON tickets (contact_id, number)",
    "CREATE INDEX tickets_state ON tickets (state, due_rank, number)",
    "CREATE INDEX tickets_look ON tickets (look_at)",
    "CREATE INDEX tickets_agreement ON tickets (agreement_id, live)",
    "CREATE INDEX tickets_site ON tickets (site_id)",
    """
    CREATE TABLE clock_cycles (
      ticket_id TEXT NOT NULL REFERENCES tickets (id), clock TEXT NOT NULL,
      cycle BIGINT NOT NULL, client_id TEXT NOT NULL, agreement_id TEXT, priority TEXT NOT NULL,
      terms_version TEXT NOT NULL, calendar TEXT NOT NULL, zone_data TEXT NOT NULL,
      state TEXT NOT NULL, ending TEXT NOT NULL, started_at BIGINT NOT NULL, stopped_at BIGINT,
      target BIGINT, elapsed BIGINT NOT NULL, paused_open BIGINT NOT NULL,
      paused_wall BIGINT NOT NULL, waited_client BIGINT NOT NULL, waited_third BIGINT NOT NULL,
      due_at BIGINT, breach_at BIGINT, first_breach_at BIGINT, recorded BIGINT NOT NULL,
      PRIMARY KEY (ticket_id, clock, cycle))
    """,
    "CREATE INDEX clock_cycles_client ON clock_cycles (client_id, stopped_at)",
    "CREATE INDEX clock_cycles_stopped ON clock_cycles (stopped_at)",
    """
    CREATE TABLE clock_marks (
      ticket_id TEXT NOT NULL REFERENCES tickets (id), clock TEXT NOT NULL,
      cycle BIGINT NOT NULL, percent BIGINT NOT NULL, reached_at BIGINT NOT NULL,
      fired_at BIGINT NOT NULL, PRIMARY KEY (ticket_id, clock, cycle, percent))
    """,
    """
    CREATE TABLE asks (
      id TEXT NOT NULL PRIMARY KEY, ticket_id TEXT NOT NULL REFERENCES tickets (id),
      client_id TEXT NOT NULL REFERENCES clients (id),
      contact_id TEXT NOT NULL REFERENCES contacts (id), sentence TEXT NOT NULL,
      way TEXT NOT NULL, choices TEXT NOT NULL, asked_at BIGINT NOT NULL, due_at BIGINT NOT NULL,
      settled_at BIGINT, how TEXT, words TEXT)
    """,
    "CREATE INDEX asks_ticket ON asks (ticket_id)",
    "CREATE INDEX asks_contact ON asks (contact_id, settled_at, due_at)",
    "CREATE INDEX asks_client ON asks (client_id, settled_at, due_at)",
    """
    CREATE TABLE letters (
      id TEXT NOT NULL PRIMARY KEY, ticket_id TEXT REFERENCES tickets (id), client_id TEXT,
      direction TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT NOT NULL,
      contact_id TEXT REFERENCES contacts (id), member_id TEXT REFERENCES members (id),
      sender TEXT NOT NULL, recipients TEXT NOT NULL, subject TEXT NOT NULL,
      words TEXT NOT NULL, html TEXT NOT NULL, raw_file TEXT, message_id TEXT,
      in_reply_to TEXT, proof TEXT NOT NULL, state TEXT NOT NULL, state_words TEXT NOT NULL,
      send_at BIGINT, written_at BIGINT NOT NULL)
    """,
    "CREATE INDEX letters_ticket ON letters (ticket_id, written_at)",
    "CREATE INDEX letters_message ON letters (message_id)",
    "CREATE INDEX letters_outbox ON letters (direction, written_at, id)",
    "CREATE INDEX letters_contact ON letters (contact_id)",
    "CREATE INDEX letters_member ON letters (member_id)",
    """
    CREATE TABLE acknowledgements (
      contact_id TEXT NOT NULL PRIMARY KEY REFERENCES contacts (id), written_at BIGINT NOT NULL)
    """,
    """
    CREATE TABLE letter_files (
      id TEXT NOT NULL PRIMARY KEY, letter_id TEXT NOT NULL REFERENCES letters (id),
      name TEXT NOT NULL, media_type TEXT NOT NULL, size BIGINT NOT NULL, hash TEXT NOT NULL,
      file TEXT NOT NULL, content_id TEXT)
    """,
    "CREATE INDEX letter_files_letter ON letter_files (letter_id)",
    """
    CREATE TABLE inbox (
      id TEXT NOT NULL PRIMARY KEY, delivery TEXT NOT NULL UNIQUE, message_id TEXT,
      hash TEXT NOT NULL, raw_file TEXT NOT NULL, size BIGINT NOT NULL,
      received_at BIGINT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
      sender TEXT NOT NULL, subject TEXT NOT NULL, letter_id TEXT, first_id TEXT)
    """,
    // Two nodes that read the same mail at once: one of them loses here and finds the twin.
    """
    CREATE UNIQUE INDEX inbox_twins ON inbox (hash, COALESCE(message_id, ''))
    WHERE state IN ('done', 'triage')
    """,
    "CREATE INDEX inbox_state ON inbox (state, received_at, id)",
  ],
  searches: [ticketWords])

/// What a ticket is found by: number, subject, names, words said.
let ticketWords = SearchIndex("ticket_words")

/// What a list needs to tell how much of a promise is left: the target and whose hours count it. The
/// rows there are get theirs when the watch looks at them; what was brought in, with its next event,
/// because looking would warn of marks long past.
let standingSchema = Migration(
  "2026-11-22-2-desk-standing",
  [
    "ALTER TABLE tickets ADD COLUMN next_target BIGINT",
    "ALTER TABLE tickets ADD COLUMN next_calendar TEXT",
    """
    UPDATE tickets SET look_at = opened_at
    WHERE live = 1 AND next_state = 'running' AND channel <> 'imported'
    """,
  ])
