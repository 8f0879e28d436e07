-- Sellers, artists, works and what is known of them. Nothing here changes when stock moves, but artwork_heads.

CREATE TABLE sellers (
    id                      uuid        NOT NULL CONSTRAINT sellers_pk PRIMARY KEY,
    slug                    text        NOT NULL,
    name                    text        NOT NULL,
    legal_name              text        NOT NULL,
    address                 jsonb       NOT NULL,
    vat_id                  text,
    tax_number              text,
    email                   text        NOT NULL,
    currency                text        NOT NULL,
    commission_basis_points bigint      NOT NULL CONSTRAINT sellers_commission CHECK (commission_basis_points BETWEEN 0 AND 10000),
    -- Begins every document number of the seller; two sellers with one prefix would print one number twice.
    series_prefix           text        NOT NULL,
    verified                boolean     NOT NULL,
    created_at              timestamptz NOT NULL
);
CREATE UNIQUE INDEX sellers_slug ON sellers (slug);
CREATE UNIQUE INDEX sellers_series_prefix ON sellers (series_prefix);

CREATE TABLE seller_members (
    seller_id uuid NOT NULL CONSTRAINT seller_members_seller REFERENCES sellers (id),
    user_id   uuid NOT NULL CONSTRAINT seller_members_user REFERENCES users (id),
    CONSTRAINT seller_members_pk PRIMARY KEY (user_id, seller_id)
);
CREATE INDEX seller_members_of_seller ON seller_members (seller_id);

CREATE TABLE artists (
    id         uuid        NOT NULL CONSTRAINT artists_pk PRIMARY KEY,
    slug       text        NOT NULL,
    seller_id  uuid        NOT NULL CONSTRAINT artists_seller REFERENCES sellers (id),
    -- Whose own profile it is; a gallery's artists have none.
    user_id    uuid        CONSTRAINT artists_user REFERENCES users (id),
    name       text        NOT NULL,
    bio        text        NOT NULL,
    country    text,
    born       bigint,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX artists_slug ON artists (slug);
CREATE UNIQUE INDEX artists_own ON artists (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX artists_of_seller ON artists (seller_id);

-- The slim row that the journal locks and raises with every change of stock, price or status. The words are
-- elsewhere, so that a sale never rewrites them. Half of each page is left free for updates in place.
CREATE TABLE artwork_heads (
    id           uuid        NOT NULL CONSTRAINT artwork_heads_pk PRIMARY KEY,
    seller_id    uuid        NOT NULL CONSTRAINT artwork_heads_seller REFERENCES sellers (id),
    artist_id    uuid        NOT NULL CONSTRAINT artwork_heads_artist REFERENCES artists (id),
    title        text        NOT NULL,
    slug         text        NOT NULL,
    artist_name  text        NOT NULL,
    status       text        NOT NULL CONSTRAINT artwork_heads_status CHECK (status IN ('draft', 'in_review', 'rejected', 'published', 'paused', 'sold_out', 'archived')),
    -- Editions that still have something to sell; at zero the work is sold out.
    editions_left bigint     NOT NULL CONSTRAINT artwork_heads_left CHECK (editions_left >= 0),
    version      bigint      NOT NULL,
    published_at timestamptz
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX artwork_heads_slug ON artwork_heads (slug);
CREATE INDEX artwork_heads_of_seller ON artwork_heads (seller_id);
CREATE INDEX artwork_heads_of_artist ON artwork_heads (artist_id);
CREATE INDEX artwork_heads_by_status ON artwork_heads (status);

CREATE TABLE artworks (
    id          uuid        NOT NULL CONSTRAINT artworks_pk PRIMARY KEY CONSTRAINT artworks_head REFERENCES artwork_heads (id),
    description text        NOT NULL,
    year        bigint,
    date_text   text,
    medium      text        NOT NULL,
    styles      jsonb       NOT NULL,
    subjects    jsonb       NOT NULL,
    provenance  jsonb       NOT NULL,
    signed      boolean     NOT NULL,
    condition   text,
    framed      boolean     NOT NULL,
    rejection   text,
    -- Raised by every edit of words, images or editions: the entity tag.
    revision    bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE INDEX artworks_updated ON artworks (updated_at, id);
CREATE INDEX artworks_created ON artworks (created_at, id);

-- What visitors do with a work, apart from its words.
CREATE TABLE artwork_stats (
    artwork_id uuid   NOT NULL CONSTRAINT artwork_stats_pk PRIMARY KEY CONSTRAINT artwork_stats_head REFERENCES artwork_heads (id),
    wishlisted bigint NOT NULL CONSTRAINT artwork_stats_wishlisted CHECK (wishlisted >= 0),
    reviews    bigint NOT NULL,
    rating_sum bigint NOT NULL
);

CREATE TABLE images (
    id           uuid        NOT NULL CONSTRAINT images_pk PRIMARY KEY,
    artwork_id   uuid        NOT NULL CONSTRAINT images_head REFERENCES artwork_heads (id),
    position     bigint      NOT NULL,
    width_px     bigint      NOT NULL,
    height_px    bigint      NOT NULL,
    alt          text        NOT NULL,
    blurhash     text        NOT NULL,
    palette      jsonb       NOT NULL,
    original_key text        NOT NULL,
    variants     jsonb       NOT NULL,
    created_at   timestamptz NOT NULL,
    -- Taken off the work; the files stay until retention removes them.
    removed_at   timestamptz
);
CREATE INDEX images_of_artwork ON images (artwork_id, position);

CREATE TABLE wishlists (
    user_id    uuid        NOT NULL CONSTRAINT wishlists_user REFERENCES users (id),
    artwork_id uuid        NOT NULL CONSTRAINT wishlists_head REFERENCES artwork_heads (id),
    at         timestamptz NOT NULL,
    CONSTRAINT wishlists_pk PRIMARY KEY (user_id, artwork_id)
);

CREATE TABLE reviews (
    id         uuid        NOT NULL CONSTRAINT reviews_pk PRIMARY KEY,
    artwork_id uuid        NOT NULL CONSTRAINT reviews_head REFERENCES artwork_heads (id),
    user_id    uuid        NOT NULL CONSTRAINT reviews_user REFERENCES users (id),
    rating     bigint      NOT NULL CONSTRAINT reviews_rating CHECK (rating BETWEEN 1 AND 5),
    text       text        NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX reviews_once ON reviews (artwork_id, user_id);
CREATE INDEX reviews_of_artwork ON reviews (artwork_id, created_at, id);
