-- People, sign-ins and keys.

CREATE TABLE users (
    id            uuid        NOT NULL CONSTRAINT users_pk PRIMARY KEY,
    email         text        NOT NULL,
    -- Lower-cased by the program, so that both engines compare it alike.
    email_key     text        NOT NULL,
    password_hash text        NOT NULL,
    display_name  text        NOT NULL,
    -- The name lower-cased by the program: the console searches by it.
    name_key      text        NOT NULL,
    locale        text        NOT NULL,
    -- A JSON array of role names: always read whole, never searched.
    roles         jsonb       NOT NULL,
    suspended_at  timestamptz,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (email_key);
-- The console pages through people by age.
CREATE INDEX users_created ON users (created_at, id);

CREATE TABLE sessions (
    id         uuid        NOT NULL CONSTRAINT sessions_pk PRIMARY KEY,
    user_id    uuid        NOT NULL CONSTRAINT sessions_user REFERENCES users (id),
    user_agent text        NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    -- When the newest refresh token of the family ends.
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX sessions_of_user ON sessions (user_id);
-- Nodes that start read who was shut out within the life of an access token.
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    -- SHA-256 of the token: a stolen database opens no session.
    hash           bytea       NOT NULL CONSTRAINT refresh_tokens_pk PRIMARY KEY,
    session_id     uuid        NOT NULL CONSTRAINT refresh_tokens_session REFERENCES sessions (id) ON DELETE CASCADE,
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    -- Used tokens stay until they would have ended, so that their reuse is noticed.
    used_at        timestamptz,
    successor_hash bytea
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

CREATE TABLE signing_keys (
    id         uuid        NOT NULL CONSTRAINT signing_keys_pk PRIMARY KEY,
    purpose    text        NOT NULL,
    -- Sealed with the master secret, which is not in the database.
    sealed     bytea       NOT NULL,
    public     bytea       NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE addresses (
    id         uuid        NOT NULL CONSTRAINT addresses_pk PRIMARY KEY,
    user_id    uuid        NOT NULL CONSTRAINT addresses_user REFERENCES users (id),
    address    jsonb       NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX addresses_of_user ON addresses (user_id, created_at);
