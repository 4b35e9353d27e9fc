package db

import (
	"context"
	"database/sql"
)

// upgradeLock is the lock of PostgreSQL under which tables change their shape.
const upgradeLock = 0x70656e63 // "penc"

// Snapshot runs fn on one state of the whole database, however long it takes and
// whatever is written meanwhile, and while no node upgrades the tables. Writing in
// fn fails. On SQLite it may run beside the server of the folder: readers of a
// write-ahead log hold nobody up.
func (d *DB) Snapshot(ctx context.Context, fn func(*Tx) error) error {
	if d.engine == SQLite {
		tx, err := d.reader.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		return guard(fn, &Tx{Ctx: inside(ctx), Now: d.Now(), q: tx, db: d})
	}
	conn, err := d.reader.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// The lock comes before the transaction: the state that it sees is that of its
	// first statement, and a lock waited for in it would come too late.
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock_shared($1)`, upgradeLock); err != nil {
		return err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock_shared($1)`, upgradeLock)
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return guard(fn, &Tx{Ctx: inside(ctx), Now: d.Now(), q: tx, db: d})
}

// Alone runs fn unless another node is at work under the same name, and reports
// whether it ran. A node that dies lets go of the name.
func (d *DB) Alone(ctx context.Context, name string, fn func() error) (bool, error) {
	if d.engine == SQLite {
		return true, fn()
	}
	conn, err := d.reader.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	var mine bool
	err = conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock(hashtextextended($1, 0))`, name).Scan(&mine)
	if err != nil || !mine {
		return false, err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(hashtextextended($1, 0))`, name)
	return true, fn()
}
