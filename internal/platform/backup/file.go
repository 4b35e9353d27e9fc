package backup

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"

	"penc/internal/platform/db"
)

// A Summary says what a backup holds.
type Summary struct {
	Manifest
	End    End
	Sealed bool  // encrypted
	Bytes  int64 // of the file
}

// partial is the ending of a backup's name while it is being written.
const partial = ".partial"

// Stream writes a backup to w, encrypted to the keys if there are any.
func Stream(ctx context.Context, s Source, keys []age.Recipient, w io.Writer) (sum Summary, err error) {
	count := &tally{w: w}
	if sum.Sealed = len(keys) > 0; sum.Sealed {
		sum.Manifest, sum.End, err = seal(ctx, s, keys, count)
	} else {
		sum.Manifest, sum.End, err = compose(ctx, s, count)
	}
	sum.Bytes = count.n
	return sum, err
}

// seal writes an encrypted backup. What goes into the encryption is read and checked
// on its way, because nobody here can read what comes out.
func seal(ctx context.Context, s Source, keys []age.Recipient, w io.Writer) (m Manifest, end End, err error) {
	locked, err := age.Encrypt(w, keys...)
	if err != nil {
		return m, end, err
	}
	from, to := io.Pipe()
	read := make(chan error, 1)
	go func() {
		_, _, err := readAll(from)
		from.CloseWithError(err)
		read <- err
	}()
	m, end, err = compose(ctx, s, io.MultiWriter(locked, to))
	to.CloseWithError(err)
	if wrong := <-read; err == nil {
		err = wrong
	}
	if err != nil {
		return m, end, err
	}
	return m, end, locked.Close()
}

func readAll(r io.Reader) (Manifest, End, error) { return read(r, visitor{}) }

type tally struct {
	w io.Writer
	n int64
}

func (t *tally) Write(p []byte) (int, error) {
	n, err := t.w.Write(p)
	t.n += int64(n)
	return n, err
}

// Save writes a backup to a file that is not there yet, readable for its owner only.
// It has another name beside that until it is whole, on disk, and has been read and
// checked again; so there is never half a backup under the name. It returns Refused
// if there is a file already.
func Save(ctx context.Context, s Source, keys []age.Recipient, path string) (sum Summary, err error) {
	if _, err := os.Lstat(path); err == nil {
		return sum, Refused(path + " is there already, and nothing is written over")
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*"+partial)
	if err != nil {
		return sum, fmt.Errorf("write the backup: %w", err)
	}
	defer func() {
		f.Close()
		os.Remove(f.Name())
	}()
	if sum, err = save(ctx, s, keys, f); err != nil {
		return sum, fmt.Errorf("write the backup: %w", err)
	}
	if err := place(f.Name(), path); err != nil {
		return sum, err
	}
	return sum, db.Sync(dir)
}

// save fills the file and checks what stands in it.
//
// An encrypted backup cannot be read again without the secret key, which is not
// here. What went into the encryption was checked on its way; the file is held
// against what came out of it.
func save(ctx context.Context, s Source, keys []age.Recipient, f *os.File) (Summary, error) {
	written := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(f, written), 1<<18)
	sum, err := Stream(ctx, s, keys, out)
	if err != nil {
		return sum, err
	}
	if err := errors.Join(out.Flush(), f.Sync()); err != nil {
		return sum, err
	}
	s.Tell.tell("checking", sum.End.Rows(), sum.End.Files.Count, sum.Bytes)
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return sum, err
	}
	if sum.Sealed {
		again := sha256.New()
		if _, err := io.Copy(again, f); err != nil {
			return sum, err
		}
		if string(again.Sum(nil)) != string(written.Sum(nil)) {
			return sum, errors.New("the disk did not keep what was written")
		}
		return sum, nil
	}
	_, _, err = readAll(f)
	return sum, err
}

// place gives a file its name unless another one has it.
func place(from, to string) error {
	err := os.Link(from, to)
	if errors.Is(err, os.ErrExist) {
		return Refused(to + " is there already, and nothing is written over")
	}
	if err == nil {
		return nil
	}
	// Some file systems have no links.
	if _, err := os.Lstat(to); err == nil {
		return Refused(to + " is there already, and nothing is written over")
	}
	return os.Rename(from, to)
}

// Check reads a backup and returns what it holds. It returns Refused if it is not
// whole and as it was written.
func Check(ctx context.Context, path string, ids []age.Identity, tell Tell) (Summary, error) {
	f, err := open(path)
	if err != nil {
		return Summary{}, err
	}
	defer f.Close()
	return check(ctx, f, ids, visitor{}, tell)
}

func open(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, Refused("read the backup: " + err.Error())
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		f.Close()
		return nil, Refused(path + " is no file")
	}
	return f, nil
}

// check reads a backup from its beginning and tells visit of it.
func check(ctx context.Context, f *os.File, ids []age.Identity, visit visitor, tell Tell) (sum Summary, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return sum, err
	}
	in := &watched{ctx: ctx, r: f, tell: tell}
	plain, sealed, err := unseal(in, ids)
	if err != nil {
		return sum, err
	}
	sum.Sealed = sealed
	sum.Manifest, sum.End, err = read(plain, visit)
	sum.Bytes = in.n
	return sum, err
}

// watched reads until the context ends and tells how far it is.
type watched struct {
	ctx  context.Context
	r    io.Reader
	tell Tell
	n    int64
}

func (w *watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.r.Read(p)
	w.n += int64(n)
	w.tell.tell("reading", 0, 0, w.n)
	return n, err
}
