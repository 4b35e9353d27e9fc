-- +goose Up
-- The door of a meeting: its registration and its check-in.
CREATE TABLE attendance_door (
	meeting       TEXT PRIMARY KEY,
	process       TEXT NOT NULL,
	version       BIGINT NOT NULL,
	registering   TEXT NOT NULL,
	room_places   BIGINT NOT NULL,
	remote_places BIGINT NOT NULL,
	code          TEXT NOT NULL,
	opened        TEXT NOT NULL,
	closed        TEXT NOT NULL,
	pass_until    TEXT NOT NULL
);
CREATE UNIQUE INDEX attendance_door_code ON attendance_door (code) WHERE code <> '' AND closed = '';

-- Who is there. The name goes when the participant is erased.
CREATE TABLE attendance_presence (
	meeting           TEXT NOT NULL,
	participant       TEXT NOT NULL,
	process           TEXT NOT NULL,
	name              TEXT NOT NULL,
	mode              TEXT NOT NULL CHECK (mode IN ('room', 'remote')),
	stakeholder_group TEXT NOT NULL,
	organization      TEXT NOT NULL,
	affiliation       TEXT NOT NULL,
	speaks_for        TEXT NOT NULL,
	via               TEXT NOT NULL CHECK (via IN ('code', 'link', 'door', 'paper')),
	lang              TEXT NOT NULL,
	named             BOOLEAN NOT NULL,
	came              TEXT NOT NULL,
	gone              TEXT NOT NULL,
	PRIMARY KEY (meeting, participant)
);
CREATE INDEX attendance_presence_participant ON attendance_presence (participant);

-- Coming and going in order, for the digests. An act is recognised by its name.
CREATE TABLE attendance_movement (
	meeting     TEXT NOT NULL,
	ord         BIGINT NOT NULL,
	participant TEXT NOT NULL,
	act         TEXT NOT NULL,
	what        TEXT NOT NULL CHECK (what IN ('room', 'remote', 'out', 'undone')),
	happened    TEXT NOT NULL,
	PRIMARY KEY (meeting, ord, participant)
);
CREATE UNIQUE INDEX attendance_movement_act ON attendance_movement (meeting, act) WHERE act <> '';

CREATE TABLE attendance_digest (
	meeting TEXT PRIMARY KEY,
	counted BIGINT NOT NULL
);

CREATE TABLE attendance_pass (
	hash        TEXT PRIMARY KEY,
	meeting     TEXT NOT NULL,
	participant TEXT NOT NULL,
	made        TEXT NOT NULL
);
CREATE INDEX attendance_pass_participant ON attendance_pass (participant);

-- Edition counts how often the invitation of a registration began, changed or ended
-- by itself; sequence is what its last letter showed of the meeting.
CREATE TABLE attendance_registration (
	id                TEXT PRIMARY KEY,
	meeting           TEXT NOT NULL,
	process           TEXT NOT NULL,
	participant       TEXT NOT NULL,
	state             TEXT NOT NULL CHECK (state IN ('registered', 'waiting', 'cancelled')),
	mode              TEXT NOT NULL CHECK (mode IN ('room', 'remote')),
	name              TEXT NOT NULL,
	address           TEXT NOT NULL,
	stakeholder_group TEXT NOT NULL,
	organization      TEXT NOT NULL,
	affiliation       TEXT NOT NULL,
	speaks_for        TEXT NOT NULL,
	lang              TEXT NOT NULL,
	named             BOOLEAN NOT NULL,
	turn              BIGINT NOT NULL,
	edition           BIGINT NOT NULL,
	sequence          BIGINT NOT NULL,
	reminded          TEXT NOT NULL,
	asked             TEXT NOT NULL,
	changed           TEXT NOT NULL
);
CREATE UNIQUE INDEX attendance_registration_participant ON attendance_registration (meeting, participant);
CREATE INDEX attendance_registration_of ON attendance_registration (participant);

-- The personal links of a registration. Each letter has its own, because only the
-- hash is kept.
CREATE TABLE attendance_key (
	hash         TEXT PRIMARY KEY,
	registration TEXT NOT NULL REFERENCES attendance_registration (id),
	made         TEXT NOT NULL
);
CREATE INDEX attendance_key_registration ON attendance_key (registration);

-- Who helps at a door: a secret for one meeting, that ends.
CREATE TABLE attendance_helper (
	id      TEXT PRIMARY KEY,
	hash    TEXT NOT NULL UNIQUE,
	meeting TEXT NOT NULL,
	name    TEXT NOT NULL,
	made    TEXT NOT NULL,
	until   TEXT NOT NULL,
	ended   TEXT NOT NULL
);
CREATE INDEX attendance_helper_meeting ON attendance_helper (meeting);

-- Wrong codes, by the hash of where they came from.
CREATE TABLE attendance_wrong (
	id     TEXT PRIMARY KEY,
	client TEXT NOT NULL,
	at     TEXT NOT NULL
);
CREATE INDEX attendance_wrong_client ON attendance_wrong (client, at);

-- What the public sees of attendance in a process.
CREATE TABLE attendance_publicity (
	process TEXT PRIMARY KEY,
	degree  TEXT NOT NULL CHECK (degree IN ('numbers', 'organizations', 'names'))
);

-- The secret address of a person's own calendar.
CREATE TABLE attendance_feed (
	person TEXT PRIMARY KEY,
	hash   TEXT NOT NULL UNIQUE,
	made   TEXT NOT NULL
);
