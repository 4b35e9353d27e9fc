-- +goose Up
CREATE TABLE role_participant (
	id                TEXT PRIMARY KEY,
	process           TEXT NOT NULL,
	person            TEXT,
	stakeholder_group TEXT NOT NULL DEFAULT '',
	organization      TEXT NOT NULL DEFAULT '',
	interest          TEXT NOT NULL DEFAULT '',
	mandate           TEXT NOT NULL DEFAULT '',
	since             TEXT NOT NULL,
	declared          TEXT NOT NULL DEFAULT '',
	UNIQUE (process, person)
);
CREATE INDEX role_participant_person ON role_participant (person);
CREATE INDEX role_participant_since ON role_participant (process, since);

CREATE TABLE role_declaration (
	participant       TEXT NOT NULL REFERENCES role_participant (id),
	at                TEXT NOT NULL,
	stakeholder_group TEXT NOT NULL,
	organization      TEXT NOT NULL,
	interest          TEXT NOT NULL,
	mandate           TEXT NOT NULL,
	PRIMARY KEY (participant, at)
);

CREATE TABLE role_held (
	participant TEXT NOT NULL REFERENCES role_participant (id),
	process     TEXT NOT NULL,
	role        TEXT NOT NULL,
	since       TEXT NOT NULL,
	PRIMARY KEY (participant, role)
);
CREATE INDEX role_held_process ON role_held (process, role);

CREATE TABLE role_operator (
	person TEXT PRIMARY KEY,
	since  TEXT NOT NULL
);

CREATE TABLE role_offer (
	id       TEXT PRIMARY KEY,
	process  TEXT NOT NULL,
	role     TEXT NOT NULL,
	address  TEXT NOT NULL,
	name     TEXT NOT NULL,
	lang     TEXT NOT NULL,
	state    TEXT NOT NULL,
	made_by  TEXT NOT NULL,
	made     TEXT NOT NULL,
	mailed   TEXT NOT NULL,
	expires  TEXT NOT NULL,
	settled  TEXT NOT NULL DEFAULT '',
	person   TEXT NOT NULL DEFAULT '',
	reason   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX role_offer_process ON role_offer (process, made);
CREATE UNIQUE INDEX role_offer_open ON role_offer (process, role, address) WHERE state = 'offered' AND address <> '';
CREATE INDEX role_offer_address ON role_offer (address);

CREATE TABLE role_offer_token (
	hash  TEXT PRIMARY KEY,
	offer TEXT NOT NULL REFERENCES role_offer (id)
);
CREATE INDEX role_offer_token_offer ON role_offer_token (offer);
