-- What is sold, how many are free, who keeps what. The one equation of the house is a constraint here:
-- total = available + held + sold + withdrawn.

CREATE TABLE editions (
    id               uuid        NOT NULL CONSTRAINT editions_pk PRIMARY KEY,
    artwork_id       uuid        NOT NULL CONSTRAINT editions_head REFERENCES artwork_heads (id),
    position         bigint      NOT NULL,
    kind             text        NOT NULL CONSTRAINT editions_kind CHECK (kind IN ('unique', 'limited', 'open')),
    label            text,
    size             bigint      NOT NULL,
    artist_proofs    bigint      NOT NULL,
    width_tenth_mm   bigint      NOT NULL,
    height_tenth_mm  bigint      NOT NULL,
    depth_tenth_mm   bigint      NOT NULL,
    weight_g         bigint      NOT NULL,
    price_minor      bigint      NOT NULL CONSTRAINT editions_price CHECK (price_minor >= 0),
    currency         text        NOT NULL,
    tax_regime       text        NOT NULL,
    max_per_customer bigint,
    available_from   timestamptz
);
CREATE INDEX editions_of_artwork ON editions (artwork_id, position);

-- The counters: one narrow row an edition, locked before anything else is decided about it. An open edition has no
-- total; what is held and sold of it is still counted.
CREATE TABLE stock (
    edition_id uuid   NOT NULL CONSTRAINT stock_pk PRIMARY KEY CONSTRAINT stock_edition REFERENCES editions (id),
    artwork_id uuid   NOT NULL,
    total      bigint,
    available  bigint NOT NULL,
    held       bigint NOT NULL,
    sold       bigint NOT NULL,
    withdrawn  bigint NOT NULL,
    version    bigint NOT NULL,
    CONSTRAINT stock_equation CHECK (total IS NULL OR total = available + held + sold + withdrawn),
    CONSTRAINT stock_positive CHECK (available >= 0 AND held >= 0 AND sold >= 0 AND withdrawn >= 0)
) WITH (fillfactor = 20);

CREATE TABLE copies (
    edition_id    uuid   NOT NULL CONSTRAINT copies_edition REFERENCES editions (id),
    ordinal       bigint NOT NULL,
    id            uuid   NOT NULL,
    label         text,
    state         text   NOT NULL CONSTRAINT copies_state CHECK (state IN ('available', 'held', 'sold', 'withdrawn')),
    order_line_id uuid,
    CONSTRAINT copies_pk PRIMARY KEY (edition_id, ordinal),
    CONSTRAINT copies_line CHECK ((state = 'sold') = (order_line_id IS NOT NULL))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX copies_id ON copies (id);
-- "The lowest free number" is the first entry here.
CREATE INDEX copies_free ON copies (edition_id, ordinal) WHERE state = 'available';

CREATE TABLE holds (
    id               uuid        NOT NULL CONSTRAINT holds_pk PRIMARY KEY,
    owner_kind       text        NOT NULL CONSTRAINT holds_owner_kind CHECK (owner_kind IN ('user', 'visitor')),
    owner_id         uuid        NOT NULL,
    line_id          uuid        NOT NULL,
    edition_id       uuid        NOT NULL CONSTRAINT holds_edition REFERENCES editions (id),
    -- All three are empty for an open edition.
    copy_ordinal     bigint,
    copy_id          uuid,
    copy_label       text,
    quantity         bigint      NOT NULL CONSTRAINT holds_quantity CHECK (quantity >= 1 AND (copy_ordinal IS NULL OR quantity = 1)),
    unit_price_minor bigint      NOT NULL,
    currency         text        NOT NULL,
    placed_at        timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    extended         boolean     NOT NULL,
    order_id         uuid
) WITH (fillfactor = 70);
-- The database itself refuses to keep one copy for two: the last wall behind the decision.
CREATE UNIQUE INDEX holds_copy ON holds (edition_id, copy_ordinal);
CREATE INDEX holds_of_owner ON holds (owner_id);
-- The next deadline of an edition; the sweeper steps from edition to edition along it. The holds of an order are its
-- owner's.
CREATE INDEX holds_of_edition ON holds (edition_id, expires_at);

-- Lines are wishes and always read and written whole; the holds beside them are the truth about copies.
CREATE TABLE carts (
    owner_id   uuid   NOT NULL CONSTRAINT carts_pk PRIMARY KEY,
    owner_kind text   NOT NULL CONSTRAINT carts_owner_kind CHECK (owner_kind IN ('user', 'visitor')),
    version    bigint NOT NULL,
    lines      json   NOT NULL
) WITH (fillfactor = 70);
