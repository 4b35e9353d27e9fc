-- +goose Up
CREATE TABLE translation_term (
	id      TEXT PRIMARY KEY,
	process TEXT NOT NULL,
	content TEXT NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX translation_term_process ON translation_term (process, id);
