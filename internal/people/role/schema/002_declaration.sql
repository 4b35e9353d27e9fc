-- +goose Up
ALTER TABLE role_participant ADD COLUMN erased BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE role_participant ADD COLUMN stakeholder_groups TEXT NOT NULL DEFAULT '[]';
ALTER TABLE role_participant ADD COLUMN funding TEXT NOT NULL DEFAULT '';
ALTER TABLE role_participant ADD COLUMN gender TEXT NOT NULL DEFAULT '';
ALTER TABLE role_participant ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE role_participant ADD COLUMN lang TEXT NOT NULL DEFAULT '';
UPDATE role_participant SET erased = TRUE WHERE person IS NULL;

ALTER TABLE role_declaration ADD COLUMN stakeholder_groups TEXT NOT NULL DEFAULT '[]';
ALTER TABLE role_declaration ADD COLUMN funding TEXT NOT NULL DEFAULT '';
ALTER TABLE role_declaration ADD COLUMN gender TEXT NOT NULL DEFAULT '';
ALTER TABLE role_declaration ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE role_declaration ADD COLUMN lang TEXT NOT NULL DEFAULT '';
