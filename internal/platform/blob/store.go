package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"penc/internal/ground/fault"
)

// A Blob is a file in the store.
type Blob struct {
	Digest string // SHA-256 of the content, 64 hexadecimal digits
	Size   int64  // in bytes
}

// A Store is a folder of files. Several servers may share one folder.
type Store struct{ root *os.Root }

// inbox is where files are written before they have their name.
const inbox = "incoming"

// stale is the age at which a half-written file is one that a crash left.
const stale = 24 * time.Hour

// Open opens the store in a folder and makes the folder if there is none.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the folder of documents: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder of documents: %w", err)
	}
	s := &Store{root}
	if err := s.tidy(); err != nil {
		root.Close()
		return nil, fmt.Errorf("open the folder of documents: %w", err)
	}
	return s, nil
}

// Close lets go of the folder.
func (s *Store) Close() error {
	if s.root == nil {
		return nil
	}
	return s.root.Close()
}

// tidy makes the inbox and clears it of what an earlier crash left there.
func (s *Store) tidy() error {
	if err := s.root.MkdirAll(inbox, 0o700); err != nil {
		return err
	}
	left, err := fs.ReadDir(s.root.FS(), inbox)
	if err != nil {
		return err
	}
	for _, e := range left {
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > stale {
			s.root.Remove(inbox + "/" + e.Name())
		}
	}
	return nil
}

// Put keeps what r holds, up to max bytes. A longer file is refused with the
// Invalid fault "blob.too-large" of the field file, and nothing is kept.
func (s *Store) Put(ctx context.Context, r io.Reader, max int64) (Blob, error) {
	b, err := s.put(ctx, r, max)
	if err != nil {
		return Blob{}, fmt.Errorf("keep a document: %w", err)
	}
	return b, nil
}

func (s *Store) put(ctx context.Context, r io.Reader, max int64) (Blob, error) {
	name := inbox + "/" + rand.Text()
	f, err := s.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return Blob{}, err
	}
	defer s.root.Remove(name) // does nothing once the file has moved
	b, err := fill(ctx, f, r, max)
	if err := errors.Join(err, f.Close()); err != nil {
		return Blob{}, err
	}
	if s.Has(b.Digest) {
		return b, nil
	}
	folder, path := place(b.Digest)
	if err := s.root.Mkdir(folder, 0o700); err == nil {
		err = s.flush(".")
		if err != nil {
			return Blob{}, err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return Blob{}, err
	}
	if err := s.root.Rename(name, path); err != nil {
		return Blob{}, err
	}
	return b, s.flush(folder)
}

// fill writes r to f, counts and hashes it on the way, and puts it on disk.
func fill(ctx context.Context, f *os.File, r io.Reader, max int64) (Blob, error) {
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, sum), io.LimitReader(patient{ctx, r}, max+1))
	if err != nil {
		return Blob{}, err
	}
	if n > max {
		return Blob{}, fault.Field("file", "blob.too-large", "megabytes", megabytes(max))
	}
	return Blob{hex.EncodeToString(sum.Sum(nil)), n}, f.Sync()
}

// megabytes returns n bytes in whole megabytes, or with one digit below ten.
func megabytes(n int64) float64 {
	if n < 10_000_000 {
		return float64(n/100_000) / 10
	}
	return float64(n / 1_000_000)
}

// flush puts a folder's list of names on disk.
func (s *Store) flush(folder string) error {
	f, err := s.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// patient reads until the request is over.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}

// Get opens a file. It returns the NotFound fault "blob.unknown" if there is
// none of that name.
func (s *Store) Get(digest string) (io.ReadSeekCloser, error) {
	if !sound(digest) || s.root == nil {
		return nil, fault.New(fault.NotFound, "", "blob.unknown")
	}
	_, path := place(digest)
	f, err := s.root.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "", "blob.unknown")
	}
	if err != nil {
		return nil, fmt.Errorf("open a document: %w", err)
	}
	return f, nil
}

// Has reports whether there is a file of that name.
func (s *Store) Has(digest string) bool {
	if !sound(digest) || s.root == nil {
		return false
	}
	_, path := place(digest)
	info, err := s.root.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Check reads a file and reports whether its content is what its name says.
func (s *Store) Check(ctx context.Context, digest string) (bool, error) {
	f, err := s.Get(digest)
	if err != nil {
		return false, err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, patient{ctx, f}); err != nil {
		return false, fmt.Errorf("check a document: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)) == digest, nil
}

// Remove deletes a file, for the room that knows that nobody needs it any more.
// It is no fault if there is none.
func (s *Store) Remove(digest string) error {
	if !sound(digest) {
		return nil
	}
	_, path := place(digest)
	if err := s.root.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove a document: %w", err)
	}
	return nil
}

// place returns the folder and the path of a file: 256 folders keep each short.
func place(digest string) (folder, path string) {
	return digest[:2], digest[:2] + "/" + digest[2:]
}

// sound reports whether a name is one that Put gives.
func sound(digest string) bool {
	if len(digest) != 2*sha256.Size {
		return false
	}
	for i := range len(digest) {
		if c := digest[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
