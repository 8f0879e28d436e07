-- What providers told by themselves: one row a notice, however often it was sent. The body stays only where the notice had no
-- effect: it may be delivered again.
CREATE TABLE webhook_inbox (
    id          uuid        NOT NULL CONSTRAINT webhook_inbox_pk PRIMARY KEY,
    provider    text        NOT NULL,
    event_id    text        NOT NULL,
    kind        text        NOT NULL,
    outcome     text        NOT NULL CONSTRAINT webhook_inbox_outcome CHECK (outcome IN ('done', 'unknown', 'unmatched')),
    body        text,
    deliveries  bigint      NOT NULL CONSTRAINT webhook_inbox_deliveries CHECK (deliveries >= 1),
    received_at timestamptz NOT NULL,
    last_at     timestamptz NOT NULL
);
CREATE UNIQUE INDEX webhook_inbox_once ON webhook_inbox (provider, event_id);
CREATE INDEX webhook_inbox_newest ON webhook_inbox (received_at, id);
