-- What payment providers pay out to the house's bank: each of their references once. The id is that of its posting.
CREATE TABLE bank_transfers (
    id           BLOB    NOT NULL CONSTRAINT bank_transfers_pk PRIMARY KEY,
    provider     TEXT    NOT NULL,
    reference    TEXT    NOT NULL,
    currency     TEXT    NOT NULL,
    amount_minor INTEGER NOT NULL CONSTRAINT bank_transfers_amount CHECK (amount_minor <> 0),
    -- The day of the bank's statement: 2026-05-31.
    on_day       TEXT    NOT NULL,
    entered_by   BLOB    NOT NULL,
    created_at   TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX bank_transfers_once ON bank_transfers (provider, reference);
CREATE INDEX bank_transfers_of_days ON bank_transfers (on_day, id);

-- A row that is held by whoever posts into a month by its date, and by whoever closes it.
CREATE TABLE month_gates (
    month TEXT NOT NULL CONSTRAINT month_gates_pk PRIMARY KEY
) STRICT;
