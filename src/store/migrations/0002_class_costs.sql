-- What finished classes cost a robot. Nothing here tells whose class it was, so it outlives the
-- residents and their sessions.

CREATE TABLE class_costs (
    id TEXT NOT NULL PRIMARY KEY,
    robot TEXT NOT NULL,
    position TEXT NOT NULL,
    -- Per cent a minute; null where it could not be measured, and so below.
    battery DOUBLE PRECISION,
    -- °C for a minute of work, by part of the body.
    head DOUBLE PRECISION,
    arm DOUBLE PRECISION,
    hand DOUBLE PRECISION,
    leg DOUBLE PRECISION
);

CREATE INDEX class_costs_of_robot ON class_costs (robot, position, id);
