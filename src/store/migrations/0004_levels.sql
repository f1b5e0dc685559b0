-- The level of somebody in a bank of questions: eighths above the first level, and whether a failure
-- has shown where the limit is. The title is what staff read.

CREATE TABLE levels (
    resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
    bank TEXT NOT NULL,
    title TEXT NOT NULL,
    eighths BIGINT NOT NULL,
    settled BOOLEAN NOT NULL,
    PRIMARY KEY (resident_id, bank)
);
