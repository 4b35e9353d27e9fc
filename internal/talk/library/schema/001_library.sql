-- +goose Up
CREATE TABLE library_document (
	id      TEXT PRIMARY KEY,
	process TEXT NOT NULL,
	content TEXT NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX library_document_process ON library_document (process, id);

CREATE TABLE library_file (
	document TEXT NOT NULL REFERENCES library_document (id),
	number   BIGINT NOT NULL,
	name     TEXT NOT NULL,
	media    TEXT NOT NULL,
	size     BIGINT NOT NULL,
	digest   TEXT NOT NULL,
	added    TEXT NOT NULL,
	PRIMARY KEY (document, number)
);
CREATE INDEX library_file_digest ON library_file (digest);

-- Files that no document has any more, to be deleted from the store.
CREATE TABLE library_leftover (
	digest TEXT PRIMARY KEY,
	since  TEXT NOT NULL
);
