-- The whole chart of accounts; entries of payouts and months belong to no single order.
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_account;
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_chart CHECK (account IN ('provider_clearing', 'bank', 'disputed', 'seller_payable', 'seller_vat', 'resale_right', 'payouts_in_transit', 'customer_refundable', 'commission', 'commission_vat', 'provider_fees'));
ALTER TABLE ledger_entries ALTER COLUMN order_id DROP NOT NULL;
ALTER TABLE ledger_entries ADD COLUMN payout_id uuid;
CREATE INDEX ledger_entries_of_order ON ledger_entries (order_id, posting_id) WHERE order_id IS NOT NULL;
CREATE INDEX ledger_entries_of_seller ON ledger_entries (seller_id, posting_id) WHERE seller_id IS NOT NULL;
-- The house's commission of a line; of lines that were ordered before, the part's is all that is known.
ALTER TABLE order_lines ADD COLUMN commission_minor bigint NOT NULL DEFAULT 0;
-- Money that banks take back. What of it counts as given back is known when a case is lost.
CREATE TABLE disputes (
    id               uuid        NOT NULL CONSTRAINT disputes_pk PRIMARY KEY,
    order_id         uuid        NOT NULL CONSTRAINT disputes_order REFERENCES orders (id),
    position         bigint      NOT NULL,
    payment_id       uuid        NOT NULL,
    reference        text        NOT NULL,
    status           text        NOT NULL CONSTRAINT disputes_status CHECK (status IN ('open', 'won', 'lost', 'won_unopened', 'lost_unopened')),
    reason           text        NOT NULL,
    amount_minor     bigint      NOT NULL CONSTRAINT disputes_amount CHECK (amount_minor >= 0),
    currency         text        NOT NULL,
    taken_back_minor bigint      NOT NULL CONSTRAINT disputes_taken_back CHECK (taken_back_minor BETWEEN 0 AND amount_minor),
    evidence_due_at  timestamptz,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL
);
CREATE UNIQUE INDEX disputes_of_order ON disputes (order_id, position);
CREATE UNIQUE INDEX disputes_once ON disputes (payment_id, reference);
CREATE INDEX disputes_newest ON disputes (created_at, id);
CREATE INDEX disputes_open ON disputes (created_at, id) WHERE status = 'open';
