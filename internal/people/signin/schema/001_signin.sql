-- +goose Up
CREATE TABLE signin_letter (
	handle     TEXT PRIMARY KEY,
	email      TEXT NOT NULL,
	link       TEXT NOT NULL UNIQUE,
	link_until TEXT NOT NULL,
	code       TEXT NOT NULL,
	code_until TEXT NOT NULL,
	tries      BIGINT NOT NULL,
	onward     TEXT NOT NULL,
	via        TEXT NOT NULL
);
CREATE INDEX signin_letter_email ON signin_letter (email);
CREATE INDEX signin_letter_until ON signin_letter (link_until);

CREATE TABLE signin_knock (
	id     TEXT PRIMARY KEY,
	source TEXT NOT NULL,
	at     TEXT NOT NULL
);
CREATE INDEX signin_knock_source ON signin_knock (source, at);
CREATE INDEX signin_knock_at ON signin_knock (at);

CREATE TABLE signin_session (
	id      TEXT PRIMARY KEY,
	token   TEXT NOT NULL UNIQUE,
	person  TEXT NOT NULL,
	via     TEXT NOT NULL,
	browser TEXT NOT NULL,
	system  TEXT NOT NULL,
	opened  TEXT NOT NULL,
	seen    TEXT NOT NULL,
	until   TEXT NOT NULL
);
CREATE INDEX signin_session_person ON signin_session (person);
CREATE INDEX signin_session_until ON signin_session (until);

CREATE TABLE signin_passkey (
	id         TEXT PRIMARY KEY,
	person     TEXT NOT NULL,
	name       TEXT NOT NULL,
	handle     TEXT NOT NULL UNIQUE,
	credential TEXT NOT NULL,
	added      TEXT NOT NULL,
	used       TEXT NOT NULL
);
CREATE INDEX signin_passkey_person ON signin_passkey (person);

CREATE TABLE signin_ceremony (
	token   TEXT PRIMARY KEY,
	purpose TEXT NOT NULL CHECK (purpose IN ('add', 'enter')),
	person  TEXT NOT NULL,
	data    TEXT NOT NULL,
	until   TEXT NOT NULL
);
CREATE INDEX signin_ceremony_until ON signin_ceremony (until);
