package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrNotEmpty says that there is something where a new database was to be made.
var ErrNotEmpty = errors.New("it is not empty")

// A Target is a database that is being filled with the rows of another one. Until
// Commit nothing of it is seen: on SQLite it is a folder beside the one that is to
// be, on PostgreSQL a schema beside the current one.
type Target struct {
	engine Engine
	where  string // as asked for
	stage  string // where it is being filled

	pool  *sql.DB // one connection without foreign keys, for filling
	main  *sql.DB // PostgreSQL: outside the stage
	guard *sql.Conn
	cut   []constraint // foreign keys taken off for the filling
	info  os.FileInfo  // SQLite: the empty folder that is there, if there is one
}

// NewTarget prepares a new database at a postgres:// URL or in a folder. It returns
// ErrNotEmpty if the folder holds anything or the database any table, and changes
// neither of them.
func NewTarget(ctx context.Context, where string) (*Target, error) {
	t := &Target{where: where}
	prepare := t.newFolder
	if IsPostgres(where) {
		t.engine = Postgres
		prepare = t.newSchema
	}
	if err := prepare(ctx); err != nil {
		t.Abort()
		return nil, err
	}
	return t, nil
}

// Engine returns which of the two databases is being made.
func (t *Target) Engine() Engine { return t.engine }

// Stage returns where the database lies while it is being filled, for Open.
func (t *Target) Stage() string { return t.stage }

func (t *Target) openFilling() (err error) {
	if t.engine == SQLite {
		// Nobody reads the file before it has been checked and flushed, so it needs no
		// journal that would survive a crash.
		t.pool, err = sql.Open("sqlite", "file:"+filepath.Join(t.stage, FileName)+
			"?_pragma=journal_mode(MEMORY)&_pragma=synchronous(OFF)&_pragma=foreign_keys(0)&_pragma=cache_size(-16000)")
	} else {
		t.pool, err = sql.Open("pgx", t.stage)
	}
	if err == nil {
		t.pool.SetMaxOpenConns(1)
	}
	return err
}

// Make makes the tables of the rooms as they were at the given versions, empty and
// without their foreign keys. A room that is not named is left out.
func (t *Target) Make(ctx context.Context, schemas []Schema, at map[string]int64) ([]Table, error) {
	for _, s := range schemas {
		if at[s.Room] == 0 {
			continue
		}
		p, err := provider(t.engine, t.pool, s)
		if err != nil {
			return nil, fmt.Errorf("make the tables of %s: %w", s.Room, err)
		}
		if _, err := p.UpTo(ctx, at[s.Room]); err != nil {
			return nil, fmt.Errorf("make the tables of %s: %w", s.Room, err)
		}
	}
	all, err := tables(ctx, t.pool, t.engine)
	if err != nil {
		return nil, err
	}
	if err := t.cutConstraints(ctx); err != nil {
		return nil, err
	}
	for _, table := range all { // the first rows that some files put in
		if _, err := t.pool.ExecContext(ctx, `DELETE FROM `+quote(table.Name)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Fill puts rows into a table, until next returns no values, and returns how many.
func (t *Target) Fill(ctx context.Context, table Table, next func() ([]any, error)) (n int64, err error) {
	if t.engine == Postgres {
		n, err = t.fillPostgres(ctx, table, next)
	} else {
		n, err = t.fillSQLite(ctx, table, next)
	}
	if err != nil {
		return n, fmt.Errorf("fill the table %s: %w", table.Name, err)
	}
	return n, nil
}

func (t *Target) fillSQLite(ctx context.Context, table Table, next func() ([]any, error)) (n int64, err error) {
	tx, err := t.pool.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(table.Fields)), ", ")
	insert, err := tx.PrepareContext(ctx, `INSERT INTO `+quote(table.Name)+` (`+columnList(table)+`) VALUES (`+marks+`)`)
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	for {
		values, err := next()
		if err != nil {
			return n, err
		}
		if values == nil {
			return n, tx.Commit()
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return n, err
		}
		n++
	}
}

// Finish puts foreign keys and numbering back in force. It returns an error if a
// table has not as many rows as it should, or if the rows do not fit together.
func (t *Target) Finish(ctx context.Context, counts map[string]int64) error {
	for table, want := range counts {
		var n int64
		if err := t.pool.QueryRowContext(ctx, `SELECT count(*) FROM `+quote(table)).Scan(&n); err != nil {
			return err
		}
		if n != want {
			return fmt.Errorf("the table %s has %d rows instead of %d", table, n, want)
		}
	}
	if t.engine == Postgres {
		if err := t.tieConstraints(ctx); err != nil {
			return err
		}
		return t.number(ctx)
	}
	var table, parent string
	var row, key sql.NullInt64
	switch err := t.pool.QueryRowContext(ctx, `PRAGMA foreign_key_check`).Scan(&table, &row, &parent, &key); {
	case err == nil:
		return fmt.Errorf("a row of %s belongs to a row of %s that is not there", table, parent)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	var sound string
	if err := t.pool.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&sound); err != nil {
		return err
	}
	if sound != "ok" {
		return fmt.Errorf("the database is not sound: %s", sound)
	}
	return nil
}

// Upgrade brings the tables up to date.
func (t *Target) Upgrade(ctx context.Context, schemas []Schema) error {
	if err := t.pool.Close(); err != nil {
		return err
	}
	t.pool = nil
	d, err := Open(ctx, Options{Where: t.stage})
	if err != nil {
		return err
	}
	defer d.Close()
	pool := d.reader
	if t.engine == SQLite { // its reading connections write nothing
		if pool, err = sql.Open("sqlite", "file:"+filepath.Join(t.stage, FileName)+"?"+pragmas); err != nil {
			return err
		}
		pool.SetMaxOpenConns(1)
		defer pool.Close()
	}
	for _, s := range schemas {
		p, err := d.provider(pool, s)
		if err != nil {
			return fmt.Errorf("upgrade the tables of %s: %w", s.Room, err)
		}
		if _, err := p.Up(ctx); err != nil {
			return fmt.Errorf("upgrade the tables of %s: %w", s.Room, err)
		}
	}
	return nil
}

// Commit puts the database where it is to be, at one stroke. Just before that it
// calls last, which may still fail; if the stroke itself then fails it calls undo.
func (t *Target) Commit(ctx context.Context, last func() error, undo func()) error {
	if t.engine == SQLite {
		if err := t.flush(ctx); err != nil {
			return err
		}
	}
	stroke := t.commitFolder
	if t.engine == Postgres {
		tx, err := t.moveSchema(ctx)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		stroke = tx.Commit
	}
	if err := last(); err != nil {
		return err
	}
	if err := stroke(); err != nil {
		undo()
		return err
	}
	t.stage = ""
	return nil
}

func (t *Target) commitFolder() error { return Replace(t.stage, t.where, t.info) }

// Abort removes everything that was made and leaves the place as it was. After
// Commit it only lets go of the connections.
func (t *Target) Abort() {
	if t.pool != nil {
		t.pool.Close()
		t.pool = nil
	}
	if t.engine == SQLite {
		if t.stage != "" {
			os.RemoveAll(t.stage)
		}
		return
	}
	if t.guard != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if t.stage != "" {
			t.guard.ExecContext(ctx, `DROP SCHEMA IF EXISTS `+stageSchema+` CASCADE`)
		}
		t.guard.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, upgradeLock)
		t.guard.Close()
		t.guard = nil
	}
	if t.main != nil {
		t.main.Close()
		t.main = nil
	}
}
