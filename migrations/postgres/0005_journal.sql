-- The journal's own rows: lanes, events, jobs, answers, settings, audit.

-- One row a journal between two starts. Every batch begins by writing its id here, which takes the lane's lock, tells
-- a commit that is in doubt from one that never was, keeps a lane that others closed from writing on, and says that
-- the lane lives.
CREATE TABLE lanes (
    id            uuid        NOT NULL CONSTRAINT lanes_pk PRIMARY KEY,
    node          text        NOT NULL,
    opened_at     timestamptz NOT NULL,
    seen_at       timestamptz NOT NULL,
    closed_at     timestamptz,
    batch_id      uuid        NOT NULL,
    -- Events up to here were forgotten; a cursor before it gets a snapshot.
    forgotten_seq bigint      NOT NULL
) WITH (fillfactor = 10);

-- Numbered by their lane, in memory, gapless.
CREATE TABLE events (
    lane          uuid        NOT NULL,
    seq           bigint      NOT NULL,
    at            timestamptz NOT NULL,
    kind          text        NOT NULL,
    order_id      uuid,
    order_version bigint,
    seller_id     uuid,
    data          json        NOT NULL,
    CONSTRAINT events_pk PRIMARY KEY (lane, seq)
);
CREATE INDEX events_of_order ON events (order_id, order_version) WHERE order_id IS NOT NULL;
CREATE INDEX events_of_seller ON events (seller_id, lane, seq) WHERE seller_id IS NOT NULL;

CREATE TABLE jobs (
    id          uuid        NOT NULL CONSTRAINT jobs_pk PRIMARY KEY,
    kind        text        NOT NULL,
    subject     uuid        NOT NULL,
    task        json        NOT NULL,
    run_at      timestamptz NOT NULL,
    attempts    bigint      NOT NULL,
    lease_token uuid,
    lease_until timestamptz,
    last_error  text,
    -- Given up: a dead letter for the operator.
    dead        boolean     NOT NULL,
    created_at  timestamptz NOT NULL
) WITH (fillfactor = 70);
-- A promise is made once while it is open.
CREATE UNIQUE INDEX jobs_open ON jobs (kind, subject) WHERE NOT dead;
-- The next of a kind is one step along it: a leased job is due when its lease ends, so nothing is passed over.
CREATE INDEX jobs_due ON jobs (kind, run_at, id) WHERE NOT dead;
-- Dead letters, for the operator and for retention.
CREATE INDEX jobs_dead ON jobs (created_at, id) WHERE dead;

CREATE TABLE idempotency (
    owner_id  uuid        NOT NULL,
    route     text        NOT NULL,
    key       text        NOT NULL,
    body_hash bytea       NOT NULL,
    answer    text        NOT NULL,
    at        timestamptz NOT NULL,
    CONSTRAINT idempotency_pk PRIMARY KEY (owner_id, route, key)
);
CREATE INDEX idempotency_age ON idempotency (at);

CREATE TABLE settings (
    key        text        NOT NULL CONSTRAINT settings_pk PRIMARY KEY,
    value      jsonb       NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid
);

-- What the settings were, and by its last number whether they changed.
CREATE TABLE settings_history (
    seq    bigint      NOT NULL CONSTRAINT settings_history_pk PRIMARY KEY,
    key    text        NOT NULL,
    before jsonb,
    after  jsonb       NOT NULL,
    at     timestamptz NOT NULL,
    by     uuid
);

CREATE TABLE audit_log (
    id      uuid        NOT NULL CONSTRAINT audit_log_pk PRIMARY KEY,
    at      timestamptz NOT NULL,
    by      uuid,
    action  text        NOT NULL,
    subject uuid        NOT NULL,
    before  jsonb       NOT NULL,
    after   jsonb       NOT NULL
);
CREATE INDEX audit_log_age ON audit_log (at, id);
CREATE INDEX audit_log_of_subject ON audit_log (subject, at);
