-- The whole chart of accounts; entries of payouts and months belong to no single order. An embedded database has one program
-- at a time, and cannot loosen a column: the table is made anew.
CREATE TABLE ledger_entries_whole (
    posting_id   BLOB        NOT NULL,
    position     INTEGER     NOT NULL,
    account      TEXT        NOT NULL CONSTRAINT ledger_entries_chart CHECK (account IN ('provider_clearing', 'bank', 'disputed', 'seller_payable', 'seller_vat', 'resale_right', 'payouts_in_transit', 'customer_refundable', 'commission', 'commission_vat', 'provider_fees')),
    seller_id    BLOB,
    amount_minor INTEGER     NOT NULL CONSTRAINT ledger_entries_amount CHECK (amount_minor <> 0),
    currency     TEXT        NOT NULL,
    reason       TEXT        NOT NULL,
    order_id     BLOB,
    at           TEXT        NOT NULL,
    payout_id    BLOB,
    CONSTRAINT ledger_entries_pk PRIMARY KEY (posting_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO ledger_entries_whole (posting_id, position, account, seller_id, amount_minor, currency, reason, order_id, at)
    SELECT posting_id, position, account, seller_id, amount_minor, currency, reason, order_id, at FROM ledger_entries;
DROP TABLE ledger_entries;
ALTER TABLE ledger_entries_whole RENAME TO ledger_entries;
CREATE INDEX ledger_entries_of_order ON ledger_entries (order_id, posting_id) WHERE order_id IS NOT NULL;
CREATE INDEX ledger_entries_of_seller ON ledger_entries (seller_id, posting_id) WHERE seller_id IS NOT NULL;
-- The house's commission of a line; of lines that were ordered before, the part's is all that is known.
ALTER TABLE order_lines ADD COLUMN commission_minor INTEGER NOT NULL DEFAULT 0;
-- Money that banks take back. What of it counts as given back is known when a case is lost.
CREATE TABLE disputes (
    id               BLOB    NOT NULL CONSTRAINT disputes_pk PRIMARY KEY,
    order_id         BLOB    NOT NULL CONSTRAINT disputes_order REFERENCES orders (id),
    position         INTEGER NOT NULL,
    payment_id       BLOB    NOT NULL,
    reference        TEXT    NOT NULL,
    status           TEXT    NOT NULL CONSTRAINT disputes_status CHECK (status IN ('open', 'won', 'lost', 'won_unopened', 'lost_unopened')),
    reason           TEXT    NOT NULL,
    amount_minor     INTEGER NOT NULL CONSTRAINT disputes_amount CHECK (amount_minor >= 0),
    currency         TEXT    NOT NULL,
    taken_back_minor INTEGER NOT NULL CONSTRAINT disputes_taken_back CHECK (taken_back_minor BETWEEN 0 AND amount_minor),
    evidence_due_at  TEXT,
    created_at       TEXT    NOT NULL,
    updated_at       TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX disputes_of_order ON disputes (order_id, position);
CREATE UNIQUE INDEX disputes_once ON disputes (payment_id, reference);
CREATE INDEX disputes_newest ON disputes (created_at, id);
CREATE INDEX disputes_open ON disputes (created_at, id) WHERE status = 'open';
