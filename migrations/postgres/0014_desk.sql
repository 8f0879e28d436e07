-- Money that staff give back: what of an order it is for, and whether the provider has given it.
CREATE TABLE refunds (
    id           uuid        NOT NULL CONSTRAINT refunds_pk PRIMARY KEY,
    order_id     uuid        NOT NULL CONSTRAINT refunds_order REFERENCES orders (id),
    position     bigint      NOT NULL,
    payment_id   uuid        NOT NULL,
    status       text        NOT NULL CONSTRAINT refunds_status CHECK (status IN ('pending', 'refunded')),
    amount_minor bigint      NOT NULL CONSTRAINT refunds_amount CHECK (amount_minor > 0),
    currency     text        NOT NULL,
    parts        json        NOT NULL,
    reason       text        NOT NULL,
    by           uuid,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX refunds_of_order ON refunds (order_id, position);
-- What is on its way back, for the console.
CREATE INDEX refunds_pending ON refunds (created_at, id) WHERE status = 'pending';
-- Copies of a line that went back to stock after they were sold.
ALTER TABLE order_lines ADD COLUMN restocked bigint NOT NULL DEFAULT 0 CONSTRAINT order_lines_restocked CHECK (restocked >= 0);
-- What is yet to be paid and what is yet to leave, by how it is paid: an order stands here until all of it has left.
CREATE INDEX orders_to_do ON orders (payment_status, placed_at, id) WHERE status = 'open' AND fulfilment_status IN ('unfulfilled', 'partially_shipped');
-- A buyer is looked for by the address, in small letters.
CREATE INDEX orders_by_email ON orders (lower(email), placed_at, id);
-- Jobs that failed and are tried again, for the console.
CREATE INDEX jobs_troubled ON jobs (created_at, id) WHERE last_error IS NOT NULL AND NOT dead;
-- Sellers who wait for the house's word.
CREATE INDEX sellers_unverified ON sellers (id) WHERE NOT verified;
