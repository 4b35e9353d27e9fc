-- +goose Up
CREATE TABLE conversation (
	id         TEXT PRIMARY KEY,
	process_id TEXT NOT NULL,
	title      TEXT NOT NULL,
	intro      TEXT NOT NULL,
	state      TEXT NOT NULL,
	stage_id   TEXT NOT NULL,
	starts     TEXT NOT NULL,
	ends       TEXT NOT NULL,
	guests     BOOLEAN NOT NULL,
	proposals  BOOLEAN NOT NULL,
	review     BOOLEAN NOT NULL,
	simulated  BOOLEAN NOT NULL,
	origin     TEXT NOT NULL,
	evidence   TEXT NOT NULL,
	revision   BIGINT NOT NULL,
	version    BIGINT NOT NULL
);
CREATE INDEX conversation_process ON conversation (process_id, id);

-- People take part under a name of their own in each conversation. Erasure cuts
-- person and guest.
CREATE TABLE conversation_participant (
	id                TEXT PRIMARY KEY,
	conversation_id   TEXT NOT NULL REFERENCES conversation (id),
	person_id         TEXT NOT NULL,
	guest             TEXT NOT NULL,
	claimed_by        TEXT NOT NULL,
	stakeholder_group TEXT NOT NULL,
	label             TEXT NOT NULL,
	since             TEXT NOT NULL
);
CREATE UNIQUE INDEX conversation_participant_person ON conversation_participant (conversation_id, person_id) WHERE person_id <> '';
CREATE UNIQUE INDEX conversation_participant_guest ON conversation_participant (guest, conversation_id) WHERE guest <> '';
CREATE INDEX conversation_participant_of ON conversation_participant (person_id) WHERE person_id <> '';

CREATE TABLE conversation_statement (
	id              TEXT PRIMARY KEY,
	conversation_id TEXT NOT NULL REFERENCES conversation (id),
	number          BIGINT NOT NULL,
	words           TEXT NOT NULL,
	author          TEXT NOT NULL,
	state           TEXT NOT NULL,
	meta            BOOLEAN NOT NULL,
	reason          TEXT NOT NULL,
	proposed        TEXT NOT NULL,
	version         BIGINT NOT NULL,
	UNIQUE (conversation_id, number)
);
CREATE INDEX conversation_statement_author ON conversation_statement (author) WHERE author <> '';

-- The vote that stands, one a person and statement.
CREATE TABLE conversation_vote (
	participant_id  TEXT NOT NULL,
	statement_id    TEXT NOT NULL,
	conversation_id TEXT NOT NULL,
	vote            BIGINT NOT NULL,
	ord             BIGINT NOT NULL,
	PRIMARY KEY (participant_id, statement_id)
);
CREATE INDEX conversation_vote_of ON conversation_vote (conversation_id);

-- Every vote as it was cast, the replaced ones too. Rows are only added.
CREATE TABLE conversation_cast (
	conversation_id TEXT NOT NULL,
	ord             BIGINT NOT NULL,
	participant_id  TEXT NOT NULL,
	statement_id    TEXT NOT NULL,
	vote            BIGINT NOT NULL,
	PRIMARY KEY (conversation_id, ord, participant_id, statement_id)
);

CREATE TABLE conversation_tally (
	statement_id    TEXT PRIMARY KEY,
	conversation_id TEXT NOT NULL,
	agree           BIGINT NOT NULL,
	disagree        BIGINT NOT NULL,
	pass            BIGINT NOT NULL
);
CREATE INDEX conversation_tally_of ON conversation_tally (conversation_id);

-- How far the record and the map have followed the votes.
CREATE TABLE conversation_progress (
	conversation_id TEXT PRIMARY KEY,
	counted         BIGINT NOT NULL,
	mapped          BIGINT NOT NULL
);

CREATE TABLE conversation_map (
	conversation_id TEXT PRIMARY KEY,
	drawn           TEXT NOT NULL,
	refusal         TEXT NOT NULL,
	chart           TEXT NOT NULL
);

-- Where each placed participant stands on the last map, to show them their own
-- place and nobody else's.
CREATE TABLE conversation_place (
	participant_id  TEXT PRIMARY KEY,
	conversation_id TEXT NOT NULL,
	x               DOUBLE PRECISION NOT NULL,
	y               DOUBLE PRECISION NOT NULL,
	opinion_group   BIGINT NOT NULL
);
CREATE INDEX conversation_place_of ON conversation_place (conversation_id);

-- What a Polis export held beside texts and votes, so that it can be written
-- again as it was.
CREATE TABLE conversation_polis (
	conversation_id TEXT PRIMARY KEY,
	remainder       TEXT NOT NULL
);
