-- Levels, teams, sorted queue, reopening, family help, files, tickets, notes, the log, what goes out.

ALTER TABLE visitors ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;

ALTER TABLE agents ADD COLUMN level TEXT NOT NULL DEFAULT 'agent' CHECK (level IN ('agent', 'senior', 'lead', 'admin'));
ALTER TABLE agents ADD COLUMN team TEXT NOT NULL DEFAULT '';
ALTER TABLE agents ADD COLUMN capacity INTEGER;
ALTER TABLE agents ADD COLUMN auto INTEGER NOT NULL DEFAULT 0;
-- Before there were levels, everybody could do everything.
UPDATE agents SET level = 'admin';

-- `rank` is `asked_at` less what mood and tier count, in milliseconds.
ALTER TABLE conversations ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN senior INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN team TEXT NOT NULL DEFAULT '';
-- Number of the newest event that the customer has read.
ALTER TABLE conversations ADD COLUMN seen_seq INTEGER NOT NULL DEFAULT 0;
-- The rating as it came; `stars` and `words` of before are in it.
ALTER TABLE conversations ADD COLUMN rating TEXT;
UPDATE conversations SET rank = asked_at;
UPDATE conversations SET rating = json_object('stars', stars, 'words', coalesce(words, '')) WHERE stars IS NOT NULL;
ALTER TABLE conversations DROP COLUMN stars;
ALTER TABLE conversations DROP COLUMN words;

DROP INDEX the_queue;
CREATE INDEX the_queue ON conversations (rank, id) WHERE state = 'queued';
CREATE INDEX of_visitor ON conversations (visitor, asked_at);

-- Colleagues who were invited; `conversations.agent` is who has it.
CREATE TABLE invited (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    agent        TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    PRIMARY KEY (conversation, agent)
) STRICT, WITHOUT ROWID;
CREATE INDEX invited_agents ON invited (agent);

CREATE TABLE notes (
    id           INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    at           INTEGER NOT NULL,
    name         TEXT NOT NULL,
    text         TEXT NOT NULL
) STRICT;
CREATE INDEX notes_of ON notes (conversation);

-- One unused code per conversation.
CREATE TABLE invitations (
    conversation TEXT PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    code         BLOB NOT NULL UNIQUE,
    expires_at   INTEGER NOT NULL
) STRICT;

-- A helper's token is dead once the row has none.
CREATE TABLE helpers (
    id           TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    name         TEXT NOT NULL,
    token        BLOB UNIQUE,
    joined_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX helpers_of ON helpers (conversation);

-- The bytes are in `files/{hash}` below the data folder.
CREATE TABLE files (
    id           TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    hash         TEXT NOT NULL,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    bytes        INTEGER NOT NULL,
    by_agent     INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    UNIQUE (conversation, hash)
) STRICT;
CREATE INDEX files_by_hash ON files (hash);

CREATE TABLE tickets (
    id           TEXT PRIMARY KEY,
    visitor      TEXT NOT NULL REFERENCES visitors (id) ON DELETE CASCADE,
    conversation TEXT REFERENCES conversations (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL CHECK (kind IN ('message', 'callback')),
    state        TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'claimed', 'done')),
    at           INTEGER NOT NULL,
    due          INTEGER NOT NULL,
    body         TEXT NOT NULL,
    contact      TEXT NOT NULL,
    from_at      INTEGER,
    until_at     INTEGER,
    locale       TEXT NOT NULL,
    page         TEXT NOT NULL,
    agent        TEXT REFERENCES agents (id),
    outcome      TEXT NOT NULL DEFAULT '',
    CHECK (state = 'open' OR agent IS NOT NULL)
) STRICT;
CREATE INDEX tickets_due ON tickets (state, due);
CREATE INDEX tickets_of ON tickets (visitor);

-- The log is only ever added to. It holds ids, names and counts, never content.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    agent   TEXT NOT NULL,
    name    TEXT NOT NULL,
    act     TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

-- What webhooks have not taken yet.
CREATE TABLE outgoing (
    id      TEXT NOT NULL,
    hook    TEXT NOT NULL,
    body    TEXT NOT NULL,
    tries   INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    PRIMARY KEY (id, hook)
) STRICT, WITHOUT ROWID;
CREATE INDEX outgoing_next ON outgoing (next_at);

-- What agents propose for the knowledge; the merchant's file of it is beside the database.
CREATE TABLE proposals (
    id   INTEGER PRIMARY KEY,
    what TEXT NOT NULL
) STRICT;
