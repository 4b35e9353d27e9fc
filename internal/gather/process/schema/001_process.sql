-- +goose Up
CREATE TABLE process (
	id        TEXT PRIMARY KEY,
	state     TEXT NOT NULL CHECK (state IN ('draft', 'published', 'archived')),
	simulated BOOLEAN NOT NULL,
	country   TEXT NOT NULL,
	version   BIGINT NOT NULL,
	opened    TEXT NOT NULL,
	published TEXT NOT NULL,
	archived  TEXT NOT NULL,
	body      TEXT NOT NULL
);
CREATE TABLE process_part (
	process_id TEXT NOT NULL REFERENCES process (id),
	noun       TEXT NOT NULL,
	id         TEXT NOT NULL,
	place      BIGINT NOT NULL,
	version    BIGINT NOT NULL,
	body       TEXT NOT NULL,
	PRIMARY KEY (process_id, noun, id)
);
-- Ids of parts are unique over the site, those of sources within their process.
CREATE UNIQUE INDEX process_part_id ON process_part (id) WHERE noun <> 'source';
