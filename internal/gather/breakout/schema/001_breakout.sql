-- +goose Up
CREATE TABLE breakout_choosing (
	meeting_id TEXT PRIMARY KEY,
	process_id TEXT NOT NULL,
	state      TEXT NOT NULL CHECK (state IN ('open', 'closed')),
	opened     TEXT NOT NULL,
	closed     TEXT NOT NULL DEFAULT ''
);

CREATE TABLE breakout_choice (
	meeting_id     TEXT NOT NULL,
	participant_id TEXT NOT NULL,
	breakout_id    TEXT NOT NULL,
	group_id       TEXT NOT NULL DEFAULT '',
	put            BOOLEAN NOT NULL,
	chosen         TEXT NOT NULL,
	PRIMARY KEY (meeting_id, participant_id)
);
CREATE INDEX breakout_choice_of_room ON breakout_choice (meeting_id, breakout_id, group_id);

CREATE TABLE breakout_rapporteur (
	meeting_id     TEXT NOT NULL,
	breakout_id    TEXT NOT NULL,
	participant_id TEXT NOT NULL,
	named          TEXT NOT NULL,
	PRIMARY KEY (meeting_id, breakout_id, participant_id)
);

CREATE TABLE breakout_point (
	id          TEXT PRIMARY KEY,
	meeting_id  TEXT NOT NULL,
	process_id  TEXT NOT NULL,
	breakout_id TEXT NOT NULL,
	words       TEXT NOT NULL,
	language    TEXT NOT NULL,
	author_id   TEXT NOT NULL,
	writer_id   TEXT NOT NULL,
	group_id    TEXT NOT NULL,
	way         TEXT NOT NULL,
	act         TEXT NOT NULL,
	happened    TEXT NOT NULL,
	recorded    TEXT NOT NULL,
	withdrawn   TEXT NOT NULL DEFAULT '',
	changed     TEXT NOT NULL
);
CREATE INDEX breakout_point_of_room ON breakout_point (meeting_id, breakout_id, recorded, id);
CREATE INDEX breakout_point_of_author ON breakout_point (author_id);
CREATE UNIQUE INDEX breakout_point_once ON breakout_point (meeting_id, act) WHERE act <> '';

-- How far the points of a meeting have been counted in a digest.
CREATE TABLE breakout_counted (
	meeting_id TEXT PRIMARY KEY,
	process_id TEXT NOT NULL,
	latest     TEXT NOT NULL,
	counted    TEXT NOT NULL DEFAULT ''
);

CREATE TABLE breakout_version (
	meeting_id  TEXT NOT NULL,
	breakout_id TEXT NOT NULL,
	number      BIGINT NOT NULL,
	process_id  TEXT NOT NULL,
	of_number   BIGINT NOT NULL,
	standing    TEXT NOT NULL CHECK (standing IN ('stands', 'beside', 'past')),
	filed       BOOLEAN NOT NULL,
	body        TEXT NOT NULL,
	author_id   TEXT NOT NULL,
	way         TEXT NOT NULL,
	note        TEXT NOT NULL,
	people      TEXT NOT NULL,
	act         TEXT NOT NULL,
	happened    TEXT NOT NULL,
	recorded    TEXT NOT NULL,
	PRIMARY KEY (meeting_id, breakout_id, number)
);
