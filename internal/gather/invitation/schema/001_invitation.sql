-- +goose Up
CREATE TABLE invitation_contact (
	id                 TEXT PRIMARY KEY,
	process            TEXT NOT NULL,
	name               TEXT NOT NULL,
	address            TEXT NOT NULL,
	phone              TEXT NOT NULL,
	lang               TEXT NOT NULL,
	organization       TEXT NOT NULL,
	organization_name  TEXT NOT NULL,
	stakeholder_group  TEXT NOT NULL,
	stakeholder_groups TEXT NOT NULL,
	interest           TEXT NOT NULL,
	funding            TEXT NOT NULL,
	mandate            TEXT NOT NULL,
	via                TEXT NOT NULL,
	participant        TEXT NOT NULL,
	since              TEXT NOT NULL,
	changed            TEXT NOT NULL,
	version            BIGINT NOT NULL,
	gone               BOOLEAN NOT NULL
);
CREATE INDEX invitation_contact_process ON invitation_contact (process);
CREATE UNIQUE INDEX invitation_contact_address ON invitation_contact (process, address) WHERE address <> '';
CREATE INDEX invitation_contact_everywhere ON invitation_contact (address);
CREATE INDEX invitation_contact_participant ON invitation_contact (participant);

CREATE TABLE invitation_past (
	contact TEXT NOT NULL REFERENCES invitation_contact (id),
	version BIGINT NOT NULL,
	at      TEXT NOT NULL,
	made_by TEXT NOT NULL,
	via     TEXT NOT NULL,
	card    TEXT NOT NULL,
	PRIMARY KEY (contact, version)
);

CREATE TABLE invitation_alternate (
	id         TEXT PRIMARY KEY,
	process    TEXT NOT NULL,
	stands_for TEXT NOT NULL REFERENCES invitation_contact (id),
	contact    TEXT NOT NULL REFERENCES invitation_contact (id),
	from_day   TEXT NOT NULL,
	until_day  TEXT NOT NULL
);
CREATE INDEX invitation_alternate_for ON invitation_alternate (stands_for);
CREATE INDEX invitation_alternate_contact ON invitation_alternate (contact);

CREATE TABLE invitation_import (
	id      TEXT PRIMARY KEY,
	process TEXT NOT NULL,
	made    TEXT NOT NULL,
	lang    TEXT NOT NULL,
	notes   TEXT NOT NULL,
	body    TEXT NOT NULL
);

CREATE TABLE invitation_campaign (
	id      TEXT PRIMARY KEY,
	process TEXT NOT NULL,
	role    TEXT NOT NULL,
	subject TEXT NOT NULL,
	body    TEXT NOT NULL,
	choice  TEXT NOT NULL,
	made    TEXT NOT NULL,
	made_by TEXT NOT NULL,
	sent    TEXT NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX invitation_campaign_process ON invitation_campaign (process, made);

CREATE TABLE invitation_recipient (
	campaign TEXT NOT NULL REFERENCES invitation_campaign (id),
	contact  TEXT NOT NULL REFERENCES invitation_contact (id),
	process  TEXT NOT NULL,
	lang     TEXT NOT NULL,
	due      TEXT NOT NULL,
	offer    TEXT NOT NULL,
	mail     TEXT NOT NULL,
	delivery TEXT NOT NULL,
	passed   TEXT NOT NULL,
	mailed   TEXT NOT NULL,
	reminded TEXT NOT NULL,
	PRIMARY KEY (campaign, contact)
);
CREATE INDEX invitation_recipient_contact ON invitation_recipient (contact);
CREATE INDEX invitation_recipient_due ON invitation_recipient (campaign, due);
CREATE INDEX invitation_recipient_delivery ON invitation_recipient (delivery);

CREATE TABLE invitation_referral (
	id           TEXT PRIMARY KEY,
	process      TEXT NOT NULL,
	meeting      TEXT NOT NULL,
	made_by      TEXT NOT NULL,
	voice        TEXT NOT NULL,
	why          TEXT NOT NULL,
	written      TEXT NOT NULL,
	name         TEXT NOT NULL,
	organization TEXT NOT NULL,
	address      TEXT NOT NULL,
	lang         TEXT NOT NULL,
	owner        TEXT NOT NULL,
	state        TEXT NOT NULL,
	result       TEXT NOT NULL,
	token        TEXT NOT NULL,
	contact      TEXT NOT NULL,
	offer        TEXT NOT NULL,
	made         TEXT NOT NULL,
	asked        TEXT NOT NULL,
	changed      TEXT NOT NULL,
	version      BIGINT NOT NULL
);
CREATE INDEX invitation_referral_process ON invitation_referral (process, made);
CREATE INDEX invitation_referral_by ON invitation_referral (made_by);
CREATE INDEX invitation_referral_address ON invitation_referral (address);
CREATE INDEX invitation_referral_contact ON invitation_referral (contact);
CREATE INDEX invitation_referral_offer ON invitation_referral (offer);
CREATE UNIQUE INDEX invitation_referral_token ON invitation_referral (token) WHERE token <> '';
