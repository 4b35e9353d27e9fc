package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Look opens the store in a folder to read it beside a server, and changes nothing.
// Without a folder it is an empty store.
func Look(dir string) (*Store, error) {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return &Store{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the folder of documents: %w", err)
	}
	return &Store{root}, nil
}

// Each calls do with every file in the store, in the order of their names. Files
// that come or go meanwhile may be among them or not.
func (s *Store) Each(ctx context.Context, do func(Blob) error) error {
	if s.root == nil {
		return nil
	}
	folders, err := fs.ReadDir(s.root.FS(), ".")
	if err != nil {
		return fmt.Errorf("list the documents: %w", err)
	}
	for _, folder := range folders {
		if len(folder.Name()) != 2 || !folder.IsDir() {
			continue
		}
		if err := s.eachIn(ctx, folder.Name(), do); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) eachIn(ctx context.Context, folder string, do func(Blob) error) error {
	found, err := fs.ReadDir(s.root.FS(), folder)
	if err != nil {
		return fmt.Errorf("list the documents: %w", err)
	}
	for _, e := range found {
		digest := folder + e.Name()
		if !sound(digest) {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("list the documents: %w", err)
		}
		if !info.Mode().IsRegular() {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := do(Blob{digest, info.Size()}); err != nil {
			return err
		}
	}
	return nil
}
