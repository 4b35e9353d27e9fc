package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

// querier is what a connection and a transaction have in common.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Tx is a transaction that knows its own time.
type Tx struct {
	Ctx context.Context
	Now time.Time

	q      querier
	db     *DB
	atEnd  []func(*Tx) error
	commit []func()
}

// Engine returns which database this is, for the two packages that may ask.
func (t *Tx) Engine() Engine { return t.db.engine }

// Exec runs a statement and returns how many rows it changed.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	r, err := t.q.ExecContext(t.Ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Row is what a scan function reads one row from.
type Row interface{ Scan(dest ...any) error }

// Row runs a query for at most one row.
func (t *Tx) Row(query string, args ...any) *sql.Row {
	return t.q.QueryRowContext(t.Ctx, query, args...)
}

// List runs a query and reads each row with scan. The list is empty, not nil,
// if there are no rows.
func List[T any](t *Tx, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := t.q.QueryContext(t.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []T{}
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// One runs a query for one row and reads it with scan. If there is none it
// returns a NotFound fault with the message key unknown.
func One[T any](t *Tx, unknown string, scan func(Row) (T, error), query string, args ...any) (T, error) {
	v, err := scan(t.Row(query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		var zero T
		return zero, fault.New(fault.NotFound, "", unknown)
	}
	return v, err
}

// Value is a scan function for queries of a single column.
func Value[T any](r Row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}

// NewID returns a fresh identifier made at the transaction's time.
func (t *Tx) NewID() (ref.ID, error) { return ref.NewID(t.Now, t.db.chance) }

// Chance fills b with random bytes.
func (t *Tx) Chance(b []byte) error {
	_, err := t.db.chance.Read(b)
	return err
}

// Lock makes the rest of the transaction wait its turn under name, so that what
// it loads stays true until it commits. SQLite has one writer at a time as it is.
func (t *Tx) Lock(name string) error {
	if t.db.engine == SQLite {
		return nil
	}
	_, err := t.Exec(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, name)
	return err
}

// LockAmong is Lock for own, and lets the rest of the transaction share a second
// name with any number of others, while nobody holds that name by Lock. Both take
// one question, own first.
func (t *Tx) LockAmong(own, shared string) error {
	if t.db.engine == SQLite {
		return nil
	}
	_, err := t.Exec(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0)), pg_advisory_xact_lock_shared(hashtextextended($2, 0))`, own, shared)
	return err
}

// AtEnd runs fn as one of the last things before the commit.
func (t *Tx) AtEnd(fn func(*Tx) error) { t.atEnd = append(t.atEnd, fn) }

// OnCommit runs fn once the transaction is on disk.
func (t *Tx) OnCommit(fn func()) { t.commit = append(t.commit, fn) }

// finish runs what was put off to the end.
func (t *Tx) finish() error {
	for len(t.atEnd) > 0 {
		fn := t.atEnd[0]
		t.atEnd = t.atEnd[1:]
		if err := fn(t); err != nil {
			return err
		}
	}
	return nil
}

// JSON stores v as JSON in a TEXT column, and reads it back into v if v is a
// pointer.
func JSON(v any) Column { return Column{v} }

// A Column is a value that is stored as JSON.
type Column struct{ v any }

// Scan reads a column.
func (c Column) Scan(src any) error {
	switch s := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(s), c.v)
	case []byte:
		return json.Unmarshal(s, c.v)
	}
	return fmt.Errorf("column of JSON holds %T", src)
}
