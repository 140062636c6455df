-- The second step of a log-in: the secret of an authenticator app, sealed; whether its codes are asked for; the newest step
-- that was used. Recovery codes as SHA-256 only.
ALTER TABLE agents ADD COLUMN totp TEXT;
ALTER TABLE agents ADD COLUMN totp_on INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agents ADD COLUMN totp_used INTEGER NOT NULL DEFAULT 0;

CREATE TABLE recovery_codes (
    agent TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    code  BLOB NOT NULL,
    PRIMARY KEY (agent, code)
) STRICT, WITHOUT ROWID;
