-- Since when it is known that mails to the address reach the person; empty while it is not.
ALTER TABLE users ADD COLUMN email_verified_at TEXT;

-- Secrets that were sent to somebody by mail: each is good once, until it ends.
CREATE TABLE account_tokens (
    -- SHA-256 of the secret: a stolen database opens no account.
    hash       BLOB        NOT NULL CONSTRAINT account_tokens_pk PRIMARY KEY,
    user_id    BLOB        NOT NULL CONSTRAINT account_tokens_user REFERENCES users (id),
    purpose    TEXT        NOT NULL CONSTRAINT account_tokens_purpose CHECK (purpose IN ('verify', 'reset', 'email')),
    -- The address it went to.
    email      TEXT        NOT NULL,
    created_at TEXT        NOT NULL,
    expires_at TEXT        NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_tokens_of_user ON account_tokens (user_id, purpose);
CREATE INDEX account_tokens_expiry ON account_tokens (expires_at);

-- The mailbox of the demonstration, whose mails go nowhere else.
CREATE TABLE mails (
    id        BLOB        NOT NULL CONSTRAINT mails_pk PRIMARY KEY,
    kind      TEXT        NOT NULL,
    recipient TEXT        NOT NULL,
    subject   TEXT        NOT NULL,
    body_text TEXT        NOT NULL,
    body_html TEXT        NOT NULL,
    at        TEXT        NOT NULL
) STRICT;
CREATE INDEX mails_age ON mails (at, id);

-- What somebody has said of works, for their own account.
CREATE INDEX reviews_of_user ON reviews (user_id, created_at, id);
