package record_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/record"
)

var schemas = []db.Schema{record.Schema()}

var hall = ref.To("meeting", "hall")

func who(act string) access.Actor {
	return access.Actor{Person: "amina", Act: act, Channel: access.Web, Participants: map[ref.ID]ref.ID{"water": "p1"}}
}

func appendFact(ctx context.Context, d *db.DB, a access.Actor, kind string, said any) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		return record.Append(tx, a, kind, hall, "water", said, record.Figure("points", 3))
	})
}

func all(t *testing.T, d *db.DB) (facts []record.Fact) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) (err error) {
		facts, err = record.After(tx, 0, 100000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

func TestAFactHoldsWhoWhatAndAHashButNoWords(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		if err := appendFact(t.Context(), d, who(""), "meeting.reported-back", "meters first"); err != nil {
			t.Fatal(err)
		}
		f := all(t, d)[0]
		if f.Seq != 1 || f.Actor != "p1" || f.Subject != hall || f.Process != "water" || f.Figures["points"] != 3 || f.Hash == "" {
			t.Errorf("%+v", f)
		}
		b, err := f.Bytes()
		if err != nil || strings.Contains(string(b), "meters") || strings.Contains(string(b), "amina") {
			t.Errorf("%s, %v", b, err)
		}
		verify := func(said string) (ok bool, err error) {
			err = d.Read(t.Context(), func(tx *db.Tx) error {
				ok, err = record.Verify(tx, 1, said)
				return err
			})
			return ok, err
		}
		if ok, err := verify("meters first"); !ok || err != nil {
			t.Errorf("the words do not verify: %v", err)
		}
		if ok, _ := verify("pipes first"); ok {
			t.Error("other words verify")
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return record.EraseSalts(tx, hall) }); err != nil {
			t.Fatal(err)
		}
		if _, err := verify("meters first"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after erasure: %v, want NotFound", err)
		}
		if got := all(t, d); len(got) != 1 || got[0].Hash != f.Hash {
			t.Error("erasure changed the line")
		}
	})
}

func TestARepeatedActChangesNothing(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		if err := appendFact(t.Context(), d, who("a1"), "meeting.opened", nil); err != nil {
			t.Fatal(err)
		}
		if err := appendFact(t.Context(), d, who("a1"), "meeting.opened", nil); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%v, want Conflict", err)
		}
		if err := appendFact(t.Context(), d, who("a1"), "meeting.closed", nil); err != nil {
			t.Errorf("another kind under the same act: %v", err)
		}
		if got := len(all(t, d)); got != 2 {
			t.Errorf("%d facts, want 2", got)
		}
	})
}

func TestFactsStandInOrderAndFollowersMissNone(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		const writers, each = 8, 50
		ctx, cancel := context.WithCancel(context.Background())
		var mu sync.Mutex
		seen := map[string][]int64{}
		follower := func(name string) record.Follower {
			return record.Follower{Name: name, On: []string{"meeting.opened"}, Do: func(_ *db.Tx, f record.Fact) error {
				mu.Lock()
				defer mu.Unlock()
				seen[name] = append(seen[name], f.Seq)
				return nil
			}}
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			// Two nodes run the same follower.
			var nodes sync.WaitGroup
			for range 2 {
				nodes.Go(func() {
					for ctx.Err() == nil {
						record.Follow(context.Background(), d, follower("both"))
					}
				})
			}
			nodes.Wait()
		}()
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				for i := range each {
					err := d.Write(context.Background(), func(tx *db.Tx) error {
						if err := record.Append(tx, who(""), "meeting.opened", hall, "water", nil); err != nil {
							return err
						}
						if i%5 == 4 {
							return errRefused
						}
						return nil
					})
					if (err != nil) != (i%5 == 4) {
						t.Errorf("%v", err)
					}
				}
			})
		}
		wg.Wait()
		cancel()
		<-done
		if err := record.Follow(context.Background(), d, follower("both")); err != nil {
			t.Fatal(err)
		}
		const want = writers * each * 4 / 5
		if got := len(all(t, d)); got != want {
			t.Errorf("%d facts, want %d", got, want)
		}
		for i, seq := range seen["both"] {
			if seq != int64(i)+1 {
				t.Fatalf("the follower saw %d as number %d", seq, i+1)
			}
		}
		if got := len(seen["both"]); got != want {
			t.Errorf("the follower saw %d facts, want %d", got, want)
		}
	})
}

var errRefused = errors.New("refused")

func TestTooLargeAFactIsRefused(t *testing.T) {
	f := record.Fact{Kind: strings.Repeat("x", record.MaxBytes)}
	if _, err := f.Bytes(); err == nil {
		t.Error("a fact of more than 65,535 bytes was taken")
	}
}
