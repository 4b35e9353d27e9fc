-- +goose Up
CREATE TABLE record_head (
	id  BIGINT PRIMARY KEY CHECK (id = 1),
	seq BIGINT NOT NULL
);
INSERT INTO record_head (id, seq) VALUES (1, 0);

CREATE TABLE record_fact (
	seq      BIGINT PRIMARY KEY,
	kind     TEXT NOT NULL,
	subject  TEXT NOT NULL,
	process  TEXT NOT NULL,
	actor    TEXT NOT NULL,
	channel  TEXT NOT NULL,
	act      TEXT NOT NULL,
	happened TEXT NOT NULL,
	recorded TEXT NOT NULL,
	figures  TEXT NOT NULL,
	hash     TEXT NOT NULL
);
CREATE INDEX record_fact_process ON record_fact (process, seq);
CREATE INDEX record_fact_subject ON record_fact (subject, seq);
CREATE UNIQUE INDEX record_fact_act ON record_fact (act, kind, subject) WHERE act <> '';

-- The salt of a fact's hash lies apart from the fact, so that erasure can cut it.
CREATE TABLE record_salt (
	seq  BIGINT PRIMARY KEY,
	salt TEXT NOT NULL
);

CREATE TABLE record_bookmark (
	follower TEXT PRIMARY KEY,
	seq      BIGINT NOT NULL
);
