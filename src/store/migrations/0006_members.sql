-- First names of a group's members, a JSON list; and who of them (or which team) was called for an
-- answer: null where nobody was.

ALTER TABLE residents ADD COLUMN members TEXT NOT NULL DEFAULT '[]';
ALTER TABLE answers ADD COLUMN called TEXT;
