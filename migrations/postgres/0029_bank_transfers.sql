-- What payment providers pay out to the house's bank: each of their references once. The id is that of its posting.
CREATE TABLE bank_transfers (
    id           uuid        NOT NULL CONSTRAINT bank_transfers_pk PRIMARY KEY,
    provider     text        NOT NULL,
    reference    text        NOT NULL,
    currency     text        NOT NULL,
    amount_minor bigint      NOT NULL CONSTRAINT bank_transfers_amount CHECK (amount_minor <> 0),
    -- The day of the bank's statement: 2026-05-31.
    on_day       text        NOT NULL,
    entered_by   uuid        NOT NULL,
    created_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX bank_transfers_once ON bank_transfers (provider, reference);
CREATE INDEX bank_transfers_of_days ON bank_transfers (on_day, id);

-- A row that is held by whoever posts into a month by its date, and by whoever closes it.
CREATE TABLE month_gates (
    month text NOT NULL CONSTRAINT month_gates_pk PRIMARY KEY
);
