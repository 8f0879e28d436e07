-- Orders, payments, documents and the books.

CREATE TABLE orders (
    id                 uuid        NOT NULL CONSTRAINT orders_pk PRIMARY KEY,
    number             text        NOT NULL,
    owner_kind         text        NOT NULL CONSTRAINT orders_owner_kind CHECK (owner_kind IN ('user', 'visitor')),
    owner_id           uuid        NOT NULL,
    version            bigint      NOT NULL,
    status             text        NOT NULL CONSTRAINT orders_status CHECK (status IN ('open', 'completed', 'cancelled', 'expired')),
    payment_status     text        NOT NULL CONSTRAINT orders_payment_status CHECK (payment_status IN ('pending', 'requires_action', 'paid', 'partially_refunded', 'refunded', 'disputed', 'failed')),
    fulfilment_status  text        NOT NULL CONSTRAINT orders_fulfilment_status CHECK (fulfilment_status IN ('unfulfilled', 'partially_shipped', 'shipped', 'delivered', 'returned')),
    email              text        NOT NULL,
    locale             text        NOT NULL,
    currency           text        NOT NULL,
    items_minor        bigint      NOT NULL,
    shipping_minor     bigint      NOT NULL,
    tax_included_minor bigint      NOT NULL,
    total_minor        bigint      NOT NULL,
    shipping_address   json        NOT NULL,
    billing_address    json        NOT NULL,
    vat_id             text,
    placed_at          timestamptz NOT NULL,
    hold_extended      boolean     NOT NULL,
    timeline           json        NOT NULL
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX orders_number ON orders (number);
CREATE INDEX orders_of_owner ON orders (owner_id, placed_at, id);
CREATE INDEX orders_placed ON orders (placed_at, id);
-- What staff look for; a purchase that goes well writes none of them.
CREATE INDEX orders_by_status ON orders (status, placed_at, id) WHERE status <> 'open';
CREATE INDEX orders_by_payment ON orders (payment_status, placed_at, id) WHERE payment_status NOT IN ('pending', 'paid');
CREATE INDEX orders_by_fulfilment ON orders (fulfilment_status, placed_at, id) WHERE fulfilment_status <> 'unfulfilled';

CREATE TABLE seller_orders (
    order_id           uuid        NOT NULL CONSTRAINT seller_orders_order REFERENCES orders (id),
    position           bigint      NOT NULL,
    id                 uuid        NOT NULL,
    seller_id          uuid        NOT NULL,
    seller_name        text        NOT NULL,
    seller_slug        text        NOT NULL,
    shipping_method    text        NOT NULL,
    shipping_name      text        NOT NULL,
    shipping_price_minor bigint    NOT NULL,
    shipping_tax       json        NOT NULL,
    commission_minor   bigint      NOT NULL,
    items_minor        bigint      NOT NULL,
    shipping_minor     bigint      NOT NULL,
    tax_included_minor bigint      NOT NULL,
    total_minor        bigint      NOT NULL,
    -- The order's, so that a seller's list needs one index.
    placed_at          timestamptz NOT NULL,
    CONSTRAINT seller_orders_pk PRIMARY KEY (order_id, position)
);
CREATE UNIQUE INDEX seller_orders_id ON seller_orders (id);
CREATE INDEX seller_orders_of_seller ON seller_orders (seller_id, placed_at, id);

CREATE TABLE order_lines (
    order_id         uuid   NOT NULL,
    seller_position  bigint NOT NULL,
    position         bigint NOT NULL,
    id               uuid   NOT NULL,
    cart_line_id     uuid   NOT NULL,
    edition_id       uuid   NOT NULL,
    artwork_id       uuid   NOT NULL,
    title            text   NOT NULL,
    artist_name      text   NOT NULL,
    edition_label    text,
    quantity         bigint NOT NULL CONSTRAINT order_lines_quantity CHECK (quantity >= 1),
    unit_price_minor bigint NOT NULL,
    currency         text   NOT NULL,
    copies           json   NOT NULL,
    tax              json   NOT NULL,
    CONSTRAINT order_lines_pk PRIMARY KEY (order_id, seller_position, position),
    CONSTRAINT order_lines_part FOREIGN KEY (order_id, seller_position) REFERENCES seller_orders (order_id, position)
);

CREATE TABLE payments (
    id             uuid        NOT NULL CONSTRAINT payments_pk PRIMARY KEY,
    order_id       uuid        NOT NULL CONSTRAINT payments_order REFERENCES orders (id),
    provider       text        NOT NULL,
    status         text        NOT NULL CONSTRAINT payments_status CHECK (status IN ('pending', 'requires_action', 'succeeded', 'failed', 'refunded')),
    amount_minor   bigint      NOT NULL,
    currency       text        NOT NULL,
    provider_ref   text,
    token          text,
    decline_code   text,
    client_secret  text,
    redirect_url   text,
    -- Money that found no goods and goes back whole.
    unapplied      boolean     NOT NULL,
    refunded_minor bigint      NOT NULL CONSTRAINT payments_refunded CHECK (refunded_minor BETWEEN 0 AND amount_minor),
    -- Attempts of one commit are told apart by their place in the order.
    position       bigint      NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX payments_of_order ON payments (order_id, position);
-- A provider's event names its own reference.
CREATE INDEX payments_ref ON payments (provider, provider_ref) WHERE provider_ref IS NOT NULL;

-- Events of providers that were taken in: each counts once, however often it is sent.
CREATE TABLE payment_inbox (
    provider   text        NOT NULL,
    event_id   text        NOT NULL,
    payment_id uuid        NOT NULL,
    at         timestamptz NOT NULL,
    CONSTRAINT payment_inbox_pk PRIMARY KEY (provider, event_id)
);

CREATE TABLE shipments (
    id              uuid        NOT NULL CONSTRAINT shipments_pk PRIMARY KEY,
    order_id        uuid        NOT NULL CONSTRAINT shipments_order REFERENCES orders (id),
    seller_order_id uuid        NOT NULL,
    carrier         text        NOT NULL,
    tracking_number text,
    tracking_url    text,
    status          text        NOT NULL CONSTRAINT shipments_status CHECK (status IN ('packed', 'in_transit', 'delivered', 'exception', 'returned')),
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);
CREATE INDEX shipments_of_order ON shipments (order_id);

CREATE TABLE shipment_lines (
    shipment_id   uuid   NOT NULL CONSTRAINT shipment_lines_shipment REFERENCES shipments (id),
    order_line_id uuid   NOT NULL,
    quantity      bigint NOT NULL CONSTRAINT shipment_lines_quantity CHECK (quantity >= 1),
    CONSTRAINT shipment_lines_pk PRIMARY KEY (shipment_id, order_line_id)
);

CREATE TABLE shipment_events (
    shipment_id uuid        NOT NULL CONSTRAINT shipment_events_shipment REFERENCES shipments (id),
    position    bigint      NOT NULL,
    at          timestamptz NOT NULL,
    status      text        NOT NULL,
    place       text,
    text        text        NOT NULL,
    CONSTRAINT shipment_events_pk PRIMARY KEY (shipment_id, position)
);

-- The data are frozen when the number is given; the bytes lie in the media store under their hash.
CREATE TABLE documents (
    id           uuid        NOT NULL CONSTRAINT documents_pk PRIMARY KEY,
    kind         text        NOT NULL CONSTRAINT documents_kind CHECK (kind IN ('invoice', 'credit_note', 'certificate', 'packing_slip', 'statement')),
    number       text        NOT NULL,
    seller_id    uuid        NOT NULL,
    order_id     uuid        NOT NULL CONSTRAINT documents_order REFERENCES orders (id),
    position     bigint      NOT NULL,
    issued_at    timestamptz NOT NULL,
    content_hash text,
    data         json        NOT NULL
);
CREATE UNIQUE INDEX documents_number ON documents (seller_id, kind, number);
CREATE INDEX documents_of_order ON documents (order_id, position);

-- Gapless by being a row that is locked, not a sequence.
CREATE TABLE number_series (
    seller_id uuid   NOT NULL,
    kind      text   NOT NULL,
    year      bigint NOT NULL,
    next      bigint NOT NULL,
    CONSTRAINT number_series_pk PRIMARY KEY (seller_id, kind, year)
) WITH (fillfactor = 20);

CREATE TABLE ledger_entries (
    posting_id   uuid        NOT NULL,
    position     bigint      NOT NULL,
    account      text        NOT NULL CONSTRAINT ledger_entries_account CHECK (account IN ('provider_clearing', 'seller_payable', 'commission', 'customer_refundable')),
    seller_id    uuid,
    amount_minor bigint      NOT NULL CONSTRAINT ledger_entries_amount CHECK (amount_minor <> 0),
    currency     text        NOT NULL,
    reason       text        NOT NULL,
    order_id     uuid        NOT NULL,
    at           timestamptz NOT NULL,
    CONSTRAINT ledger_entries_pk PRIMARY KEY (posting_id, position)
);
