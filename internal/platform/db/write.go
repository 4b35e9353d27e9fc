package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
)

// maxGroup is how many acts may share one commit. 512 was the knee of the
// curve: 68,000 small acts a second on a quiet disk.
const maxGroup = 512

// maxStatements bounds the prepared statements kept on the writing connection.
// The texts are constants of the program, so the bound is never reached.
const maxStatements = 1000

// An act is a write that waits for its turn.
type act struct {
	ctx    context.Context
	fn     func(*Tx) error
	answer chan error
	tx     *Tx
}

// ErrNested says that a transaction was begun inside another one, which would
// wait for itself for ever. Call the operation's Tx twin instead.
var ErrNested = errors.New("a transaction was begun inside another")

type insideKey struct{}

// ErrClosed says that the database is closing and takes on no more acts.
var ErrClosed = errors.New("the database is closing")

// Write runs fn in a transaction and commits unless fn fails. When Write
// returns without error, the act is on disk. fn may run again after a lost
// race on PostgreSQL, so it sets what it captures and never adds to it.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	if ctx.Value(insideKey{}) != nil {
		return ErrNested
	}
	if d.engine == Postgres {
		return d.writePostgres(ctx, fn)
	}
	if d.acts == nil {
		return errors.New("the database was opened for reading only")
	}
	a := &act{ctx: ctx, fn: fn, answer: make(chan error, 1)}
	select {
	case d.acts <- a:
	case <-ctx.Done():
		return ctx.Err()
	case <-d.stop:
		return ErrClosed
	}
	return <-a.answer
}

// Read runs fn on one consistent state of the database.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	tx, err := d.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: d.engine == Postgres})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var q querier = tx
	if d.engine == SQLite { // pgx keeps prepared statements by itself
		q = &prepared{tx, d}
	}
	return guard(fn, &Tx{Ctx: inside(ctx), Now: d.Now(), q: q, db: d})
}

func inside(ctx context.Context) context.Context {
	return context.WithValue(ctx, insideKey{}, true)
}

// guard runs fn and turns a panic into an error, so that one defect does not
// take its neighbours in the group down.
func guard(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a transaction: %v\n%s", p, debug.Stack())
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.finish()
}

func (d *DB) writePostgres(ctx context.Context, fn func(*Tx) error) error {
	for attempt := 0; ; attempt++ {
		err := d.tryPostgres(ctx, fn)
		if err == nil || attempt == 3 || !lostRace(err) {
			return err
		}
	}
}

func (d *DB) tryPostgres(ctx context.Context, fn func(*Tx) error) error {
	tx, err := d.reader.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	t := &Tx{Ctx: inside(ctx), Now: d.Now(), q: tx, db: d}
	if err := guard(fn, t); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for _, fn := range t.commit {
		fn()
	}
	return nil
}

// writeInGroups is the one goroutine that writes to SQLite.
func (d *DB) writeInGroups() {
	ctx := context.Background()
	conn, err := d.writer.Conn(ctx)
	if err != nil {
		d.log.Error("no writing connection", "error", err)
		return
	}
	defer conn.Close()
	w := &cached{conn: conn, kept: map[string]*sql.Stmt{}}
	defer w.close()
	for {
		select {
		case a := <-d.acts:
			d.writeGroup(ctx, w, d.gather(a))
		case <-d.stop:
			for {
				select {
				case a := <-d.acts:
					d.writeGroup(ctx, w, d.gather(a))
				default:
					return
				}
			}
		}
	}
}

// gather returns first and whatever else waits, up to maxGroup.
func (d *DB) gather(first *act) []*act {
	group := []*act{first}
	for len(group) < maxGroup {
		select {
		case a := <-d.acts:
			group = append(group, a)
		default:
			return group
		}
	}
	return group
}

// writeGroup runs the acts in one transaction and answers them.
func (d *DB) writeGroup(ctx context.Context, w *cached, group []*act) {
	answers := make([]error, len(group))
	err := d.runGroup(ctx, w, group, answers)
	for i, a := range group {
		switch {
		case answers[i] != nil:
		case err != nil:
			answers[i] = err
		default:
			for _, fn := range a.tx.commit {
				fn()
			}
		}
		a.answer <- answers[i]
	}
}

