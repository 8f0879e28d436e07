-- Paying sellers, and closing the months of the house.

-- An IBAN, or an account with a payment provider; only the seller's owner sets it.
ALTER TABLE sellers ADD COLUMN payout_account text;

-- What each order owes each seller is a sum over these.
CREATE INDEX ledger_entries_owed ON ledger_entries (seller_id, order_id, account, currency, amount_minor) WHERE seller_id IS NOT NULL;
CREATE INDEX ledger_entries_of_payout ON ledger_entries (payout_id) WHERE payout_id IS NOT NULL;

CREATE TABLE payout_runs (
    id         uuid        NOT NULL CONSTRAINT payout_runs_pk PRIMARY KEY,
    by         uuid        NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX payout_runs_newest ON payout_runs (created_at, id);

CREATE TABLE payouts (
    id           uuid        NOT NULL CONSTRAINT payouts_pk PRIMARY KEY,
    run_id       uuid        NOT NULL CONSTRAINT payouts_run REFERENCES payout_runs (id),
    seller_id    uuid        NOT NULL,
    currency     text        NOT NULL,
    amount_minor bigint      NOT NULL CONSTRAINT payouts_amount CHECK (amount_minor > 0),
    way          text        NOT NULL CONSTRAINT payouts_way CHECK (way IN ('bank', 'transfer')),
    -- As it was when the run was started.
    account      text        NOT NULL,
    state        text        NOT NULL CONSTRAINT payouts_state CHECK (state IN ('pending', 'sent', 'paid', 'failed')),
    reference    text,
    failure      text,
    created_at   timestamptz NOT NULL,
    sent_at      timestamptz,
    settled_at   timestamptz
);
CREATE UNIQUE INDEX payouts_of_run ON payouts (run_id, seller_id, currency);
CREATE INDEX payouts_of_seller ON payouts (seller_id, created_at, id);

-- What a payout pays, order by order; a refund after an earlier payout stands here with less than nothing.
CREATE TABLE payout_orders (
    payout_id     uuid        NOT NULL CONSTRAINT payout_orders_payout REFERENCES payouts (id),
    order_id      uuid        NOT NULL CONSTRAINT payout_orders_order REFERENCES orders (id),
    payable_minor bigint      NOT NULL,
    vat_minor     bigint      NOT NULL,
    CONSTRAINT payout_orders_pk PRIMARY KEY (payout_id, order_id)
);
CREATE INDEX payout_orders_of_order ON payout_orders (order_id);

-- A month that is closed, with its tax by country and rate as it was then.
CREATE TABLE month_closes (
    month     text        NOT NULL CONSTRAINT month_closes_pk PRIMARY KEY,
    begins_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL,
    closed_at timestamptz NOT NULL,
    closed_by uuid        NOT NULL,
    vat       json        NOT NULL
);
CREATE INDEX month_closes_begins ON month_closes (begins_at);

-- Its trial balance: what the entries of the month must come to for ever.
CREATE TABLE month_totals (
    month        text        NOT NULL CONSTRAINT month_totals_month REFERENCES month_closes (month),
    account      text        NOT NULL,
    currency     text        NOT NULL,
    debit_minor  bigint      NOT NULL,
    credit_minor bigint      NOT NULL,
    entries      bigint      NOT NULL,
    CONSTRAINT month_totals_pk PRIMARY KEY (month, account, currency)
);

-- What the house invoices its sellers, and their statements: the data are frozen, the pages are made of them for who asks.
CREATE TABLE house_documents (
    id         uuid        NOT NULL CONSTRAINT house_documents_pk PRIMARY KEY,
    kind       text        NOT NULL CONSTRAINT house_documents_kind CHECK (kind IN ('commission_invoice', 'statement')),
    year       bigint      NOT NULL,
    -- Of invoices: its place in the series of its year, and the number as it is printed.
    running    bigint,
    number     text,
    seller_id  uuid        NOT NULL,
    month      text        NOT NULL CONSTRAINT house_documents_month REFERENCES month_closes (month),
    currency   text        NOT NULL,
    issued_at  timestamptz NOT NULL,
    data       json        NOT NULL,
    CONSTRAINT house_documents_numbered CHECK ((kind = 'commission_invoice') = (running IS NOT NULL AND number IS NOT NULL))
);
CREATE UNIQUE INDEX house_documents_number ON house_documents (kind, year, running) WHERE running IS NOT NULL;
CREATE UNIQUE INDEX house_documents_once ON house_documents (month, kind, seller_id, currency);
CREATE INDEX house_documents_of_seller ON house_documents (seller_id, month, id);

-- Gapless by being a row that is locked, as the sellers' series are.
CREATE TABLE house_series (
    kind text        NOT NULL,
    year bigint      NOT NULL,
    next bigint      NOT NULL,
    CONSTRAINT house_series_pk PRIMARY KEY (kind, year)
);
