-- +goose Up
CREATE TABLE job (
	id       TEXT PRIMARY KEY,
	kind     TEXT NOT NULL,
	subject  TEXT NOT NULL,
	due      TEXT NOT NULL,
	leased   TEXT NOT NULL,
	attempts BIGINT NOT NULL,
	fault    TEXT NOT NULL
);
CREATE UNIQUE INDEX job_once ON job (kind, subject) WHERE leased = '';
CREATE INDEX job_due ON job (kind, due);
