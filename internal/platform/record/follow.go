package record

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"log/slog"
	"sync"
	"time"

	"penc/internal/platform/db"
)

// A Follower does its work once for each fact, in order.
type Follower struct {
	Name string                   // "conversation.map"
	Do   func(*db.Tx, Fact) error // in the transaction that moves the bookmark
	On   []string                 // the kinds it wants; all if empty
}

func (f Follower) wants(kind string) bool {
	if len(f.On) == 0 {
		return true
	}
	for _, k := range f.On {
		if k == kind {
			return true
		}
	}
	return false
}

// batch is how many facts a follower handles in one transaction.
const batch = 64

// Follow brings one follower up to the end of the line. The bookmark is locked
// before it is read, so that on two nodes each fact is still handled once.
func Follow(ctx context.Context, d *db.DB, f Follower) error {
	for {
		n := 0
		err := d.Write(ctx, func(tx *db.Tx) error {
			seq, err := bookmark(tx, f.Name)
			if err != nil {
				return err
			}
			facts, err := After(tx, seq, batch)
			if err != nil || len(facts) == 0 {
				n = 0
				return err
			}
			for _, fact := range facts {
				if f.wants(fact.Kind) {
					if err := f.Do(tx, fact); err != nil {
						return err
					}
				}
			}
			n = len(facts)
			_, err = tx.Exec(`UPDATE record_bookmark SET seq = $2 WHERE follower = $1`, f.Name, facts[n-1].Seq)
			return err
		})
		if err != nil || n < batch {
			return err
		}
	}
}

// bookmark locks and returns the follower's place in the line.
func bookmark(tx *db.Tx, follower string) (seq int64, err error) {
	err = tx.Row(`INSERT INTO record_bookmark (follower, seq) VALUES ($1, 0)
		ON CONFLICT (follower) DO UPDATE SET seq = record_bookmark.seq RETURNING seq`, follower).Scan(&seq)
	return seq, err
}

func saltOf(tx *db.Tx, seq int64) ([]byte, error) {
	var text string
	err := tx.Row(`SELECT salt FROM record_salt WHERE seq = $1`, seq).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return hex.DecodeString(text)
}

// poll is how long it takes at most until facts of another node are seen, and
// the first pause of a follower that failed.
const poll = time.Second

// Run keeps the followers at the end of the line until ctx ends. A follower that
// fails is tried again, later and later, and does not hold up the others.
func Run(ctx context.Context, d *db.DB, log *slog.Logger, followers []Follower) {
	var wg sync.WaitGroup
	wg.Go(func() { watch(ctx, d) })
	for _, f := range followers {
		wg.Go(func() { runOne(ctx, d, log, f) })
	}
	wg.Wait()
}

func runOne(ctx context.Context, d *db.DB, log *slog.Logger, f Follower) {
	pause := poll
	seen := int64(-1)
	b := d.Bell(bell)
	for ctx.Err() == nil {
		rung := b.Wait()
		if at := b.Number(); at != seen {
			if err := Follow(ctx, d, f); err != nil && ctx.Err() == nil {
				log.Error("a follower failed and will try again", "follower", f.Name, "after", pause.String(), "error", err)
				sleep(ctx, pause)
				pause = min(2*pause, time.Minute)
				continue
			}
			seen, pause = at, poll
		}
		select {
		case <-rung:
		case <-ctx.Done():
		}
	}
}

// watch rings for the facts that other nodes append: it looks at the line's head
// once at the start and, on PostgreSQL, once a second until ctx ends.
func watch(ctx context.Context, d *db.DB) {
	for ctx.Err() == nil {
		d.Read(ctx, func(tx *db.Tx) error {
			seq, err := Head(tx)
			if err == nil && seq > d.Bell(bell).Number() {
				d.Bell(bell).Ring(seq)
			}
			return err
		})
		if d.Engine() == db.SQLite {
			return
		}
		sleep(ctx, poll)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
