-- Sellers, artists, works and what is known of them. Nothing here changes when stock moves, but artwork_heads.

CREATE TABLE sellers (
    id                      BLOB        NOT NULL CONSTRAINT sellers_pk PRIMARY KEY,
    slug                    TEXT        NOT NULL,
    name                    TEXT        NOT NULL,
    legal_name              TEXT        NOT NULL,
    address                 TEXT        NOT NULL,
    vat_id                  TEXT,
    tax_number              TEXT,
    email                   TEXT        NOT NULL,
    currency                TEXT        NOT NULL,
    commission_basis_points INTEGER     NOT NULL CONSTRAINT sellers_commission CHECK (commission_basis_points BETWEEN 0 AND 10000),
    -- Begins every document number of the seller; two sellers with one prefix would print one number twice.
    series_prefix           TEXT        NOT NULL,
    verified                INTEGER     NOT NULL,
    created_at              TEXT        NOT NULL
) STRICT;
CREATE UNIQUE INDEX sellers_slug ON sellers (slug);
CREATE UNIQUE INDEX sellers_series_prefix ON sellers (series_prefix);

CREATE TABLE seller_members (
    seller_id BLOB NOT NULL CONSTRAINT seller_members_seller REFERENCES sellers (id),
    user_id   BLOB NOT NULL CONSTRAINT seller_members_user REFERENCES users (id),
    CONSTRAINT seller_members_pk PRIMARY KEY (user_id, seller_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX seller_members_of_seller ON seller_members (seller_id);

CREATE TABLE artists (
    id         BLOB        NOT NULL CONSTRAINT artists_pk PRIMARY KEY,
    slug       TEXT        NOT NULL,
    seller_id  BLOB        NOT NULL CONSTRAINT artists_seller REFERENCES sellers (id),
    -- Whose own profile it is; a gallery's artists have none.
    user_id    BLOB        CONSTRAINT artists_user REFERENCES users (id),
    name       TEXT        NOT NULL,
    bio        TEXT        NOT NULL,
    country    TEXT,
    born       INTEGER,
    created_at TEXT        NOT NULL
) STRICT;
CREATE UNIQUE INDEX artists_slug ON artists (slug);
CREATE UNIQUE INDEX artists_own ON artists (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX artists_of_seller ON artists (seller_id);

-- The slim row that the journal locks and raises with every change of stock, price or status. The words are
-- elsewhere, so that a sale never rewrites them.
CREATE TABLE artwork_heads (
    id           BLOB        NOT NULL CONSTRAINT artwork_heads_pk PRIMARY KEY,
    seller_id    BLOB        NOT NULL CONSTRAINT artwork_heads_seller REFERENCES sellers (id),
    artist_id    BLOB        NOT NULL CONSTRAINT artwork_heads_artist REFERENCES artists (id),
    title        TEXT        NOT NULL,
    slug         TEXT        NOT NULL,
    artist_name  TEXT        NOT NULL,
    status       TEXT        NOT NULL CONSTRAINT artwork_heads_status CHECK (status IN ('draft', 'in_review', 'rejected', 'published', 'paused', 'sold_out', 'archived')),
    -- Editions that still have something to sell; at zero the work is sold out.
    editions_left INTEGER    NOT NULL CONSTRAINT artwork_heads_left CHECK (editions_left >= 0),
    version      INTEGER     NOT NULL,
    published_at TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX artwork_heads_slug ON artwork_heads (slug);
CREATE INDEX artwork_heads_of_seller ON artwork_heads (seller_id);
CREATE INDEX artwork_heads_of_artist ON artwork_heads (artist_id);
CREATE INDEX artwork_heads_by_status ON artwork_heads (status);

CREATE TABLE artworks (
    id          BLOB        NOT NULL CONSTRAINT artworks_pk PRIMARY KEY CONSTRAINT artworks_head REFERENCES artwork_heads (id),
    description TEXT        NOT NULL,
    year        INTEGER,
    date_text   TEXT,
    medium      TEXT        NOT NULL,
    styles      TEXT        NOT NULL,
    subjects    TEXT        NOT NULL,
    provenance  TEXT        NOT NULL,
    signed      INTEGER     NOT NULL,
    condition   TEXT,
    framed      INTEGER     NOT NULL,
    rejection   TEXT,
    -- Raised by every edit of words, images or editions: the entity tag.
    revision    INTEGER     NOT NULL,
    created_at  TEXT        NOT NULL,
    updated_at  TEXT        NOT NULL
) STRICT;
CREATE INDEX artworks_updated ON artworks (updated_at, id);
CREATE INDEX artworks_created ON artworks (created_at, id);

-- What visitors do with a work, apart from its words.
CREATE TABLE artwork_stats (
    artwork_id BLOB   NOT NULL CONSTRAINT artwork_stats_pk PRIMARY KEY CONSTRAINT artwork_stats_head REFERENCES artwork_heads (id),
    wishlisted INTEGER NOT NULL CONSTRAINT artwork_stats_wishlisted CHECK (wishlisted >= 0),
    reviews    INTEGER NOT NULL,
    rating_sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE images (
    id           BLOB        NOT NULL CONSTRAINT images_pk PRIMARY KEY,
    artwork_id   BLOB        NOT NULL CONSTRAINT images_head REFERENCES artwork_heads (id),
    position     INTEGER     NOT NULL,
    width_px     INTEGER     NOT NULL,
    height_px    INTEGER     NOT NULL,
    alt          TEXT        NOT NULL,
    blurhash     TEXT        NOT NULL,
    palette      TEXT        NOT NULL,
    original_key TEXT        NOT NULL,
    variants     TEXT        NOT NULL,
    created_at   TEXT        NOT NULL,
    -- Taken off the work; the files stay until retention removes them.
    removed_at   TEXT
) STRICT;
CREATE INDEX images_of_artwork ON images (artwork_id, position);

CREATE TABLE wishlists (
    user_id    BLOB        NOT NULL CONSTRAINT wishlists_user REFERENCES users (id),
    artwork_id BLOB        NOT NULL CONSTRAINT wishlists_head REFERENCES artwork_heads (id),
    at         TEXT        NOT NULL,
    CONSTRAINT wishlists_pk PRIMARY KEY (user_id, artwork_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reviews (
    id         BLOB        NOT NULL CONSTRAINT reviews_pk PRIMARY KEY,
    artwork_id BLOB        NOT NULL CONSTRAINT reviews_head REFERENCES artwork_heads (id),
    user_id    BLOB        NOT NULL CONSTRAINT reviews_user REFERENCES users (id),
    rating     INTEGER     NOT NULL CONSTRAINT reviews_rating CHECK (rating BETWEEN 1 AND 5),
    text       TEXT        NOT NULL,
    created_at TEXT        NOT NULL
) STRICT;
CREATE UNIQUE INDEX reviews_once ON reviews (artwork_id, user_id);
CREATE INDEX reviews_of_artwork ON reviews (artwork_id, created_at, id);
