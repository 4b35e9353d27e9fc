-- +goose Up
-- A statement that says the same as another is merged into it. merged_was is how
-- it stood before, so that it can stand so again.
ALTER TABLE conversation_statement ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation_statement ADD COLUMN merged_was TEXT NOT NULL DEFAULT '';

-- A vote that counts on a statement because its voter cast it on one that was
-- merged into it. Rows that were cast have ''. The vote that was cast stays where
-- it is, and so does its line in conversation_cast.
ALTER TABLE conversation_vote ADD COLUMN carried_from TEXT NOT NULL DEFAULT '';
CREATE INDEX conversation_vote_carried ON conversation_vote (statement_id) WHERE carried_from <> '';

-- How many of the votes of a tally are carried.
ALTER TABLE conversation_tally ADD COLUMN carried BIGINT NOT NULL DEFAULT 0;
