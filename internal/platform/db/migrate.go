package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// A Schema is the numbered files of one room.
type Schema struct {
	Room  string
	Files fs.FS
}

// Newest returns the number of the room's newest file.
func (s Schema) Newest() (newest int64, err error) {
	names, err := fs.Glob(s.Files, "*.sql")
	for _, name := range names {
		n, err := goose.NumericComponent(name)
		if err != nil {
			return 0, fmt.Errorf("the tables of %s: %w", s.Room, err)
		}
		newest = max(newest, n)
	}
	return newest, err
}

// lostRace reports whether a PostgreSQL transaction is worth another try: a
// deadlock, or a serialization failure.
func lostRace(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40P01" || e.Code == "40001")
}

// Migrate brings the tables of every room up to date, in the order given. On
// SQLite a snapshot of a database that is to change is kept beside it first.
func (d *DB) Migrate(ctx context.Context, schemas []Schema) error {
	pool, unlock, err := d.migrationPool(ctx)
	if err != nil {
		return fmt.Errorf("upgrade the database: %w", err)
	}
	defer unlock()
	snapshot := false
	for _, s := range schemas {
		p, err := d.provider(pool, s)
		if err != nil {
			return fmt.Errorf("upgrade the tables of %s: %w", s.Room, err)
		}
		pending, err := p.HasPending(ctx)
		if err != nil {
			return fmt.Errorf("upgrade the tables of %s: %w", s.Room, err)
		}
		if !pending {
			continue
		}
		if !snapshot {
			if err := d.snapshot(ctx, pool); err != nil {
				return fmt.Errorf("keep a snapshot before the upgrade: %w", err)
			}
			snapshot = true
		}
		if _, err := p.Up(ctx); err != nil {
			return fmt.Errorf("upgrade the tables of %s: %w", s.Room, err)
		}
	}
	return nil
}

// migrationPool returns the pool on which files run. On PostgreSQL one node
// upgrades at a time: the others wait for the lock.
func (d *DB) migrationPool(ctx context.Context) (*sql.DB, func(), error) {
	if d.engine == SQLite {
		pool, err := sql.Open("sqlite", "file:"+filepath.Join(d.where, FileName)+"?"+pragmas)
		if err != nil {
			return nil, nil, err
		}
		pool.SetMaxOpenConns(1)
		return pool, func() { pool.Close() }, nil
	}
	conn, err := d.reader.Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, upgradeLock); err != nil {
		conn.Close()
		return nil, nil, err
	}
	return d.reader, func() {
		conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, upgradeLock)
		conn.Close()
	}, nil
}

func (d *DB) provider(pool *sql.DB, s Schema) (*goose.Provider, error) {
	return provider(d.engine, pool, s)
}

func provider(e Engine, pool *sql.DB, s Schema) (*goose.Provider, error) {
	dialect := database.DialectSQLite3
	if e == Postgres {
		dialect = database.DialectPostgres
	}
	store, err := database.NewStore(dialect, versions+s.Room)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider("", pool, s.Files, goose.WithStore(store), goose.WithDisableGlobalRegistry(true))
}

// snapshot copies an SQLite database that has tables to the folder snapshots.
func (d *DB) snapshot(ctx context.Context, pool *sql.DB) error {
	if d.engine != SQLite {
		return nil
	}
	var tables int
	err := pool.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'db\_version\_%' ESCAPE '\' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`).Scan(&tables)
	if err != nil || tables == 0 {
		return err
	}
	dir := filepath.Join(d.where, "snapshots")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	file := filepath.Join(dir, "before-upgrade-"+d.Now().Format("20060102-150405.000000")+".db")
	if _, err := pool.ExecContext(ctx, `VACUUM INTO $1`, file); err != nil {
		return err
	}
	d.log.Info("kept a snapshot before the upgrade", "file", file)
	return nil
}
