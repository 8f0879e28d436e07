-- Programs of others that hear what happens: where they listen, what they want to hear, and how far they have been told.
CREATE TABLE webhook_endpoints (
    id              uuid        NOT NULL CONSTRAINT webhook_endpoints_pk PRIMARY KEY,
    url             text        NOT NULL,
    description     text        NOT NULL,
    kinds           json        NOT NULL,
    enabled         boolean     NOT NULL,
    -- Sealed with the master secret; while a secret is changed the one before signs as well.
    secret          bytea       NOT NULL,
    previous_secret bytea,
    previous_until  timestamptz,
    -- The cursor: pairs of a lane and the last event of it that was told, and how often it was moved.
    told            json        NOT NULL,
    fed             bigint      NOT NULL,
    revision        bigint      NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);
CREATE INDEX webhook_endpoints_created ON webhook_endpoints (created_at, id);

-- What is told to them, and how that went. The body is put together at the first try and stays.
CREATE TABLE webhook_deliveries (
    id              uuid        NOT NULL CONSTRAINT webhook_deliveries_pk PRIMARY KEY,
    endpoint_id     uuid        NOT NULL CONSTRAINT webhook_deliveries_endpoint REFERENCES webhook_endpoints (id),
    event_id        text        NOT NULL,
    kind            text        NOT NULL,
    subject         uuid        NOT NULL,
    happened_at     timestamptz NOT NULL,
    body            text,
    state           text        NOT NULL CONSTRAINT webhook_deliveries_state CHECK (state IN ('waiting', 'delivered', 'dead')),
    attempts        bigint      NOT NULL,
    promised_at     timestamptz NOT NULL,
    next_attempt_at timestamptz,
    last_status     bigint,
    last_error      text,
    delivered_at    timestamptz,
    created_at      timestamptz NOT NULL
);
-- Nothing is promised twice.
CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (endpoint_id, event_id);
CREATE INDEX webhook_deliveries_of_endpoint ON webhook_deliveries (endpoint_id, created_at, id);
-- For forgetting.
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at, id);
-- What waits and what was given up, for the console.
CREATE INDEX webhook_deliveries_open ON webhook_deliveries (state) WHERE state <> 'delivered';
