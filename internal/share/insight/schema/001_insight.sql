-- +goose Up
CREATE TABLE insight_targets (
	process_id TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	changed    TEXT NOT NULL,
	list       TEXT NOT NULL
);

-- Who was there when something was decided. Rows are only added.
CREATE TABLE insight_snapshot (
	id         TEXT PRIMARY KEY,
	process_id TEXT NOT NULL,
	meeting_id TEXT NOT NULL,
	subject    TEXT NOT NULL UNIQUE,
	kind       TEXT NOT NULL,
	fact       BIGINT NOT NULL,
	at         TEXT NOT NULL,
	body       TEXT NOT NULL
);
CREATE INDEX insight_snapshot_process ON insight_snapshot (process_id, fact);
CREATE INDEX insight_snapshot_meeting ON insight_snapshot (meeting_id, fact);
