-- What the rooms of the console look things up by, and the house's own rows: reports and curated collections.

-- A perceptual hash of each image: copies of a picture differ in few of its 64 bits. Empty for images that were taken in
-- before there was one; they get theirs when a moderator first looks for look-alikes.
ALTER TABLE images ADD COLUMN dhash INTEGER;
CREATE INDEX images_by_dhash ON images (dhash, id, artwork_id) WHERE dhash IS NOT NULL AND removed_at IS NULL;
CREATE INDEX images_without_dhash ON images (id) WHERE dhash IS NULL AND removed_at IS NULL;

-- Who did what, by who and by what.
CREATE INDEX audit_log_of_actor ON audit_log (by, at, id);
CREATE INDEX audit_log_of_action ON audit_log (action, at, id);

-- What one setting was.
CREATE INDEX settings_history_of_key ON settings_history (key, seq);

-- What staff look for by its beginning, byte by byte.
CREATE INDEX users_by_name ON users (name_key);
CREATE INDEX orders_of_email ON orders (lower(email), placed_at, id);

-- What somebody finds wrong with a work.
CREATE TABLE reports (
    id         BLOB NOT NULL CONSTRAINT reports_pk PRIMARY KEY,
    artwork_id BLOB NOT NULL CONSTRAINT reports_head REFERENCES artwork_heads (id),
    owner_kind TEXT NOT NULL CONSTRAINT reports_owner_kind CHECK (owner_kind IN ('user', 'visitor')),
    owner_id   BLOB NOT NULL,
    reason     TEXT NOT NULL CONSTRAINT reports_reason CHECK (reason IN ('copied', 'misleading', 'offensive', 'prohibited', 'other')),
    text       TEXT NOT NULL,
    status     TEXT NOT NULL CONSTRAINT reports_status CHECK (status IN ('open', 'resolved', 'dismissed')),
    note       TEXT,
    created_at TEXT NOT NULL,
    decided_at TEXT,
    decided_by BLOB
) STRICT;
-- Nobody reports a work twice.
CREATE UNIQUE INDEX reports_once ON reports (artwork_id, owner_id);
CREATE INDEX reports_by_status ON reports (status, created_at, id);

-- Works that staff hang together. The works are always read whole and never searched: a JSON array of ids in their order.
CREATE TABLE collections (
    id         BLOB    NOT NULL CONSTRAINT collections_pk PRIMARY KEY,
    slug       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    words      TEXT    NOT NULL,
    works      TEXT    NOT NULL,
    published  INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    created_at TEXT    NOT NULL,
    updated_at TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX collections_slug ON collections (slug);
CREATE INDEX collections_created ON collections (created_at, id);
CREATE INDEX collections_published ON collections (created_at, id) WHERE published;
