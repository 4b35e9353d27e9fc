// Package job keeps work that is to be done outside a request: sending a mail,
// drawing a map. A job is queued in the transaction that makes it needed, runs
// at least once, and is tried again with growing pauses until it succeeds or its
// kind gives it up.
//
// A job is a kind and a subject. Queueing the same pair again while it waits
// changes nothing, so a map that is asked for a thousand times is drawn once.
package job

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"penc/internal/platform/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema returns the queue's own table.
func Schema() db.Schema {
	sub, _ := fs.Sub(files, "schema")
	return db.Schema{Room: "job", Files: sub}
}

// A Worker does the jobs of one kind.
type Worker struct {
	Kind string
	// Do does the job named by subject. It runs outside any transaction and may
	// run again if the program stops before the job is struck off.
	Do func(ctx context.Context, subject string) error
	// Lease is how long a job may take before another worker may take it over;
	// five minutes if zero.
	Lease time.Duration
	// Attempts is how often a job is tried; for ever if zero.
	Attempts int
	// GaveUp is told when the last attempt failed; may be nil.
	GaveUp func(ctx context.Context, subject string, err error) error
}

// bell rings when a job is queued.
const bell = "job"

// Queue adds a job that is due after a pause. If the same job waits already it
// stays as it is.
func Queue(tx *db.Tx, kind, subject string, pause time.Duration) error {
	id, err := tx.NewID()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO job (id, kind, subject, due, leased, attempts, fault)
		VALUES ($1, $2, $3, $4, '', 0, '') ON CONFLICT DO NOTHING`, id, kind, subject, db.Time(tx.Now.Add(pause)))
	tx.RingOnCommit(bell, 0)
	return err
}

type task struct {
	id, subject string
	attempts    int
}

// take leases the oldest job that is due; false if there is none.
func take(tx *db.Tx, w Worker) (t task, ok bool, err error) {
	if err := tx.Lock("job." + w.Kind); err != nil {
		return t, false, err
	}
	found, err := db.List(tx, func(r db.Row) (t task, err error) {
		err = r.Scan(&t.id, &t.subject, &t.attempts)
		return t, err
	}, `SELECT id, subject, attempts FROM job
		WHERE kind = $1 AND due <= $2 AND leased < $2 ORDER BY due, id LIMIT 1`, w.Kind, db.Time(tx.Now))
	if err != nil || len(found) == 0 {
		return t, false, err
	}
	lease := w.Lease
	if lease == 0 {
		lease = 5 * time.Minute
	}
	_, err = tx.Exec(`UPDATE job SET leased = $2, attempts = attempts + 1 WHERE id = $1`,
		found[0].id, db.Time(tx.Now.Add(lease)))
	return found[0], true, err
}

// Work does one job of the worker's kind if one is due, and reports whether
// there was one.
func Work(ctx context.Context, d *db.DB, log *slog.Logger, w Worker) (bool, error) {
	var t task
	var ok bool
	err := d.Write(ctx, func(tx *db.Tx) (err error) {
		t, ok, err = take(tx, w)
		return err
	})
	if err != nil || !ok {
		return false, err
	}
	failed := w.Do(ctx, t.subject)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if failed == nil {
		return true, strike(ctx, d, t)
	}
	attempts := t.attempts + 1
	log.Warn("a job failed", "kind", w.Kind, "attempt", attempts, "error", failed)
	if w.Attempts > 0 && attempts >= w.Attempts {
		if w.GaveUp != nil {
			if err := w.GaveUp(ctx, t.subject, failed); err != nil {
				return true, err
			}
		}
		return true, strike(ctx, d, t)
	}
	return true, d.Write(ctx, func(tx *db.Tx) error {
		// The job may have been queued anew meanwhile: then this one goes.
		if _, err := tx.Exec(`DELETE FROM job WHERE id = $1 AND EXISTS
			(SELECT 1 FROM job other WHERE other.kind = $2 AND other.subject = $3 AND other.leased = '' AND other.id <> $1)`,
			t.id, w.Kind, t.subject); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE job SET leased = '', due = $2, fault = $3 WHERE id = $1`,
			t.id, db.Time(tx.Now.Add(Pause(attempts))), failed.Error())
		return err
	})
}

func strike(ctx context.Context, d *db.DB, t task) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM job WHERE id = $1`, t.id)
		return err
	})
}

// Pause returns how long a job waits after its n-th failure: 10 seconds,
// doubled each time, at most 6 hours.
func Pause(n int) time.Duration {
	return min(10*time.Second<<min(n-1, 20), 6*time.Hour)
}

// Waiting returns how many jobs of a kind wait or run.
func Waiting(tx *db.Tx, kind string) (n int, err error) {
	err = tx.Row(`SELECT count(*) FROM job WHERE kind = $1`, kind).Scan(&n)
	return n, err
}

// Drop strikes off every job of a kind, undone.
func Drop(tx *db.Tx, kind string) error {
	_, err := tx.Exec(`DELETE FROM job WHERE kind = $1`, kind)
	return err
}

// tick is how often the queue is looked at without a bell: for jobs that become
// due, and for those of other nodes.
const tick = time.Second

// Run does jobs until ctx ends, one at a time of each kind.
func Run(ctx context.Context, d *db.DB, log *slog.Logger, workers []Worker) {
	var wg sync.WaitGroup
	for _, w := range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				rung := d.Bell(bell).Wait()
				more, err := Work(ctx, d, log, w)
				if err != nil && ctx.Err() == nil {
					log.Error("the queue failed", "kind", w.Kind, "error", err)
				}
				if more {
					continue
				}
				idle(ctx, d, w.Kind, rung)
			}
		})
	}
	wg.Wait()
}

// idle waits until a job of the kind may be due.
func idle(ctx context.Context, d *db.DB, kind string, rung <-chan struct{}) {
	for {
		select {
		case <-rung:
			return
		case <-ctx.Done():
			return
		case <-time.After(tick):
		}
		due := false
		d.Read(ctx, func(tx *db.Tx) error {
			return tx.Row(`SELECT EXISTS (SELECT 1 FROM job WHERE kind = $1 AND due <= $2 AND leased < $2)`,
				kind, db.Time(tx.Now)).Scan(&due)
		})
		if due {
			return
		}
	}
}
