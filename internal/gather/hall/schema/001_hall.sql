-- +goose Up
CREATE TABLE hall (
	meeting TEXT PRIMARY KEY,
	process TEXT NOT NULL,
	state   TEXT NOT NULL,
	opened  TEXT NOT NULL,
	ended   TEXT NOT NULL,
	item    TEXT NOT NULL,
	sorted  TEXT NOT NULL,
	shows   TEXT NOT NULL,
	message TEXT NOT NULL,
	counted TEXT NOT NULL,
	version BIGINT NOT NULL
);

CREATE TABLE hall_run (
	id      TEXT PRIMARY KEY,
	meeting TEXT NOT NULL,
	item    TEXT NOT NULL,
	began   TEXT NOT NULL,
	ended   TEXT NOT NULL
);
CREATE INDEX hall_run_meeting ON hall_run (meeting, began);

CREATE TABLE hall_request (
	id                TEXT PRIMARY KEY,
	meeting           TEXT NOT NULL,
	participant       TEXT NOT NULL,
	stakeholder_group TEXT NOT NULL,
	mode              TEXT NOT NULL,
	item              TEXT NOT NULL,
	standing          TEXT NOT NULL,
	entered_by        TEXT NOT NULL,
	asked             TEXT NOT NULL,
	began             TEXT NOT NULL,
	ended             TEXT NOT NULL
);
CREATE INDEX hall_request_meeting ON hall_request (meeting, asked);
CREATE INDEX hall_request_participant ON hall_request (participant);
-- Nobody stands in the queue twice, and one person has the floor.
CREATE UNIQUE INDEX hall_request_once ON hall_request (meeting, participant) WHERE standing IN ('waiting', 'speaking');
CREATE UNIQUE INDEX hall_request_floor ON hall_request (meeting) WHERE standing = 'speaking';

CREATE TABLE hall_move (
	id          TEXT PRIMARY KEY,
	meeting     TEXT NOT NULL,
	what        TEXT NOT NULL,
	was         TEXT NOT NULL,
	became      TEXT NOT NULL,
	at          TEXT NOT NULL,
	participant TEXT NOT NULL,
	undone      BOOLEAN NOT NULL
);
CREATE INDEX hall_move_meeting ON hall_move (meeting, at);

CREATE TABLE hall_temperature (
	id          TEXT PRIMARY KEY,
	meeting     TEXT NOT NULL,
	process     TEXT NOT NULL,
	question    TEXT NOT NULL,
	scale       TEXT NOT NULL,
	item        TEXT NOT NULL,
	participant TEXT NOT NULL,
	opened      TEXT NOT NULL,
	closed      TEXT NOT NULL,
	answers     BIGINT NOT NULL,
	steps       TEXT NOT NULL,
	by_group    TEXT NOT NULL
);
CREATE INDEX hall_temperature_meeting ON hall_temperature (meeting, opened);
CREATE UNIQUE INDEX hall_temperature_open ON hall_temperature (meeting) WHERE closed = '';

-- Rows are here only while a check is open.
CREATE TABLE hall_answer (
	temperature       TEXT NOT NULL,
	participant       TEXT NOT NULL,
	stakeholder_group TEXT NOT NULL,
	step              BIGINT NOT NULL,
	PRIMARY KEY (temperature, participant)
);

CREATE TABLE hall_decision (
	id           TEXT PRIMARY KEY,
	meeting      TEXT NOT NULL,
	process      TEXT NOT NULL,
	text         TEXT NOT NULL,
	item         TEXT NOT NULL,
	ground_rules TEXT NOT NULL,
	policy       TEXT NOT NULL,
	participant  TEXT NOT NULL,
	at           TEXT NOT NULL,
	version      BIGINT NOT NULL,
	changed      TEXT NOT NULL,
	struck       BOOLEAN NOT NULL,
	reason       TEXT NOT NULL
);
CREATE INDEX hall_decision_meeting ON hall_decision (meeting, at);

CREATE TABLE hall_wording (
	decision    TEXT NOT NULL,
	version     BIGINT NOT NULL,
	text        TEXT NOT NULL,
	reason      TEXT NOT NULL,
	struck      BOOLEAN NOT NULL,
	participant TEXT NOT NULL,
	at          TEXT NOT NULL,
	PRIMARY KEY (decision, version)
);

CREATE TABLE hall_parked (
	id          TEXT PRIMARY KEY,
	meeting     TEXT NOT NULL,
	process     TEXT NOT NULL,
	text        TEXT NOT NULL,
	item        TEXT NOT NULL,
	fate        TEXT NOT NULL,
	reason      TEXT NOT NULL,
	participant TEXT NOT NULL,
	at          TEXT NOT NULL,
	version     BIGINT NOT NULL,
	changed     TEXT NOT NULL
);
CREATE INDEX hall_parked_meeting ON hall_parked (meeting, at);
