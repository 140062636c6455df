-- Times are milliseconds since 1970-01-01 UTC. Tokens are kept as SHA-256 only.

CREATE TABLE visitors (
    id         TEXT PRIMARY KEY,
    token      BLOB NOT NULL UNIQUE,
    site       TEXT NOT NULL,
    device     TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE agents (
    id         TEXT PRIMARY KEY,
    login      TEXT NOT NULL UNIQUE,
    password   TEXT NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    on_duty    INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE agent_sessions (
    token   BLOB PRIMARY KEY,
    agent   TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE conversations (
    id        TEXT PRIMARY KEY,
    visitor   TEXT NOT NULL REFERENCES visitors (id) ON DELETE CASCADE,
    state     TEXT NOT NULL CHECK (state IN ('queued', 'assigned', 'closed')),
    agent     TEXT REFERENCES agents (id),
    handover  TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    read_seq  INTEGER NOT NULL DEFAULT 0,
    asked_at  INTEGER NOT NULL,
    taken_at  INTEGER,
    closed_at INTEGER,
    stars     INTEGER,
    words     TEXT,
    CHECK (state <> 'assigned' OR agent IS NOT NULL)
) STRICT;

-- A visitor has at most one open conversation, whatever the program does.
CREATE UNIQUE INDEX one_open_conversation ON conversations (visitor) WHERE state <> 'closed';
CREATE INDEX the_queue ON conversations (asked_at, id) WHERE state = 'queued';
CREATE INDEX in_hand ON conversations (agent) WHERE state = 'assigned';
CREATE INDEX finished ON conversations (closed_at) WHERE state = 'closed';

-- `what` is the event as it goes over the wire.
CREATE TABLE events (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    seq          INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    what         TEXT NOT NULL,
    PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;

-- `sender` is 'visitor' or an agent's id.
CREATE TABLE messages (
    id           TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    sender       TEXT NOT NULL,
    client_id    TEXT NOT NULL,
    UNIQUE (conversation, sender, client_id),
    UNIQUE (conversation, seq),
    FOREIGN KEY (conversation, seq) REFERENCES events (conversation, seq) ON DELETE CASCADE
) STRICT;

-- The answer to a handover, so that the same key gets the same answer.
CREATE TABLE handovers (
    visitor TEXT NOT NULL REFERENCES visitors (id) ON DELETE CASCADE,
    key     TEXT NOT NULL,
    answer  TEXT NOT NULL,
    PRIMARY KEY (visitor, key)
) STRICT, WITHOUT ROWID;
