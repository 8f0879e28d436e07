-- What providers told by themselves: one row a notice, however often it was sent. The body stays only where the notice had no
-- effect: it may be delivered again.
CREATE TABLE webhook_inbox (
    id          BLOB    NOT NULL CONSTRAINT webhook_inbox_pk PRIMARY KEY,
    provider    TEXT    NOT NULL,
    event_id    TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    outcome     TEXT    NOT NULL CONSTRAINT webhook_inbox_outcome CHECK (outcome IN ('done', 'unknown', 'unmatched')),
    body        TEXT,
    deliveries  INTEGER NOT NULL CONSTRAINT webhook_inbox_deliveries CHECK (deliveries >= 1),
    received_at TEXT    NOT NULL,
    last_at     TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX webhook_inbox_once ON webhook_inbox (provider, event_id);
CREATE INDEX webhook_inbox_newest ON webhook_inbox (received_at, id);
