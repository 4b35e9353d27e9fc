-- +goose Up
CREATE TABLE notice (
	id     TEXT PRIMARY KEY,
	person TEXT NOT NULL,
	kind   TEXT NOT NULL,
	ref    TEXT NOT NULL,
	parts  TEXT NOT NULL,
	fact   BIGINT NOT NULL,
	made   TEXT NOT NULL,
	read   TEXT NOT NULL
);
CREATE INDEX notice_person ON notice (person, id);
CREATE INDEX notice_made ON notice (made);
CREATE UNIQUE INDEX notice_once ON notice (person, kind, ref, fact) WHERE fact > 0;

CREATE TABLE notice_setting (
	person TEXT NOT NULL,
	kind   TEXT NOT NULL,
	mail   BOOLEAN NOT NULL,
	PRIMARY KEY (person, kind)
);
