-- Only SQL that both SQLite and PostgreSQL run.

CREATE TABLE residents (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    is_group BOOLEAN NOT NULL,
    added_at TEXT NOT NULL
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    robot TEXT NOT NULL,
    routine TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    participant_id TEXT REFERENCES residents (id) ON DELETE CASCADE,
    participant_name TEXT NOT NULL,
    plan TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended TEXT,
    score BIGINT,
    points_possible BIGINT,
    abandoned BOOLEAN NOT NULL
);

CREATE INDEX sessions_of_participant ON sessions (participant_id, started_at);

-- The journal is the truth: the tables below are made from it.
CREATE TABLE journal (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    event TEXT NOT NULL,
    commands TEXT NOT NULL,
    PRIMARY KEY (session_id, line)
);

CREATE TABLE answers (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    answer BIGINT NOT NULL,
    question TEXT NOT NULL,
    task TEXT NOT NULL,
    heard TEXT NOT NULL,
    source TEXT,
    verdict TEXT NOT NULL,
    points BIGINT NOT NULL,
    points_possible BIGINT NOT NULL,
    score TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    cues BIGINT NOT NULL,
    latency_ms BIGINT,
    overruled BOOLEAN NOT NULL,
    PRIMARY KEY (session_id, answer)
);

CREATE TABLE exercises (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    place BIGINT NOT NULL,
    movement TEXT NOT NULL,
    repetitions BIGINT NOT NULL,
    PRIMARY KEY (session_id, line, place)
);

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
);
