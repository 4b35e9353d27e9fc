-- +goose Up
CREATE TABLE org (
	id      TEXT PRIMARY KEY,
	name    TEXT NOT NULL,
	acronym TEXT NOT NULL,
	website TEXT NOT NULL,
	country TEXT NOT NULL,
	version BIGINT NOT NULL
);
CREATE TABLE org_name (
	org_id TEXT NOT NULL REFERENCES org (id),
	folded TEXT NOT NULL,
	PRIMARY KEY (org_id, folded)
);
CREATE INDEX org_name_folded ON org_name (folded);
