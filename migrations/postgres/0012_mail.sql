-- Since when it is known that mails to the address reach the person; empty while it is not.
ALTER TABLE users ADD COLUMN email_verified_at timestamptz;

-- Secrets that were sent to somebody by mail: each is good once, until it ends.
CREATE TABLE account_tokens (
    -- SHA-256 of the secret: a stolen database opens no account.
    hash       bytea       NOT NULL CONSTRAINT account_tokens_pk PRIMARY KEY,
    user_id    uuid        NOT NULL CONSTRAINT account_tokens_user REFERENCES users (id),
    purpose    text        NOT NULL CONSTRAINT account_tokens_purpose CHECK (purpose IN ('verify', 'reset', 'email')),
    -- The address it went to.
    email      text        NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX account_tokens_of_user ON account_tokens (user_id, purpose);
CREATE INDEX account_tokens_expiry ON account_tokens (expires_at);

-- The mailbox of the demonstration, whose mails go nowhere else.
CREATE TABLE mails (
    id        uuid        NOT NULL CONSTRAINT mails_pk PRIMARY KEY,
    kind      text        NOT NULL,
    recipient text        NOT NULL,
    subject   text        NOT NULL,
    body_text text        NOT NULL,
    body_html text        NOT NULL,
    at        timestamptz NOT NULL
);
CREATE INDEX mails_age ON mails (at, id);

-- What somebody has said of works, for their own account.
CREATE INDEX reviews_of_user ON reviews (user_id, created_at, id);
