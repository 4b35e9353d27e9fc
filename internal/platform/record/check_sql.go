package record

import (
	"fmt"

	"penc/internal/platform/db"
)

// Check returns, one sentence each, what does not agree in the line: numbers that
// are missing, followers that are ahead of it, salts of facts that are not there.
// Nothing is expected.
func Check(tx *db.Tx) ([]string, error) {
	var head, newest, count, ahead, loose int64
	for _, q := range []struct {
		query string
		into  []any
	}{
		{`SELECT coalesce(max(seq), 0), count(*) FROM record_head`, []any{&head, new(int64)}},
		{`SELECT coalesce(max(seq), 0), count(*) FROM record_fact`, []any{&newest, &count}},
		{`SELECT count(*) FROM record_bookmark WHERE seq > (SELECT coalesce(max(seq), 0) FROM record_fact)`, []any{&ahead}},
		{`SELECT count(*) FROM record_salt s WHERE NOT EXISTS (SELECT 1 FROM record_fact f WHERE f.seq = s.seq)`, []any{&loose}},
	} {
		if err := tx.Row(q.query).Scan(q.into...); err != nil {
			return nil, fmt.Errorf("check the record: %w", err)
		}
	}
	found := []string{}
	if head != newest || newest != count {
		found = append(found, fmt.Sprintf("the record counts to %d, its newest fact is number %d, and it has %d facts", head, newest, count))
	}
	if ahead > 0 {
		found = append(found, fmt.Sprintf("%d followers are ahead of the record", ahead))
	}
	if loose > 0 {
		found = append(found, fmt.Sprintf("%d salts belong to no fact", loose))
	}
	return found, nil
}
