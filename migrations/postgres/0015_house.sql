-- What the rooms of the console look things up by, and the house's own rows: reports and curated collections.

-- A perceptual hash of each image: copies of a picture differ in few of its 64 bits. Empty for images that were taken in
-- before there was one; they get theirs when a moderator first looks for look-alikes.
ALTER TABLE images ADD COLUMN dhash bigint;
CREATE INDEX images_by_dhash ON images (dhash, id, artwork_id) WHERE dhash IS NOT NULL AND removed_at IS NULL;
CREATE INDEX images_without_dhash ON images (id) WHERE dhash IS NULL AND removed_at IS NULL;

-- Who did what, by who and by what.
CREATE INDEX audit_log_of_actor ON audit_log (by, at, id);
CREATE INDEX audit_log_of_action ON audit_log (action, at, id);

-- What one setting was.
CREATE INDEX settings_history_of_key ON settings_history (key, seq);

-- What staff look for by its beginning, byte by byte.
CREATE INDEX users_by_name ON users (name_key COLLATE "C");
CREATE INDEX users_by_email ON users (email_key COLLATE "C");
CREATE INDEX artwork_heads_by_slug ON artwork_heads (slug COLLATE "C");
CREATE INDEX orders_of_email ON orders (lower(email), placed_at, id);

-- What somebody finds wrong with a work.
CREATE TABLE reports (
    id         uuid        NOT NULL CONSTRAINT reports_pk PRIMARY KEY,
    artwork_id uuid        NOT NULL CONSTRAINT reports_head REFERENCES artwork_heads (id),
    owner_kind text        NOT NULL CONSTRAINT reports_owner_kind CHECK (owner_kind IN ('user', 'visitor')),
    owner_id   uuid        NOT NULL,
    reason     text        NOT NULL CONSTRAINT reports_reason CHECK (reason IN ('copied', 'misleading', 'offensive', 'prohibited', 'other')),
    text       text        NOT NULL,
    status     text        NOT NULL CONSTRAINT reports_status CHECK (status IN ('open', 'resolved', 'dismissed')),
    note       text,
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by uuid
);
-- Nobody reports a work twice.
CREATE UNIQUE INDEX reports_once ON reports (artwork_id, owner_id);
CREATE INDEX reports_by_status ON reports (status, created_at, id);

-- Works that staff hang together. The works are always read whole and never searched: a JSON array of ids in their order.
CREATE TABLE collections (
    id         uuid        NOT NULL CONSTRAINT collections_pk PRIMARY KEY,
    slug       text        NOT NULL,
    title      text        NOT NULL,
    words      text        NOT NULL,
    works      jsonb       NOT NULL,
    published  boolean     NOT NULL,
    revision   bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX collections_slug ON collections (slug);
CREATE INDEX collections_created ON collections (created_at, id);
CREATE INDEX collections_published ON collections (created_at, id) WHERE published;
