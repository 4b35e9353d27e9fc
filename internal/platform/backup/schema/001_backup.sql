-- +goose Up
-- The backups that were made, as far as this site knows. They are no part of a backup.
CREATE TABLE backup_made (
	file      TEXT PRIMARY KEY,
	made      TEXT NOT NULL,
	bytes     BIGINT NOT NULL,
	sealed    BOOLEAN NOT NULL,
	missing   BIGINT NOT NULL,
	scheduled BOOLEAN NOT NULL
);
CREATE INDEX backup_made_made ON backup_made (made);

CREATE TABLE backup_try (
	id    BIGINT PRIMARY KEY CHECK (id = 1),
	tried TEXT NOT NULL,
	fault TEXT NOT NULL
);