func (d *DB) runGroup(ctx context.Context, w *cached, group []*act, answers []error) error {
	if _, err := w.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for i, a := range group {
		if err := a.ctx.Err(); err != nil {
			answers[i] = err
			continue
		}
		if answers[i] = d.runAct(w, a); errors.Is(answers[i], errSavepoint) {
			w.ExecContext(ctx, "ROLLBACK")
			return answers[i]
		}
	}
	if _, err := w.ExecContext(ctx, "COMMIT"); err != nil {
		w.ExecContext(ctx, "ROLLBACK")
		return err
	}
	return nil
}

// errSavepoint says that the group's transaction is lost, not just one act.
var errSavepoint = errors.New("the shared transaction failed")

// runAct runs one act in its savepoint. The act's context is cut off from its
// cancellation: an interrupted statement would roll the whole group back.
func (d *DB) runAct(w *cached, a *act) error {
	ctx := inside(context.WithoutCancel(a.ctx))
	if _, err := w.ExecContext(ctx, "SAVEPOINT act"); err != nil {
		return errors.Join(errSavepoint, err)
	}
	a.tx = &Tx{Ctx: ctx, Now: d.Now(), q: w, db: d}
	err := guard(a.fn, a.tx)
	if err != nil {
		if _, err2 := w.ExecContext(ctx, "ROLLBACK TO act"); err2 != nil {
			return errors.Join(errSavepoint, err, err2)
		}
	}
	if _, err2 := w.ExecContext(ctx, "RELEASE act"); err2 != nil {
		return errors.Join(errSavepoint, err, err2)
	}
	return err
}

// cached is the writing connection with its prepared statements: parsing a
// statement again costs more than running it.
type cached struct {
	conn *sql.Conn
	kept map[string]*sql.Stmt
}

// close lets go of the statements: SQLite keeps a connection open behind our back,
// and the log beside the file, as long as one of its statements is.
func (c *cached) close() {
	for _, s := range c.kept {
		s.Close()
	}
}

func (c *cached) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := c.kept[query]; s != nil {
		return s, nil
	}
	s, err := c.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if len(c.kept) < maxStatements {
		c.kept[query] = s
	}
	return s, nil
}

func (c *cached) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (c *cached) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (c *cached) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return c.conn.QueryRowContext(ctx, query, args...) // reports the same error when scanned
	}
	return s.QueryRowContext(ctx, args...)
}

// prepared is a reading transaction that keeps its statements prepared, on every
// connection they have run on.
type prepared struct {
	tx *sql.Tx
	db *DB
}

func (p *prepared) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	p.db.keptMu.RLock()
	s := p.db.kept[query]
	p.db.keptMu.RUnlock()
	if s == nil {
		fresh, err := p.db.reader.PrepareContext(ctx, query)
		if err != nil {
			return nil, err
		}
		if s = p.db.keep(query, fresh); s == nil {
			return nil, fmt.Errorf("more than %d statements", maxStatements)
		}
	}
	return p.tx.StmtContext(ctx, s), nil
}

// keep remembers a prepared statement; nil if there are too many.
func (d *DB) keep(query string, s *sql.Stmt) *sql.Stmt {
	d.keptMu.Lock()
	defer d.keptMu.Unlock()
	switch {
	case d.kept[query] != nil:
		s.Close()
		return d.kept[query]
	case len(d.kept) >= maxStatements:
		s.Close()
		return nil
	case d.kept == nil:
		d.kept = map[string]*sql.Stmt{}
	}
	d.kept[query] = s
	return s
}

func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return p.tx.ExecContext(ctx, query, args...)
}

func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return p.tx.QueryContext(ctx, query, args...)
	}
	return s.QueryContext(ctx, args...)
}

func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := p.statement(ctx, query)
	if err != nil {
		return p.tx.QueryRowContext(ctx, query, args...) // reports the same error when scanned
	}
	return s.QueryRowContext(ctx, args...)
}
