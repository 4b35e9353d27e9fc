-- +goose Up
CREATE TABLE minutes (
	meeting_id TEXT PRIMARY KEY,
	process_id TEXT NOT NULL,
	state      TEXT NOT NULL,
	version    BIGINT NOT NULL,
	body       TEXT NOT NULL
);
CREATE INDEX minutes_process ON minutes (process_id);

CREATE TABLE minutes_section (
	meeting_id  TEXT NOT NULL REFERENCES minutes (meeting_id),
	id          TEXT NOT NULL,
	place       BIGINT NOT NULL,
	version     BIGINT NOT NULL,
	changed     TEXT NOT NULL,
	participant TEXT NOT NULL,
	body        TEXT NOT NULL,
	PRIMARY KEY (meeting_id, id)
);

-- Every version of a section as it was saved. Rows are only added.
CREATE TABLE minutes_wording (
	meeting_id  TEXT NOT NULL,
	section_id  TEXT NOT NULL,
	version     BIGINT NOT NULL,
	at          TEXT NOT NULL,
	participant TEXT NOT NULL,
	body        TEXT NOT NULL,
	PRIMARY KEY (meeting_id, section_id, version)
);

CREATE TABLE minutes_proposal (
	id          TEXT PRIMARY KEY,
	meeting_id  TEXT NOT NULL,
	process_id  TEXT NOT NULL,
	section_id  TEXT NOT NULL,
	participant TEXT NOT NULL,
	words       TEXT NOT NULL,
	lang        TEXT NOT NULL,
	at          TEXT NOT NULL,
	stand       TEXT NOT NULL,
	reason      TEXT NOT NULL,
	answered    TEXT NOT NULL,
	answerer    TEXT NOT NULL
);
CREATE INDEX minutes_proposal_meeting ON minutes_proposal (meeting_id, at);
CREATE INDEX minutes_proposal_participant ON minutes_proposal (participant);

CREATE TABLE minutes_erratum (
	id          TEXT PRIMARY KEY,
	meeting_id  TEXT NOT NULL,
	process_id  TEXT NOT NULL,
	section_id  TEXT NOT NULL,
	participant TEXT NOT NULL,
	at          TEXT NOT NULL,
	body        TEXT NOT NULL
);
CREATE INDEX minutes_erratum_meeting ON minutes_erratum (meeting_id, at);

CREATE TABLE minutes_practice (
	process_id TEXT PRIMARY KEY,
	silence    BOOLEAN NOT NULL,
	version    BIGINT NOT NULL
);
