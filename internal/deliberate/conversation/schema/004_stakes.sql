-- +goose Up
-- Charts no longer hold exact figures by stakeholder group; those that do are shown no
-- more, and every map is drawn anew.
UPDATE conversation_map SET chart = '{}', stood = '';
UPDATE conversation_progress SET mapped = 0;
