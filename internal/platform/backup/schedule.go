package backup

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"filippo.io/age"

	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// room is the name that this package's tables carry.
const room = "backup"

// A Schedule makes backups by itself.
type Schedule struct {
	Source Source
	Dir    string        // where they are put; nothing is made if empty
	Every  time.Duration // how old the newest may become; nothing is made if zero
	Keep   Keep
	Keys   []age.Recipient
	Log    *slog.Logger
}

// again is how long a schedule waits after a backup that failed, unless the next one
// is due sooner.
const again = 15 * time.Minute

// Feature tells the house of the tables, and of the clock if there is a schedule.
func (s *Schedule) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	f := feature.Feature{Name: room, Schema: schema}
	if s.Dir != "" && s.Every > 0 {
		f.Clocks = []feature.Clock{{Name: "backup.make", Every: time.Minute, Do: s.tick}}
	}
	return f
}

// tick makes a backup if one is due, on one node.
func (s *Schedule) tick(ctx context.Context) error {
	due, err := s.due(ctx)
	if err != nil || !due {
		return err
	}
	_, err = s.Source.DB.Alone(ctx, room, func() error {
		if due, err := s.due(ctx); err != nil || !due { // another node was faster
			return err
		}
		return s.Run(ctx)
	})
	return err
}

func (s *Schedule) due(ctx context.Context) (due bool, err error) {
	err = s.Source.DB.Read(ctx, func(tx *db.Tx) error {
		state, err := StateOf(tx)
		if err != nil {
			return err
		}
		all, err := scheduled(tx)
		if err != nil {
			return err
		}
		due = len(all) == 0 || elapsed(all[0].Time, tx.Now, s.Every)
		if due && state.Fault != "" {
			due = elapsed(state.Tried, tx.Now, min(again, s.Every))
		}
		return nil
	})
	return due, err
}

// elapsed reports whether some time has gone by since a moment. A moment that lies
// ahead was written by a clock that was wrong.
func elapsed(since, now time.Time, d time.Duration) bool {
	return now.Sub(since) >= d || since.Sub(now) > d
}

// Run makes a backup now, notes it, and then lets go of old ones. A failure is noted
// too.
func (s *Schedule) Run(ctx context.Context) error {
	m, err := s.make(ctx)
	if ctx.Err() != nil {
		return ctx.Err() // the server stops; the next one makes it
	}
	noted := s.Source.DB.Write(ctx, func(tx *db.Tx) error {
		if err != nil {
			return noteTry(tx, err.Error())
		}
		return errors.Join(noteTry(tx, ""), Note(tx, m))
	})
	if err = errors.Join(err, noted); err != nil {
		return fmt.Errorf("make a backup: %w", err)
	}
	s.Log.Info("made a backup", "file", m.File, "bytes", m.Bytes)
	if m.Missing > 0 {
		s.Log.Error("documents are missing in the store and in the backup", "documents", m.Missing)
	}
	return s.prune(ctx)
}

// fileName is how the files of a schedule are named. Others are never touched.
var fileName = regexp.MustCompile(`^penc-\d{8}T\d{6}Z\.tar\.gz(\.age)?$`)

func (s *Schedule) make(ctx context.Context) (Made, error) {
	dir, err := filepath.Abs(s.Dir)
	if err != nil {
		return Made{}, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Made{}, err
	}
	s.sweep(dir)
	name := "penc-" + s.Source.DB.Now().Format("20060102T150405Z") + ".tar.gz"
	if len(s.Keys) > 0 {
		name += ".age"
	}
	path := filepath.Join(dir, name)
	sum, err := Save(ctx, s.Source, s.Keys, path)
	if err != nil {
		return Made{}, err
	}
	for _, f := range sum.End.Findings {
		s.Log.Error("the record does not agree with itself", "finding", f)
	}
	return Made{
		File: path, Time: sum.Time(), Bytes: sum.Bytes, Sealed: sum.Sealed,
		Missing: int64(len(sum.End.Missing)), Scheduled: true,
	}, nil
}

// sweep removes what a schedule that was killed left half-written.
func (s *Schedule) sweep(dir string) {
	left, _ := filepath.Glob(filepath.Join(dir, ".penc-*"+partial))
	for _, path := range left {
		info, err := os.Lstat(path)
		if err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > 24*time.Hour {
			os.Remove(path)
		}
	}
}

// prune lets go of the backups of this schedule that are not to be kept. It runs
// after a new one was checked. Only files go that this site has noted as its own, in
// this folder, under a name of the schedule; those of another node are not here.
func (s *Schedule) prune(ctx context.Context) error {
	dir, err := filepath.Abs(s.Dir)
	if err != nil {
		return err
	}
	var all []Made
	if err := s.Source.DB.Read(ctx, func(tx *db.Tx) (err error) {
		all, err = scheduled(tx)
		return err
	}); err != nil {
		return err
	}
	var here []Made
	var times []time.Time
	for _, m := range all {
		info, err := os.Lstat(m.File)
		if err == nil && info.Mode().IsRegular() && filepath.Dir(m.File) == dir && fileName.MatchString(filepath.Base(m.File)) {
			here, times = append(here, m), append(times, m.Time)
		}
	}
	for i, stay := range s.Keep.Of(times) {
		if stay {
			continue
		}
		if err := os.Remove(here[i].File); err != nil {
			return fmt.Errorf("let go of an old backup: %w", err)
		}
		if err := s.Source.DB.Write(ctx, func(tx *db.Tx) error { return forget(tx, here[i].File) }); err != nil {
			return err
		}
		s.Log.Info("let go of an old backup", "file", strings.TrimPrefix(here[i].File, dir+string(filepath.Separator)))
	}
	return nil
}
