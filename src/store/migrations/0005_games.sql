-- What came of a game beside its points: in a sentence for staff, and as figures.

CREATE TABLE games (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    place BIGINT NOT NULL,
    game TEXT NOT NULL,
    told TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (session_id, line, place)
);
