-- +goose Up
-- A thing can be merged into another of its kind, and given back.
ALTER TABLE moderation_item ADD COLUMN merged BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE moderation_decision ADD COLUMN act TEXT NOT NULL DEFAULT '';
