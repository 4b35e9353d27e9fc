package db_test

import (
	"context"
	"testing"
	"time"

	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
)

func TestABellAboutOneThingRingsOnEveryNode(t *testing.T) {
	where := dbtest.Postgres(t)
	clock := dbtest.NewClock()
	here := dbtest.Open(t, where, clock, schemas)
	there, err := db.Open(t.Context(), db.Options{Where: where, Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	first := there.Bell("hall/m1").Wait()
	go func() {
		there.Listen(ctx)
		close(stopped)
	}()
	wait := func(rung <-chan struct{}, what string) {
		t.Helper()
		select {
		case <-rung:
		case <-time.After(20 * time.Second):
			t.Fatal(what)
		}
	}
	wait(first, "the node does not listen") // it rings all bells when it begins
	moved, own := there.Bell("hall/m1").Wait(), there.Bell("own").Wait()
	err = here.Write(t.Context(), func(tx *db.Tx) error {
		tx.RingOnCommit("hall/m1", 7)
		tx.RingOnCommit("hall/nobody-listens", 8)
		tx.RingOnCommit("own", 9)
		return insert("x")(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	wait(moved, "the bell did not ring on the other node")
	if got := there.Bell("hall/m1").Number(); got != 7 {
		t.Errorf("it rang with %d, want 7", got)
	}
	select {
	case <-own:
		t.Error("a bell that is not about one thing rang on another node")
	default:
	}
	cancel()
	wait(stopped, "the node listens for ever")
	if err := there.Close(); err != nil {
		t.Error(err)
	}
}
