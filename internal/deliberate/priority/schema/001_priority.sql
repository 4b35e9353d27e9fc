-- +goose Up

-- The board of a meeting, and the number of its last change.
CREATE TABLE priority_board (
  meeting_id TEXT PRIMARY KEY,
  process_id TEXT NOT NULL,
  opened     TEXT NOT NULL,
  auto       BOOLEAN NOT NULL,
  last       BIGINT NOT NULL
);
CREATE INDEX priority_board_of_process ON priority_board (process_id, meeting_id);

-- Every item that ever was on a board, as it is now.
CREATE TABLE priority_item (
  id         TEXT PRIMARY KEY,
  meeting_id TEXT NOT NULL REFERENCES priority_board (meeting_id),
  number     BIGINT NOT NULL,
  item       TEXT NOT NULL,
  UNIQUE (meeting_id, number)
);

-- Every change of a board, with the items that it touched before and after.
CREATE TABLE priority_change (
  meeting_id TEXT NOT NULL REFERENCES priority_board (meeting_id),
  seq        BIGINT NOT NULL,
  kind       TEXT NOT NULL,
  by_id      TEXT NOT NULL,
  at         TEXT NOT NULL,
  touched    TEXT NOT NULL,
  undoes     BIGINT NOT NULL,
  PRIMARY KEY (meeting_id, seq)
);

CREATE TABLE priority_practice (
  process_id TEXT PRIMARY KEY,
  practice   TEXT NOT NULL
);

CREATE TABLE priority_ballot (
  id         TEXT PRIMARY KEY,
  meeting_id TEXT NOT NULL,
  process_id TEXT NOT NULL,
  state      TEXT NOT NULL,
  closes     TEXT NOT NULL,
  by_id      TEXT NOT NULL,
  ballot     TEXT NOT NULL,
  told       BIGINT NOT NULL,
  reminded   BOOLEAN NOT NULL,
  outcome    TEXT
);
CREATE INDEX priority_ballot_of_meeting ON priority_ballot (meeting_id, id);
CREATE INDEX priority_ballot_of_process ON priority_ballot (process_id, id);
CREATE INDEX priority_ballot_by_state ON priority_ballot (state, closes);

-- Who voted in a ballot, open or secret.
CREATE TABLE priority_voted (
  ballot_id      TEXT NOT NULL REFERENCES priority_ballot (id),
  participant_id TEXT NOT NULL,
  via            TEXT NOT NULL,
  at             TEXT NOT NULL,
  PRIMARY KEY (ballot_id, participant_id)
);
CREATE INDEX priority_voted_by ON priority_voted (participant_id);

-- The papers of an open ballot, each with its voter.
CREATE TABLE priority_paper (
  ballot_id      TEXT NOT NULL REFERENCES priority_ballot (id),
  participant_id TEXT NOT NULL,
  group_id       TEXT NOT NULL,
  marks          TEXT NOT NULL,
  PRIMARY KEY (ballot_id, participant_id)
);

-- The papers of a secret ballot: one row for all of them, so that neither the
-- order of rows nor the transaction that wrote one leads to a voter. Inside, they
-- stand in the order of their keys, which are random.
CREATE TABLE priority_urn (
  ballot_id TEXT PRIMARY KEY REFERENCES priority_ballot (id),
  urn       TEXT NOT NULL
);

-- Personal links by which members who are not there vote.
CREATE TABLE priority_link (
  digest         TEXT PRIMARY KEY,
  ballot_id      TEXT NOT NULL REFERENCES priority_ballot (id),
  participant_id TEXT NOT NULL,
  expires        TEXT NOT NULL
);
CREATE INDEX priority_link_of ON priority_link (ballot_id, participant_id);
CREATE INDEX priority_link_by ON priority_link (participant_id);
