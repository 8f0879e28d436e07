-- What is sold, how many are free, who keeps what. The one equation of the house is a constraint here:
-- total = available + held + sold + withdrawn.

CREATE TABLE editions (
    id               BLOB        NOT NULL CONSTRAINT editions_pk PRIMARY KEY,
    artwork_id       BLOB        NOT NULL CONSTRAINT editions_head REFERENCES artwork_heads (id),
    position         INTEGER     NOT NULL,
    kind             TEXT        NOT NULL CONSTRAINT editions_kind CHECK (kind IN ('unique', 'limited', 'open')),
    label            TEXT,
    size             INTEGER     NOT NULL,
    artist_proofs    INTEGER     NOT NULL,
    width_tenth_mm   INTEGER     NOT NULL,
    height_tenth_mm  INTEGER     NOT NULL,
    depth_tenth_mm   INTEGER     NOT NULL,
    weight_g         INTEGER     NOT NULL,
    price_minor      INTEGER     NOT NULL CONSTRAINT editions_price CHECK (price_minor >= 0),
    currency         TEXT        NOT NULL,
    tax_regime       TEXT        NOT NULL,
    max_per_customer INTEGER,
    available_from   TEXT
) STRICT;
CREATE INDEX editions_of_artwork ON editions (artwork_id, position);

-- The counters: one narrow row an edition, locked before anything else is decided about it. An open edition has no
-- total; what is held and sold of it is still counted.
CREATE TABLE stock (
    edition_id BLOB   NOT NULL CONSTRAINT stock_pk PRIMARY KEY CONSTRAINT stock_edition REFERENCES editions (id),
    artwork_id BLOB   NOT NULL,
    total      INTEGER,
    available  INTEGER NOT NULL,
    held       INTEGER NOT NULL,
    sold       INTEGER NOT NULL,
    withdrawn  INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    CONSTRAINT stock_equation CHECK (total IS NULL OR total = available + held + sold + withdrawn),
    CONSTRAINT stock_positive CHECK (available >= 0 AND held >= 0 AND sold >= 0 AND withdrawn >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE copies (
    edition_id    BLOB   NOT NULL CONSTRAINT copies_edition REFERENCES editions (id),
    ordinal       INTEGER NOT NULL,
    id            BLOB   NOT NULL,
    label         TEXT,
    state         TEXT   NOT NULL CONSTRAINT copies_state CHECK (state IN ('available', 'held', 'sold', 'withdrawn')),
    order_line_id BLOB,
    CONSTRAINT copies_pk PRIMARY KEY (edition_id, ordinal),
    CONSTRAINT copies_line CHECK ((state = 'sold') = (order_line_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX copies_id ON copies (id);
-- "The lowest free number" is the first entry here.
CREATE INDEX copies_free ON copies (edition_id, ordinal) WHERE state = 'available';

CREATE TABLE holds (
    id               BLOB        NOT NULL CONSTRAINT holds_pk PRIMARY KEY,
    owner_kind       TEXT        NOT NULL CONSTRAINT holds_owner_kind CHECK (owner_kind IN ('user', 'visitor')),
    owner_id         BLOB        NOT NULL,
    line_id          BLOB        NOT NULL,
    edition_id       BLOB        NOT NULL CONSTRAINT holds_edition REFERENCES editions (id),
    -- All three are empty for an open edition.
    copy_ordinal     INTEGER,
    copy_id          BLOB,
    copy_label       TEXT,
    quantity         INTEGER     NOT NULL CONSTRAINT holds_quantity CHECK (quantity >= 1 AND (copy_ordinal IS NULL OR quantity = 1)),
    unit_price_minor INTEGER     NOT NULL,
    currency         TEXT        NOT NULL,
    placed_at        TEXT        NOT NULL,
    expires_at       TEXT        NOT NULL,
    extended         INTEGER     NOT NULL,
    order_id         BLOB
) STRICT, WITHOUT ROWID;
-- The database itself refuses to keep one copy for two: the last wall behind the decision.
CREATE UNIQUE INDEX holds_copy ON holds (edition_id, copy_ordinal);
CREATE INDEX holds_of_owner ON holds (owner_id);
-- The next deadline of an edition; the sweeper steps from edition to edition along it. The holds of an order are its
-- owner's.
CREATE INDEX holds_of_edition ON holds (edition_id, expires_at);

-- Lines are wishes and always read and written whole; the holds beside them are the truth about copies.
CREATE TABLE carts (
    owner_id   BLOB   NOT NULL CONSTRAINT carts_pk PRIMARY KEY,
    owner_kind TEXT   NOT NULL CONSTRAINT carts_owner_kind CHECK (owner_kind IN ('user', 'visitor')),
    version    INTEGER NOT NULL,
    lines      TEXT   NOT NULL
) STRICT, WITHOUT ROWID;
