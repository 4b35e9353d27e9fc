package job_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/job"
)

var quiet = slog.New(slog.DiscardHandler)

func TestAJobRunsOnceAndIsTriedAgainAfterAPause(t *testing.T) {
	dbtest.Each(t, []db.Schema{job.Schema()}, func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		var done []string
		fail := true
		w := job.Worker{Kind: "draw", Do: func(_ context.Context, subject string) error {
			done = append(done, subject)
			if fail {
				return errors.New("no paper")
			}
			return nil
		}}
		work := func(want bool) {
			t.Helper()
			if got, err := job.Work(t.Context(), d, quiet, w); got != want || err != nil {
				t.Fatalf("worked: %v, %v; want %v", got, err, want)
			}
		}
		work(false)
		for range 3 {
			if err := d.Write(t.Context(), func(tx *db.Tx) error { return job.Queue(tx, "draw", "c1", 0) }); err != nil {
				t.Fatal(err)
			}
		}
		work(true)
		work(false) // it pauses
		c.Advance(job.Pause(1))
		fail = false
		work(true)
		c.Advance(time.Hour)
		work(false)
		if len(done) != 2 {
			t.Errorf("done %d times, want 2", len(done))
		}
	})
}

func TestAJobIsGivenUpAfterItsAttempts(t *testing.T) {
	dbtest.Each(t, []db.Schema{job.Schema()}, func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		gaveUp := ""
		w := job.Worker{
			Kind: "send", Attempts: 2,
			Do:     func(context.Context, string) error { return errors.New("no such host") },
			GaveUp: func(_ context.Context, s string, err error) error { gaveUp = s + ": " + err.Error(); return nil },
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return job.Queue(tx, "send", "m1", time.Minute) }); err != nil {
			t.Fatal(err)
		}
		for range 4 {
			if _, err := job.Work(t.Context(), d, quiet, w); err != nil {
				t.Fatal(err)
			}
			c.Advance(time.Hour)
		}
		if gaveUp != "m1: no such host" {
			t.Errorf("gave up: %q", gaveUp)
		}
		n := -1
		d.Read(t.Context(), func(tx *db.Tx) (err error) { n, err = job.Waiting(tx, "send"); return err })
		if n != 0 {
			t.Errorf("%d jobs wait, want 0", n)
		}
	})
}

func TestAJobOfAStoppedWorkerIsTakenOver(t *testing.T) {
	dbtest.Each(t, []db.Schema{job.Schema()}, func(t *testing.T, d *db.DB, c *dbtest.Clock) {
		ctx, stop := context.WithCancel(t.Context())
		w := job.Worker{Kind: "draw", Do: func(context.Context, string) error { stop(); return nil }}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return job.Queue(tx, "draw", "c1", 0) }); err != nil {
			t.Fatal(err)
		}
		if _, err := job.Work(ctx, d, quiet, w); !errors.Is(err, context.Canceled) {
			t.Fatalf("%v, want Canceled", err)
		}
		again := 0
		w.Do = func(context.Context, string) error { again++; return nil }
		job.Work(t.Context(), d, quiet, w)
		if again != 0 {
			t.Error("taken over before the lease ran out")
		}
		c.Advance(6 * time.Minute)
		job.Work(t.Context(), d, quiet, w)
		if again != 1 {
			t.Errorf("taken over %d times, want 1", again)
		}
	})
}
