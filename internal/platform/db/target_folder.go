package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// EmptyFolder returns the folder that a path leads to, and what is there: nil if
// there is nothing yet. It returns ErrNotEmpty if there is a file, or a folder that
// holds anything.
func EmptyFolder(path string) (string, os.FileInfo, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", nil, err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Lstat(path)
	if errors.Is(err, os.ErrNotExist) {
		return path, nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	if !info.IsDir() {
		return "", nil, fmt.Errorf("%s is a file, not a folder: %w", path, ErrNotEmpty)
	}
	in, err := os.ReadDir(path)
	if err != nil {
		return "", nil, err
	}
	if len(in) > 0 {
		return "", nil, fmt.Errorf("the folder %s holds %s and more: %w", path, in[0].Name(), ErrNotEmpty)
	}
	return path, info, nil
}

func (t *Target) newFolder(context.Context) (err error) {
	if t.where, t.info, err = EmptyFolder(t.where); err != nil {
		return err
	}
	parent := filepath.Dir(t.where)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	if t.stage, err = os.MkdirTemp(parent, "."+filepath.Base(t.where)+".restoring-"); err != nil {
		return fmt.Errorf("a folder beside %s is needed while it is being filled: %w", t.where, err)
	}
	if t.info != nil && apart(t.info, parent) {
		return fmt.Errorf("%s is a volume of its own, which cannot be put in place at one stroke: name a folder inside it", t.where)
	}
	if err := own(filepath.Join(t.stage, FileName)); err != nil {
		return err
	}
	return t.openFilling()
}

// flush puts everything in the stage on disk, the database as one file without a log
// beside it.
func (t *Target) flush(ctx context.Context) error {
	if t.pool != nil {
		if err := t.pool.Close(); err != nil {
			return err
		}
		t.pool = nil
	}
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(t.stage, FileName))
	if err != nil {
		return err
	}
	var mode string
	err = pool.QueryRowContext(ctx, `PRAGMA journal_mode(DELETE)`).Scan(&mode)
	if err := errors.Join(err, pool.Close()); err != nil {
		return err
	}
	if mode != "delete" {
		return fmt.Errorf("the database kept its log (%s)", mode)
	}
	if err := os.Remove(filepath.Join(t.stage, lockName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return errors.Join(Sync(filepath.Join(t.stage, FileName)), Sync(t.stage))
}

// Sync puts a file, or a folder's list of names, on disk.
func Sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Replace gives a folder the place and the owner of an empty one, or of none if old
// is nil.
func Replace(stage, path string, old os.FileInfo) error {
	if old != nil {
		if err := os.Chmod(stage, old.Mode().Perm()); err != nil {
			return err
		}
		if err := handOver(stage, old); err != nil {
			return err
		}
		if err := os.Remove(path); err != nil { // fails if somebody put something in
			return err
		}
	}
	if err := os.Rename(stage, path); err != nil {
		if old != nil {
			os.Mkdir(path, old.Mode().Perm())
			handOver(path, old)
		}
		return err
	}
	return Sync(filepath.Dir(path))
}

// handOver gives a folder and what lies in it to the owner of another. Only the
// superuser can give to somebody else; for others there is nothing to do.
func handOver(folder string, to os.FileInfo) error {
	uid, gid, ok := owner(to)
	if !ok || os.Geteuid() != 0 {
		return nil
	}
	return filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, uid, gid)
	})
}
