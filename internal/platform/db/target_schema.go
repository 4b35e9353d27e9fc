package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// stageSchema is where a PostgreSQL database is filled. One that a killed program
// left behind is dropped by the next.
const stageSchema = "penc_restore"

func (t *Target) newSchema(ctx context.Context) (err error) {
	if t.main, err = sql.Open("pgx", t.where); err != nil {
		return err
	}
	if t.guard, err = t.main.Conn(ctx); err != nil {
		return err
	}
	// Servers that start meanwhile, and other restores, wait here.
	if _, err := t.guard.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, upgradeLock); err != nil {
		return err
	}
	if err := t.vacant(ctx); err != nil {
		return err
	}
	if _, err := t.guard.ExecContext(ctx, `DROP SCHEMA IF EXISTS `+stageSchema+` CASCADE`); err != nil {
		return err
	}
	if _, err := t.guard.ExecContext(ctx, `CREATE SCHEMA `+stageSchema); err != nil {
		return err
	}
	u, err := url.Parse(t.where)
	if err != nil {
		return errors.New("this is no valid postgres:// address")
	}
	q := u.Query()
	q.Set("search_path", stageSchema)
	u.RawQuery = q.Encode()
	t.stage = u.String()
	return t.openFilling()
}

// vacant returns ErrNotEmpty if the current schema of the database holds anything.
func (t *Target) vacant(ctx context.Context) error {
	var name sql.NullString
	err := t.guard.QueryRowContext(ctx, `SELECT min(CAST(relname AS TEXT)) FROM pg_class
		WHERE relnamespace = CAST(current_schema() AS regnamespace)`).Scan(&name)
	if err == nil && name.Valid {
		return fmt.Errorf("the database holds the table %s and more: %w", name.String, ErrNotEmpty)
	}
	return err
}

// rows is what pgx copies from.
type rows struct {
	next   func() ([]any, error)
	values []any
	err    error
}

func (r *rows) Next() bool {
	r.values, r.err = r.next()
	return r.values != nil && r.err == nil
}
func (r *rows) Values() ([]any, error) { return r.values, nil }
func (r *rows) Err() error             { return r.err }

func (t *Target) fillPostgres(ctx context.Context, table Table, next func() ([]any, error)) (n int64, err error) {
	conn, err := t.pool.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	names := make([]string, len(table.Fields))
	for i, f := range table.Fields {
		names[i] = f.Name
	}
	err = conn.Raw(func(c any) (err error) {
		n, err = c.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table.Name}, names, &rows{next: next})
		return err
	})
	return n, err
}

// A constraint is a foreign key of PostgreSQL.
type constraint struct{ table, name, text string }

const foreignKeys = `SELECT CAST(r.relname AS TEXT), CAST(c.conname AS TEXT), pg_get_constraintdef(c.oid)
	FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
	WHERE c.contype = 'f' AND c.connamespace = CAST(current_schema() AS regnamespace)`

// cutConstraints takes the foreign keys off, so that tables can be filled in any
// order. SQLite is told by a pragma.
func (t *Target) cutConstraints(ctx context.Context) error {
	if t.engine == SQLite {
		return nil
	}
	found, err := t.pool.QueryContext(ctx, foreignKeys)
	if err != nil {
		return err
	}
	for found.Next() {
		var c constraint
		if err := found.Scan(&c.table, &c.name, &c.text); err != nil {
			found.Close()
			return err
		}
		t.cut = append(t.cut, c)
	}
	if err := found.Close(); err != nil {
		return err
	}
	for _, c := range t.cut {
		if _, err := t.pool.ExecContext(ctx, `ALTER TABLE `+quote(c.table)+` DROP CONSTRAINT `+quote(c.name)); err != nil {
			return err
		}
	}
	return found.Err()
}

// tieConstraints puts the foreign keys back, which checks every row.
func (t *Target) tieConstraints(ctx context.Context) error {
	for _, c := range t.cut {
		// The definition names its table with the stage's schema if that is not the first
		// of the path; it is.
		if _, err := t.pool.ExecContext(ctx, `ALTER TABLE `+quote(c.table)+` ADD CONSTRAINT `+quote(c.name)+` `+c.text); err != nil {
			return fmt.Errorf("a row of %s belongs to one that is not there: %w", c.table, err)
		}
	}
	return nil
}

const numbered = `SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
	WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r' AND a.attidentity <> '' AND NOT a.attisdropped`

// number has columns that count by themselves go on after their highest number.
func (t *Target) number(ctx context.Context) error {
	found, err := t.pool.QueryContext(ctx, numbered)
	if err != nil {
		return err
	}
	var all [][2]string
	for found.Next() {
		var at [2]string
		if err := found.Scan(&at[0], &at[1]); err != nil {
			found.Close()
			return err
		}
		all = append(all, at)
	}
	if err := errors.Join(found.Err(), found.Close()); err != nil {
		return err
	}
	for _, at := range all {
		query := `SELECT setval(pg_get_serial_sequence($1, $2), max(` + quote(at[1]) + `)) FROM ` + quote(at[0])
		if _, err := t.pool.ExecContext(ctx, query, quote(at[0]), at[1]); err != nil {
			return err
		}
	}
	return nil
}

const stagedNames = `SELECT CAST(relname AS TEXT), CAST(relkind AS TEXT) FROM pg_class
	WHERE relnamespace = CAST(CAST($1 AS TEXT) AS regnamespace) AND relkind IN ('r', 'v')`

// moveSchema moves every table and view from the stage to the current schema, in a
// transaction that is still to be committed.
func (t *Target) moveSchema(ctx context.Context) (tx *sql.Tx, err error) {
	if t.pool != nil {
		t.pool.Close()
		t.pool = nil
	}
	if tx, err = t.guard.BeginTx(ctx, nil); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
		}
	}()
	var schema string
	if err := tx.QueryRowContext(ctx, `SELECT current_schema()`).Scan(&schema); err != nil {
		return nil, err
	}
	found, err := tx.QueryContext(ctx, stagedNames, stageSchema)
	if err != nil {
		return nil, err
	}
	var moves []string
	for found.Next() {
		var name, kind string
		if err := found.Scan(&name, &kind); err != nil {
			found.Close()
			return nil, err
		}
		what := `ALTER TABLE `
		if kind == "v" {
			what = `ALTER VIEW `
		}
		moves = append(moves, what+stageSchema+`.`+quote(name)+` SET SCHEMA `+quote(schema))
	}
	if err := errors.Join(found.Err(), found.Close()); err != nil {
		return nil, err
	}
	for _, move := range append(moves, `DROP SCHEMA `+stageSchema) {
		if _, err := tx.ExecContext(ctx, move); err != nil {
			return nil, err
		}
	}
	return tx, nil
}
