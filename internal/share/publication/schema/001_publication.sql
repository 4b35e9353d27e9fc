-- +goose Up
CREATE TABLE publication_news (
	id         TEXT PRIMARY KEY,
	process_id TEXT NOT NULL,
	state      TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
	date       TEXT NOT NULL,
	version    BIGINT NOT NULL,
	published  TEXT NOT NULL,
	changed    TEXT NOT NULL,
	body       TEXT NOT NULL
);
CREATE INDEX publication_news_process ON publication_news (process_id, date);
CREATE TABLE publication_coverage (
	id         TEXT PRIMARY KEY,
	process_id TEXT NOT NULL,
	date       TEXT NOT NULL,
	version    BIGINT NOT NULL,
	changed    TEXT NOT NULL,
	body       TEXT NOT NULL
);
CREATE INDEX publication_coverage_process ON publication_coverage (process_id, date);
