-- +goose Up
CREATE TABLE person (
	id           TEXT PRIMARY KEY,
	email        TEXT NOT NULL,
	name         TEXT NOT NULL,
	pseudonym    TEXT NOT NULL,
	shown        TEXT NOT NULL CHECK (shown IN ('name', 'pseudonym')),
	lang         TEXT NOT NULL,
	zone         TEXT NOT NULL,
	organization TEXT NOT NULL,
	consent      TEXT NOT NULL,
	consented    TEXT NOT NULL,
	joined       TEXT NOT NULL,
	erased       TEXT NOT NULL,
	version      BIGINT NOT NULL
);
CREATE UNIQUE INDEX person_email ON person (email) WHERE email <> '';

-- What others may see. The name of somebody who left is empty.
CREATE VIEW person_public AS
SELECT id, CASE WHEN shown = 'pseudonym' THEN pseudonym ELSE name END AS name, organization, erased
FROM person;
