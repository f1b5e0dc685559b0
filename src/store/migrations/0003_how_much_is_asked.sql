-- What a class asks of somebody, from 1 to 5 (3 is as written), and what speaks against movements:
-- a JSON list of words.

ALTER TABLE residents ADD COLUMN intensity BIGINT NOT NULL DEFAULT 3;
ALTER TABLE residents ADD COLUMN contraindications TEXT NOT NULL DEFAULT '[]';
