package backup

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"penc/internal/platform/blob"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
)

func TestKeep(t *testing.T) {
	day := func(s string) time.Time {
		at, err := time.Parse("2006-01-02 15", s)
		must(t, err)
		return at
	}
	all := []time.Time{}
	for at := day("2026-11-23 02"); at.After(day("2026-01-01 00")); at = at.Add(-12 * time.Hour) { // a Monday
		all = append(all, at)
	}
	for text, want := range map[string][]string{
		"1d":     {"2026-11-23 02"},
		"3d":     {"2026-11-23 02", "2026-11-22 14", "2026-11-21 14"},
		"3w":     {"2026-11-23 02", "2026-11-22 14", "2026-11-15 14"},
		"2d2w3m": {"2026-11-23 02", "2026-11-22 14", "2026-10-31 14", "2026-09-30 14"},
		"0d":     {"2026-11-23 02"}, // the newest of all always stays
	} {
		k, err := ReadKeep(text)
		must(t, err)
		var got []string
		for i, stay := range k.Of(all) {
			if stay {
				got = append(got, all[i].Format("2006-01-02 15"))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s keeps %v, want %v", text, got, want)
		}
	}
	for _, text := range []string{"", "7", "d", "7w7d", "-1d", "7d 4w", "99999d"} {
		if _, err := ReadKeep(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	if stay := (Keep{7, 4, 6}).Of(nil); len(stay) != 0 {
		t.Error(stay)
	}
}

// plan is a schedule on a site, with a clock that the test moves.
func plan(t *testing.T, d *db.DB, keep string) *Schedule {
	t.Helper()
	files, err := blob.Open(t.TempDir())
	must(t, err)
	t.Cleanup(func() { files.Close() })
	k, err := ReadKeep(keep)
	must(t, err)
	return &Schedule{
		Source: Source{DB: d, Files: files}, Dir: filepath.Join(t.TempDir(), "backups"), Every: 24 * time.Hour, Keep: k,
		Log: slog.New(slog.DiscardHandler),
	}
}

func stateOf(t *testing.T, d *db.DB) (s State) {
	t.Helper()
	must(t, d.Read(t.Context(), func(tx *db.Tx) (err error) {
		s, err = StateOf(tx)
		return err
	}))
	return s
}

func TestAScheduleMakesAndLetsGo(t *testing.T) {
	dbtest.Each(t, schemas(2), func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := plan(t, d, "2d")
		tick := func() { t.Helper(); must(t, s.tick(t.Context())) }
		if state := stateOf(t, d); state != (State{}) {
			t.Errorf("%+v", state)
		}
		tick()
		tick() // none is due
		made := names(t, s.Dir)
		if len(made) != 1 || !fileName.MatchString(made[0]) {
			t.Fatal(made)
		}
		first := filepath.Join(s.Dir, made[0])
		state := stateOf(t, d)
		info, err := os.Stat(first)
		must(t, err)
		if state.Last.File != first || state.Last.Bytes != info.Size() || state.Fault != "" || info.Mode().Perm() != 0o600 {
			t.Errorf("%+v, %v", state, info.Mode())
		}
		if _, err := Check(t.Context(), first, nil, nil); err != nil {
			t.Error(err)
		}

		// What others put there stays for ever, whatever it is called.
		others := []string{"penc-20200101T000000Z.tar.gz", "note.txt", "penc-20200102T000000Z.tar.gz"}
		for _, name := range others {
			must(t, os.WriteFile(filepath.Join(s.Dir, name), []byte("x"), 0o600))
		}
		must(t, d.Write(t.Context(), func(tx *db.Tx) error { // a name that no schedule gives; one of the console
			old := tx.Now.Add(-1000 * time.Hour)
			return errors.Join(Note(tx, Made{File: filepath.Join(s.Dir, "note.txt"), Time: old, Scheduled: true}),
				Note(tx, Made{File: filepath.Join(s.Dir, "penc-20200102T000000Z.tar.gz"), Time: old}))
		}))
		for range 4 {
			clock.Advance(24 * time.Hour)
			tick()
		}
		left := slices.DeleteFunc(names(t, s.Dir), func(name string) bool { return slices.Contains(others, name) })
		if len(left) != 2 || len(names(t, s.Dir)) != 2+len(others) || slices.Contains(left, filepath.Base(first)) {
			t.Errorf("left %v of ours in %v", left, names(t, s.Dir))
		}
		if last := stateOf(t, d).Last; filepath.Base(last.File) != left[1] {
			t.Errorf("the last is %s of %v", last.File, left)
		}
	})
}

func TestAScheduleThatFailsSaysSoAndLetsNothingGo(t *testing.T) {
	dbtest.Each(t, schemas(2), func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s := plan(t, d, "1d")
		must(t, s.tick(t.Context()))
		before := names(t, s.Dir)
		tries := 0
		s.Source.Named = func(*db.Tx, func(string) error) error { tries++; return errors.New("the disk is full") }
		clock.Advance(25 * time.Hour)
		for range 3 {
			if err := s.tick(t.Context()); err == nil && tries == 1 {
				break // it waits before it tries again
			} else if err == nil {
				t.Error("it does not fail")
			}
		}
		if state := stateOf(t, d); !strings.Contains(state.Fault, "the disk is full") || filepath.Base(state.Last.File) != before[0] || tries != 1 {
			t.Errorf("%+v after %d tries", state, tries)
		}
		if now := names(t, s.Dir); !slices.Equal(now, before) {
			t.Errorf("%v became %v", before, now)
		}
		clock.Advance(again)
		s.Source.Named = nil
		must(t, s.tick(t.Context()))
		if state := stateOf(t, d); state.Fault != "" || filepath.Base(state.Last.File) == before[0] {
			t.Errorf("%+v", state)
		}
	})
}

func TestOneNodeMakesTheBackup(t *testing.T) {
	where := dbtest.Postgres(t)
	clock := dbtest.NewClock()
	var plans []*Schedule
	for range 4 {
		plans = append(plans, plan(t, dbtest.Open(t, where, clock, schemas(2)), "7d"))
	}
	var wg sync.WaitGroup
	for _, s := range plans {
		wg.Go(func() {
			if err := s.tick(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	made := 0
	for _, s := range plans {
		if _, err := os.Stat(s.Dir); err == nil {
			made += len(names(t, s.Dir))
		}
	}
	if made != 1 {
		t.Errorf("%d backups", made)
	}
}

func TestAnEncryptedScheduleIsCheckedWithoutItsKey(t *testing.T) {
	s := plan(t, dbtest.Open(t, t.TempDir(), dbtest.NewClock(), schemas(2)), "7d")
	id, err := age.GenerateX25519Identity()
	must(t, err)
	s.Keys = []age.Recipient{id.Recipient()}
	must(t, s.Run(t.Context()))
	made := names(t, s.Dir)
	if len(made) != 1 || !strings.HasSuffix(made[0], ".tar.gz.age") {
		t.Fatal(made)
	}
	sum, err := Check(t.Context(), filepath.Join(s.Dir, made[0]), []age.Identity{id}, nil)
	if err != nil || !sum.Sealed {
		t.Error(sum, err)
	}
}
