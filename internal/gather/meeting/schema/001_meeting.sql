-- +goose Up
CREATE TABLE meeting (
	id         TEXT PRIMARY KEY,
	process_id TEXT NOT NULL,
	place      BIGINT NOT NULL,
	state      TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
	version    BIGINT NOT NULL,
	sequence   BIGINT NOT NULL,
	convened   TEXT NOT NULL,
	changed    TEXT NOT NULL,
	begins     TEXT NOT NULL,
	body       TEXT NOT NULL
);
CREATE INDEX meeting_of_process ON meeting (process_id, begins, place);
