-- +goose Up
-- What a calendar program reads of a message, and what it asks of it (RFC 5546).
ALTER TABLE mail_message ADD COLUMN calendar TEXT NOT NULL DEFAULT '';
ALTER TABLE mail_message ADD COLUMN method TEXT NOT NULL DEFAULT '';
