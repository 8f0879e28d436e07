-- Orders, payments, documents and the books.

CREATE TABLE orders (
    id                 BLOB        NOT NULL CONSTRAINT orders_pk PRIMARY KEY,
    number             TEXT        NOT NULL,
    owner_kind         TEXT        NOT NULL CONSTRAINT orders_owner_kind CHECK (owner_kind IN ('user', 'visitor')),
    owner_id           BLOB        NOT NULL,
    version            INTEGER     NOT NULL,
    status             TEXT        NOT NULL CONSTRAINT orders_status CHECK (status IN ('open', 'completed', 'cancelled', 'expired')),
    payment_status     TEXT        NOT NULL CONSTRAINT orders_payment_status CHECK (payment_status IN ('pending', 'requires_action', 'paid', 'partially_refunded', 'refunded', 'disputed', 'failed')),
    fulfilment_status  TEXT        NOT NULL CONSTRAINT orders_fulfilment_status CHECK (fulfilment_status IN ('unfulfilled', 'partially_shipped', 'shipped', 'delivered', 'returned')),
    email              TEXT        NOT NULL,
    locale             TEXT        NOT NULL,
    currency           TEXT        NOT NULL,
    items_minor        INTEGER     NOT NULL,
    shipping_minor     INTEGER     NOT NULL,
    tax_included_minor INTEGER     NOT NULL,
    total_minor        INTEGER     NOT NULL,
    shipping_address   TEXT        NOT NULL,
    billing_address    TEXT        NOT NULL,
    vat_id             TEXT,
    placed_at          TEXT        NOT NULL,
    hold_extended      INTEGER     NOT NULL,
    timeline           TEXT        NOT NULL
) STRICT;
CREATE UNIQUE INDEX orders_number ON orders (number);
CREATE INDEX orders_of_owner ON orders (owner_id, placed_at, id);
CREATE INDEX orders_placed ON orders (placed_at, id);
-- What staff look for; a purchase that goes well writes none of them.
CREATE INDEX orders_by_status ON orders (status, placed_at, id) WHERE status <> 'open';
CREATE INDEX orders_by_payment ON orders (payment_status, placed_at, id) WHERE payment_status NOT IN ('pending', 'paid');
CREATE INDEX orders_by_fulfilment ON orders (fulfilment_status, placed_at, id) WHERE fulfilment_status <> 'unfulfilled';

