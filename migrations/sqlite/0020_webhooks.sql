-- Programs of others that hear what happens: where they listen, what they want to hear, and how far they have been told.
CREATE TABLE webhook_endpoints (
    id              BLOB    NOT NULL CONSTRAINT webhook_endpoints_pk PRIMARY KEY,
    url             TEXT    NOT NULL,
    description     TEXT    NOT NULL,
    kinds           TEXT    NOT NULL,
    enabled         INTEGER NOT NULL,
    -- Sealed with the master secret; while a secret is changed the one before signs as well.
    secret          BLOB    NOT NULL,
    previous_secret BLOB,
    previous_until  TEXT,
    -- The cursor: pairs of a lane and the last event of it that was told, and how often it was moved.
    told            TEXT    NOT NULL,
    fed             INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    created_at      TEXT    NOT NULL,
    updated_at      TEXT    NOT NULL
) STRICT;
CREATE INDEX webhook_endpoints_created ON webhook_endpoints (created_at, id);

-- What is told to them, and how that went. The body is put together at the first try and stays.
CREATE TABLE webhook_deliveries (
    id              BLOB    NOT NULL CONSTRAINT webhook_deliveries_pk PRIMARY KEY,
    endpoint_id     BLOB    NOT NULL CONSTRAINT webhook_deliveries_endpoint REFERENCES webhook_endpoints (id),
    event_id        TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    subject         BLOB    NOT NULL,
    happened_at     TEXT    NOT NULL,
    body            TEXT,
    state           TEXT    NOT NULL CONSTRAINT webhook_deliveries_state CHECK (state IN ('waiting', 'delivered', 'dead')),
    attempts        INTEGER NOT NULL,
    promised_at     TEXT    NOT NULL,
    next_attempt_at TEXT,
    last_status     INTEGER,
    last_error      TEXT,
    delivered_at    TEXT,
    created_at      TEXT    NOT NULL
) STRICT;
-- Nothing is promised twice.
CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (endpoint_id, event_id);
CREATE INDEX webhook_deliveries_of_endpoint ON webhook_deliveries (endpoint_id, created_at, id);
-- For forgetting.
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at, id);
-- What waits and what was given up, for the console.
CREATE INDEX webhook_deliveries_open ON webhook_deliveries (state) WHERE state <> 'delivered';
