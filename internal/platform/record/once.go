package record

import (
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/platform/db"
)

// Once refuses an act that was carried out before, with a Conflict fault. Append
// recognises a repeated act by its subject; an operation that makes a new thing
// each time has no subject yet, and asks here first, under the lock that it holds.
func Once(tx *db.Tx, who access.Actor, kind string) error {
	if who.Act == "" {
		return nil
	}
	var n int
	if err := tx.Row(`SELECT count(*) FROM record_fact WHERE act = $1 AND kind = $2`, who.Act, kind).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Conflict, "", Repeated)
	}
	return nil
}