CREATE TABLE seller_orders (
    order_id           BLOB        NOT NULL CONSTRAINT seller_orders_order REFERENCES orders (id),
    position           INTEGER     NOT NULL,
    id                 BLOB        NOT NULL,
    seller_id          BLOB        NOT NULL,
    seller_name        TEXT        NOT NULL,
    seller_slug        TEXT        NOT NULL,
    shipping_method    TEXT        NOT NULL,
    shipping_name      TEXT        NOT NULL,
    shipping_price_minor INTEGER   NOT NULL,
    shipping_tax       TEXT        NOT NULL,
    commission_minor   INTEGER     NOT NULL,
    items_minor        INTEGER     NOT NULL,
    shipping_minor     INTEGER     NOT NULL,
    tax_included_minor INTEGER     NOT NULL,
    total_minor        INTEGER     NOT NULL,
    -- The order's, so that a seller's list needs one index.
    placed_at          TEXT        NOT NULL,
    CONSTRAINT seller_orders_pk PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX seller_orders_id ON seller_orders (id);
CREATE INDEX seller_orders_of_seller ON seller_orders (seller_id, placed_at, id);

CREATE TABLE order_lines (
    order_id         BLOB   NOT NULL,
    seller_position  INTEGER NOT NULL,
    position         INTEGER NOT NULL,
    id               BLOB   NOT NULL,
    cart_line_id     BLOB   NOT NULL,
    edition_id       BLOB   NOT NULL,
    artwork_id       BLOB   NOT NULL,
    title            TEXT   NOT NULL,
    artist_name      TEXT   NOT NULL,
    edition_label    TEXT,
    quantity         INTEGER NOT NULL CONSTRAINT order_lines_quantity CHECK (quantity >= 1),
    unit_price_minor INTEGER NOT NULL,
    currency         TEXT   NOT NULL,
    copies           TEXT   NOT NULL,
    tax              TEXT   NOT NULL,
    CONSTRAINT order_lines_pk PRIMARY KEY (order_id, seller_position, position),
    CONSTRAINT order_lines_part FOREIGN KEY (order_id, seller_position) REFERENCES seller_orders (order_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE payments (
    id             BLOB        NOT NULL CONSTRAINT payments_pk PRIMARY KEY,
    order_id       BLOB        NOT NULL CONSTRAINT payments_order REFERENCES orders (id),
    provider       TEXT        NOT NULL,
    status         TEXT        NOT NULL CONSTRAINT payments_status CHECK (status IN ('pending', 'requires_action', 'succeeded', 'failed', 'refunded')),
    amount_minor   INTEGER     NOT NULL,
    currency       TEXT        NOT NULL,
    provider_ref   TEXT,
    token          TEXT,
    decline_code   TEXT,
    client_secret  TEXT,
    redirect_url   TEXT,
    -- Money that found no goods and goes back whole.
    unapplied      INTEGER     NOT NULL,
    refunded_minor INTEGER     NOT NULL CONSTRAINT payments_refunded CHECK (refunded_minor BETWEEN 0 AND amount_minor),
    -- Attempts of one commit are told apart by their place in the order.
    position       INTEGER     NOT NULL,
    created_at     TEXT        NOT NULL,
    updated_at     TEXT        NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX payments_of_order ON payments (order_id, position);
-- A provider's event names its own reference.
CREATE INDEX payments_ref ON payments (provider, provider_ref) WHERE provider_ref IS NOT NULL;

-- Events of providers that were taken in: each counts once, however often it is sent.
CREATE TABLE payment_inbox (
    provider   TEXT        NOT NULL,
    event_id   TEXT        NOT NULL,
    payment_id BLOB        NOT NULL,
    at         TEXT        NOT NULL,
    CONSTRAINT payment_inbox_pk PRIMARY KEY (provider, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE shipments (
    id              BLOB        NOT NULL CONSTRAINT shipments_pk PRIMARY KEY,
    order_id        BLOB        NOT NULL CONSTRAINT shipments_order REFERENCES orders (id),
    seller_order_id BLOB        NOT NULL,
    carrier         TEXT        NOT NULL,
    tracking_number TEXT,
    tracking_url    TEXT,
    status          TEXT        NOT NULL CONSTRAINT shipments_status CHECK (status IN ('packed', 'in_transit', 'delivered', 'exception', 'returned')),
    created_at      TEXT        NOT NULL,
    updated_at      TEXT        NOT NULL
) STRICT;
CREATE INDEX shipments_of_order ON shipments (order_id);

CREATE TABLE shipment_lines (
    shipment_id   BLOB   NOT NULL CONSTRAINT shipment_lines_shipment REFERENCES shipments (id),
    order_line_id BLOB   NOT NULL,
    quantity      INTEGER NOT NULL CONSTRAINT shipment_lines_quantity CHECK (quantity >= 1),
    CONSTRAINT shipment_lines_pk PRIMARY KEY (shipment_id, order_line_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE shipment_events (
    shipment_id BLOB        NOT NULL CONSTRAINT shipment_events_shipment REFERENCES shipments (id),
    position    INTEGER     NOT NULL,
    at          TEXT        NOT NULL,
    status      TEXT        NOT NULL,
    place       TEXT,
    text        TEXT        NOT NULL,
    CONSTRAINT shipment_events_pk PRIMARY KEY (shipment_id, position)
) STRICT, WITHOUT ROWID;

-- The data are frozen when the number is given; the bytes lie in the media store under their hash.
CREATE TABLE documents (
    id           BLOB        NOT NULL CONSTRAINT documents_pk PRIMARY KEY,
    kind         TEXT        NOT NULL CONSTRAINT documents_kind CHECK (kind IN ('invoice', 'credit_note', 'certificate', 'packing_slip', 'statement')),
    number       TEXT        NOT NULL,
    seller_id    BLOB        NOT NULL,
    order_id     BLOB        NOT NULL CONSTRAINT documents_order REFERENCES orders (id),
    position     INTEGER     NOT NULL,
    issued_at    TEXT        NOT NULL,
    content_hash TEXT,
    data         TEXT        NOT NULL
) STRICT;
CREATE UNIQUE INDEX documents_number ON documents (seller_id, kind, number);
CREATE INDEX documents_of_order ON documents (order_id, position);

-- Gapless by being a row that is locked, not a sequence.
CREATE TABLE number_series (
    seller_id BLOB   NOT NULL,
    kind      TEXT   NOT NULL,
    year      INTEGER NOT NULL,
    next      INTEGER NOT NULL,
    CONSTRAINT number_series_pk PRIMARY KEY (seller_id, kind, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_entries (
    posting_id   BLOB        NOT NULL,
    position     INTEGER     NOT NULL,
    account      TEXT        NOT NULL CONSTRAINT ledger_entries_account CHECK (account IN ('provider_clearing', 'seller_payable', 'commission', 'customer_refundable')),
    seller_id    BLOB,
    amount_minor INTEGER     NOT NULL CONSTRAINT ledger_entries_amount CHECK (amount_minor <> 0),
    currency     TEXT        NOT NULL,
    reason       TEXT        NOT NULL,
    order_id     BLOB        NOT NULL,
    at           TEXT        NOT NULL,
    CONSTRAINT ledger_entries_pk PRIMARY KEY (posting_id, position)
) STRICT, WITHOUT ROWID;
