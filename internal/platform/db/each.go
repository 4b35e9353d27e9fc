package db

// Each runs a query and calls do with each row, one at a time, so that a table that
// is large need not be in memory. It stops at the first error.
func Each(t *Tx, do func(Row) error, query string, args ...any) error {
	rows, err := t.q.QueryContext(t.Ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
