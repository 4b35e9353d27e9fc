-- +goose Up
CREATE TABLE search_doc (
	id          INTEGER PRIMARY KEY,
	ref         TEXT NOT NULL,
	lang        TEXT NOT NULL,
	kind        TEXT NOT NULL,
	process     TEXT NOT NULL,
	title       TEXT NOT NULL,
	body        TEXT NOT NULL,
	path        TEXT NOT NULL,
	public      BOOLEAN NOT NULL,
	title_terms TEXT NOT NULL,
	body_terms  TEXT NOT NULL,
	size        BIGINT NOT NULL,
	UNIQUE (ref, lang)
);
CREATE INDEX search_doc_process ON search_doc (process);

-- Terms are folded before they come here, so the index takes them as they are.
CREATE VIRTUAL TABLE search_term USING fts5 (title, body, content = '', contentless_delete = 1, tokenize = 'ascii');

-- +goose StatementBegin
CREATE TRIGGER search_doc_added AFTER INSERT ON search_doc BEGIN
	INSERT INTO search_term (rowid, title, body) VALUES (new.id, new.title_terms, new.body_terms);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_doc_removed AFTER DELETE ON search_doc BEGIN
	DELETE FROM search_term WHERE rowid = old.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_doc_changed AFTER UPDATE ON search_doc BEGIN
	DELETE FROM search_term WHERE rowid = old.id;
	INSERT INTO search_term (rowid, title, body) VALUES (new.id, new.title_terms, new.body_terms);
END;
-- +goose StatementEnd
