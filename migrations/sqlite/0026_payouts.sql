-- Paying sellers, and closing the months of the house.

-- An IBAN, or an account with a payment provider; only the seller's owner sets it.
ALTER TABLE sellers ADD COLUMN payout_account TEXT;

-- What each order owes each seller is a sum over these.
CREATE INDEX ledger_entries_owed ON ledger_entries (seller_id, order_id, account, currency, amount_minor) WHERE seller_id IS NOT NULL;
CREATE INDEX ledger_entries_of_payout ON ledger_entries (payout_id) WHERE payout_id IS NOT NULL;

CREATE TABLE payout_runs (
    id         BLOB NOT NULL CONSTRAINT payout_runs_pk PRIMARY KEY,
    by         BLOB NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX payout_runs_newest ON payout_runs (created_at, id);

CREATE TABLE payouts (
    id           BLOB    NOT NULL CONSTRAINT payouts_pk PRIMARY KEY,
    run_id       BLOB    NOT NULL CONSTRAINT payouts_run REFERENCES payout_runs (id),
    seller_id    BLOB    NOT NULL,
    currency     TEXT    NOT NULL,
    amount_minor INTEGER NOT NULL CONSTRAINT payouts_amount CHECK (amount_minor > 0),
    way          TEXT    NOT NULL CONSTRAINT payouts_way CHECK (way IN ('bank', 'transfer')),
    -- As it was when the run was started.
    account      TEXT    NOT NULL,
    state        TEXT    NOT NULL CONSTRAINT payouts_state CHECK (state IN ('pending', 'sent', 'paid', 'failed')),
    reference    TEXT,
    failure      TEXT,
    created_at   TEXT    NOT NULL,
    sent_at      TEXT,
    settled_at   TEXT
) STRICT;
CREATE UNIQUE INDEX payouts_of_run ON payouts (run_id, seller_id, currency);
CREATE INDEX payouts_of_seller ON payouts (seller_id, created_at, id);

-- What a payout pays, order by order; a refund after an earlier payout stands here with less than nothing.
CREATE TABLE payout_orders (
    payout_id     BLOB    NOT NULL CONSTRAINT payout_orders_payout REFERENCES payouts (id),
    order_id      BLOB    NOT NULL CONSTRAINT payout_orders_order REFERENCES orders (id),
    payable_minor INTEGER NOT NULL,
    vat_minor     INTEGER NOT NULL,
    CONSTRAINT payout_orders_pk PRIMARY KEY (payout_id, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payout_orders_of_order ON payout_orders (order_id);

-- A month that is closed, with its tax by country and rate as it was then.
CREATE TABLE month_closes (
    month     TEXT NOT NULL CONSTRAINT month_closes_pk PRIMARY KEY,
    begins_at TEXT NOT NULL,
    ends_at   TEXT NOT NULL,
    closed_at TEXT NOT NULL,
    closed_by BLOB NOT NULL,
    vat       TEXT NOT NULL
) STRICT;
CREATE INDEX month_closes_begins ON month_closes (begins_at);

-- Its trial balance: what the entries of the month must come to for ever.
CREATE TABLE month_totals (
    month        TEXT    NOT NULL CONSTRAINT month_totals_month REFERENCES month_closes (month),
    account      TEXT    NOT NULL,
    currency     TEXT    NOT NULL,
    debit_minor  INTEGER NOT NULL,
    credit_minor INTEGER NOT NULL,
    entries      INTEGER NOT NULL,
    CONSTRAINT month_totals_pk PRIMARY KEY (month, account, currency)
) STRICT, WITHOUT ROWID;

-- What the house invoices its sellers, and their statements: the data are frozen, the pages are made of them for who asks.
CREATE TABLE house_documents (
    id         BLOB    NOT NULL CONSTRAINT house_documents_pk PRIMARY KEY,
    kind       TEXT    NOT NULL CONSTRAINT house_documents_kind CHECK (kind IN ('commission_invoice', 'statement')),
    year       INTEGER NOT NULL,
    -- Of invoices: its place in the series of its year, and the number as it is printed.
    running    INTEGER,
    number     TEXT,
    seller_id  BLOB    NOT NULL,
    month      TEXT    NOT NULL CONSTRAINT house_documents_month REFERENCES month_closes (month),
    currency   TEXT    NOT NULL,
    issued_at  TEXT    NOT NULL,
    data       TEXT    NOT NULL,
    CONSTRAINT house_documents_numbered CHECK ((kind = 'commission_invoice') = (running IS NOT NULL AND number IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX house_documents_number ON house_documents (kind, year, running) WHERE running IS NOT NULL;
CREATE UNIQUE INDEX house_documents_once ON house_documents (month, kind, seller_id, currency);
CREATE INDEX house_documents_of_seller ON house_documents (seller_id, month, id);

-- Gapless by being a row that is locked, as the sellers' series are.
CREATE TABLE house_series (
    kind TEXT    NOT NULL,
    year INTEGER NOT NULL,
    next INTEGER NOT NULL,
    CONSTRAINT house_series_pk PRIMARY KEY (kind, year)
) STRICT, WITHOUT ROWID;
