-- +goose Up
CREATE TABLE mail_message (
	id          TEXT PRIMARY KEY,
	recipient   TEXT NOT NULL,
	lang        TEXT NOT NULL,
	kind        TEXT NOT NULL,
	subject     TEXT NOT NULL,
	body        TEXT NOT NULL,
	reason      TEXT NOT NULL,
	unsubscribe TEXT NOT NULL,
	process     TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'kept', 'failed')),
	queued      TEXT NOT NULL,
	sent        TEXT NOT NULL,
	fault       TEXT NOT NULL
);
CREATE INDEX mail_message_queued ON mail_message (queued);
CREATE INDEX mail_message_recipient ON mail_message (recipient);
