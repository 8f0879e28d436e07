-- The journal's own rows: lanes, events, jobs, answers, settings, audit.

-- One row a journal between two starts. Every batch begins by writing its id here, which takes the lane's lock, tells
-- a commit that is in doubt from one that never was, keeps a lane that others closed from writing on, and says that
-- the lane lives.
CREATE TABLE lanes (
    id            BLOB        NOT NULL CONSTRAINT lanes_pk PRIMARY KEY,
    node          TEXT        NOT NULL,
    opened_at     TEXT        NOT NULL,
    seen_at       TEXT        NOT NULL,
    closed_at     TEXT,
    batch_id      BLOB        NOT NULL,
    -- Events up to here were forgotten; a cursor before it gets a snapshot.
    forgotten_seq INTEGER     NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbered by their lane, in memory, gapless.
CREATE TABLE events (
    lane          BLOB        NOT NULL,
    seq           INTEGER     NOT NULL,
    at            TEXT        NOT NULL,
    kind          TEXT        NOT NULL,
    order_id      BLOB,
    order_version INTEGER,
    seller_id     BLOB,
    data          TEXT        NOT NULL,
    CONSTRAINT events_pk PRIMARY KEY (lane, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_of_order ON events (order_id, order_version) WHERE order_id IS NOT NULL;
CREATE INDEX events_of_seller ON events (seller_id, lane, seq) WHERE seller_id IS NOT NULL;

CREATE TABLE jobs (
    id          BLOB        NOT NULL CONSTRAINT jobs_pk PRIMARY KEY,
    kind        TEXT        NOT NULL,
    subject     BLOB        NOT NULL,
    task        TEXT        NOT NULL,
    run_at      TEXT        NOT NULL,
    attempts    INTEGER     NOT NULL,
    lease_token BLOB,
    lease_until TEXT,
    last_error  TEXT,
    -- Given up: a dead letter for the operator.
    dead        INTEGER     NOT NULL,
    created_at  TEXT        NOT NULL
) STRICT, WITHOUT ROWID;
-- A promise is made once while it is open.
CREATE UNIQUE INDEX jobs_open ON jobs (kind, subject) WHERE NOT dead;
-- The next of a kind is one step along it: a leased job is due when its lease ends, so nothing is passed over.
CREATE INDEX jobs_due ON jobs (kind, run_at, id) WHERE NOT dead;
-- Dead letters, for the operator and for retention.
CREATE INDEX jobs_dead ON jobs (created_at, id) WHERE dead;

CREATE TABLE idempotency (
    owner_id  BLOB        NOT NULL,
    route     TEXT        NOT NULL,
    key       TEXT        NOT NULL,
    body_hash BLOB        NOT NULL,
    answer    TEXT        NOT NULL,
    at        TEXT        NOT NULL,
    CONSTRAINT idempotency_pk PRIMARY KEY (owner_id, route, key)
) STRICT;
CREATE INDEX idempotency_age ON idempotency (at);

CREATE TABLE settings (
    key        TEXT        NOT NULL CONSTRAINT settings_pk PRIMARY KEY,
    value      TEXT        NOT NULL,
    updated_at TEXT        NOT NULL,
    updated_by BLOB
) STRICT, WITHOUT ROWID;

-- What the settings were, and by its last number whether they changed.
CREATE TABLE settings_history (
    seq    INTEGER     NOT NULL CONSTRAINT settings_history_pk PRIMARY KEY,
    key    TEXT        NOT NULL,
    before TEXT,
    after  TEXT        NOT NULL,
    at     TEXT        NOT NULL,
    by     BLOB
) STRICT;

CREATE TABLE audit_log (
    id      BLOB        NOT NULL CONSTRAINT audit_log_pk PRIMARY KEY,
    at      TEXT        NOT NULL,
    by      BLOB,
    action  TEXT        NOT NULL,
    subject BLOB        NOT NULL,
    before  TEXT        NOT NULL,
    after   TEXT        NOT NULL
) STRICT;
CREATE INDEX audit_log_age ON audit_log (at, id);
CREATE INDEX audit_log_of_subject ON audit_log (subject, at);
