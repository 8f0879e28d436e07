-- People, sign-ins and keys.

CREATE TABLE users (
    id            BLOB        NOT NULL CONSTRAINT users_pk PRIMARY KEY,
    email         TEXT        NOT NULL,
    -- Lower-cased by the program, so that both engines compare it alike.
    email_key     TEXT        NOT NULL,
    password_hash TEXT        NOT NULL,
    display_name  TEXT        NOT NULL,
    -- The name lower-cased by the program: the console searches by it.
    name_key      TEXT        NOT NULL,
    locale        TEXT        NOT NULL,
    -- A JSON array of role names: always read whole, never searched.
    roles         TEXT        NOT NULL,
    suspended_at  TEXT,
    created_at    TEXT        NOT NULL,
    updated_at    TEXT        NOT NULL
) STRICT;
CREATE UNIQUE INDEX users_email ON users (email_key);
-- The console pages through people by age.
CREATE INDEX users_created ON users (created_at, id);

CREATE TABLE sessions (
    id         BLOB        NOT NULL CONSTRAINT sessions_pk PRIMARY KEY,
    user_id    BLOB        NOT NULL CONSTRAINT sessions_user REFERENCES users (id),
    user_agent TEXT        NOT NULL,
    created_at TEXT        NOT NULL,
    seen_at    TEXT        NOT NULL,
    -- When the newest refresh token of the family ends.
    expires_at TEXT        NOT NULL,
    revoked_at TEXT
) STRICT;
CREATE INDEX sessions_of_user ON sessions (user_id);
-- Nodes that start read who was shut out within the life of an access token.
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    -- SHA-256 of the token: a stolen database opens no session.
    hash           BLOB        NOT NULL CONSTRAINT refresh_tokens_pk PRIMARY KEY,
    session_id     BLOB        NOT NULL CONSTRAINT refresh_tokens_session REFERENCES sessions (id) ON DELETE CASCADE,
    created_at     TEXT        NOT NULL,
    expires_at     TEXT        NOT NULL,
    -- Used tokens stay until they would have ended, so that their reuse is noticed.
    used_at        TEXT,
    successor_hash BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

CREATE TABLE signing_keys (
    id         BLOB        NOT NULL CONSTRAINT signing_keys_pk PRIMARY KEY,
    purpose    TEXT        NOT NULL,
    -- Sealed with the master secret, which is not in the database.
    sealed     BLOB        NOT NULL,
    public     BLOB        NOT NULL,
    created_at TEXT        NOT NULL
) STRICT;

CREATE TABLE addresses (
    id         BLOB        NOT NULL CONSTRAINT addresses_pk PRIMARY KEY,
    user_id    BLOB        NOT NULL CONSTRAINT addresses_user REFERENCES users (id),
    address    TEXT        NOT NULL,
    created_at TEXT        NOT NULL
) STRICT;
CREATE INDEX addresses_of_user ON addresses (user_id, created_at);
