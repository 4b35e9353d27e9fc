-- +goose Up
CREATE TABLE moderation_item (
	id        TEXT PRIMARY KEY,
	ref       TEXT NOT NULL UNIQUE,
	process   TEXT NOT NULL,
	text      TEXT NOT NULL,
	author    TEXT NOT NULL,
	state     TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'rejected')),
	flags     BIGINT NOT NULL,
	submitted TEXT NOT NULL,
	decided   TEXT NOT NULL,
	code      TEXT NOT NULL,
	number    BIGINT NOT NULL,
	note      TEXT NOT NULL,
	note_lang TEXT NOT NULL,
	version   BIGINT NOT NULL
);
CREATE INDEX moderation_item_queue ON moderation_item (process, submitted, id) WHERE state = 'waiting' OR flags > 0;
CREATE INDEX moderation_item_decided ON moderation_item (process, decided);
CREATE INDEX moderation_item_author ON moderation_item (author) WHERE author <> '';

CREATE TABLE moderation_flag (
	item      TEXT NOT NULL REFERENCES moderation_item (id) ON DELETE CASCADE,
	id        TEXT NOT NULL,
	person    TEXT NOT NULL,
	code      TEXT NOT NULL,
	number    BIGINT NOT NULL,
	note      TEXT NOT NULL,
	note_lang TEXT NOT NULL,
	raised    TEXT NOT NULL,
	settled   TEXT NOT NULL,
	PRIMARY KEY (item, id)
);
CREATE UNIQUE INDEX moderation_flag_once ON moderation_flag (item, person) WHERE person <> '';
CREATE INDEX moderation_flag_person ON moderation_flag (person) WHERE person <> '';

CREATE TABLE moderation_decision (
	id        TEXT PRIMARY KEY,
	ref       TEXT NOT NULL,
	process   TEXT NOT NULL,
	accept    BOOLEAN NOT NULL,
	again     BOOLEAN NOT NULL,
	code      TEXT NOT NULL,
	number    BIGINT NOT NULL,
	note      TEXT NOT NULL,
	note_lang TEXT NOT NULL,
	decider   TEXT NOT NULL,
	made      TEXT NOT NULL
);
CREATE INDEX moderation_decision_process ON moderation_decision (process, made, id);
CREATE INDEX moderation_decision_ref ON moderation_decision (ref);
