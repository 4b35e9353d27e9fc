-- +goose Up
-- What places anybody on the map from their own votes; it is not shown. stood is
-- when the map was drawn that it belongs to: a program of before draws a map without
-- it.
ALTER TABLE conversation_map ADD COLUMN stand TEXT NOT NULL DEFAULT '{}';
ALTER TABLE conversation_map ADD COLUMN stood TEXT NOT NULL DEFAULT '';

-- Where people stand is worked out when they ask, and kept no more.
DELETE FROM conversation_place;

-- Every map is drawn anew.
UPDATE conversation_progress SET mapped = 0;
