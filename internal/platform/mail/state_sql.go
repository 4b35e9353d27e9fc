package mail

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// States returns where the messages of one kind about one process are, by their
// identifier: for the room that sent them. Messages that were swept are not there
// any more.
func States(tx *db.Tx, kind string, process ref.ID) (map[ref.ID]State, error) {
	out := map[ref.ID]State{}
	_, err := db.List(tx, func(r db.Row) (id ref.ID, err error) {
		var s State
		err = r.Scan(&id, &s)
		out[id] = s
		return id, err
	}, `SELECT id, state FROM mail_message WHERE kind = $1 AND process = $2`, kind, process)
	return out, err
}
