-- From here on words are sealed. The secret names files on the disk; sealed itself, it shows that a key is the right one.
CREATE TABLE seal (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    secret TEXT NOT NULL
) STRICT;
