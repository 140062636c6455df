-- What customers' devices noted of questions and answers, masked there. Nobody's name is with it, and only the day.
CREATE TABLE feedback (
    id    INTEGER PRIMARY KEY,
    key   TEXT NOT NULL UNIQUE,
    day   INTEGER NOT NULL,
    site  TEXT NOT NULL,
    kind  TEXT NOT NULL CHECK (kind IN ('unanswered', 'answered', 'up', 'down')),
    entry TEXT NOT NULL,
    text  TEXT NOT NULL,
    talk  TEXT NOT NULL
) STRICT;
