package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"penc/internal/ground/fault"
	"penc/internal/platform/blob"
)

// The SHA-256 of "abc", from FIPS 180-2.
const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

func open(t *testing.T, dir string) *blob.Store {
	t.Helper()
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// files returns how many files lie anywhere in a folder.
func files(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func content(t *testing.T, s *blob.Store, digest string) string {
	t.Helper()
	f, err := s.Get(digest)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAFileIsNamedByItsContentAndKeptOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	s := open(t, dir)
	for range 2 {
		b, err := s.Put(t.Context(), strings.NewReader("abc"), 3)
		if err != nil || b != (blob.Blob{Digest: abc, Size: 3}) {
			t.Fatalf("%+v, %v", b, err)
		}
	}
	if got := content(t, s, abc); got != "abc" {
		t.Errorf("%q", got)
	}
	if n := files(t, dir); n != 1 {
		t.Errorf("%d files, want 1", n)
	}
	f, err := s.Get(abc)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if n, err := f.Seek(-1, io.SeekEnd); n != 2 || err != nil {
		t.Errorf("seek: %d, %v", n, err)
	}
	again := open(t, dir)
	if !again.Has(abc) {
		t.Error("lost when the store was opened again")
	}
	empty, err := s.Put(t.Context(), strings.NewReader(""), 0)
	if err != nil || empty.Size != 0 || !s.Has(empty.Digest) {
		t.Errorf("%+v, %v", empty, err)
	}
}

func TestWhatFailsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	_, err := s.Put(t.Context(), strings.NewReader("abcd"), 3)
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid || e.Field != "file" || e.Message != "blob.too-large" {
		t.Errorf("%v", err)
	}
	broken := errors.New("the line broke")
	if _, err := s.Put(t.Context(), io.MultiReader(strings.NewReader("ab"), failing{broken}), 9); !errors.Is(err, broken) {
		t.Errorf("%v, want the reader's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, strings.NewReader("abc"), 9); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want Canceled", err)
	}
	if n := files(t, dir); n != 0 || s.Has(abc) {
		t.Errorf("%d files, want 0", n)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestTheLimitIsToldInMegabytes(t *testing.T) {
	s := open(t, t.TempDir())
	for max, want := range map[int64]float64{2_500_000: 2.5, 1_000_000: 1} {
		_, err := s.Put(t.Context(), bytes.NewReader(make([]byte, max+1)), max)
		if e, ok := errors.AsType[*fault.Error](err); !ok || e.Parts["megabytes"] != want {
			t.Errorf("%d: %v", max, err)
		}
	}
}

func TestOnlySoundNamesReachTheFolder(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "store"))
	if _, err := s.Put(t.Context(), strings.NewReader("abc"), 3); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "store", "ba", strings.Repeat("0", 62))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"", "ba", abc[:63], abc + "0", strings.ToUpper(abc), "../secret", "../" + abc[3:], "incoming", "/etc/passwd",
		"ba/" + abc[3:], strings.Repeat("0", 64), strings.Repeat("\x00", 64), strings.Repeat("é", 32),
		"ba" + strings.Repeat("0", 62),
	} {
		if s.Has(name) {
			t.Errorf("%q is there", name)
		}
		f, err := s.Get(name)
		if err == nil {
			f.Close()
			t.Errorf("%q was opened", name)
		}
		if name != "ba"+strings.Repeat("0", 62) && fault.KindOf(err) != fault.NotFound {
			t.Errorf("%q: %v, want NotFound", name, err)
		}
		if err := s.Remove(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := os.Stat(secret); err != nil || !s.Has(abc) {
		t.Error("something else was removed")
	}
}

func TestADamagedFileIsNoticed(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if _, err := s.Put(t.Context(), strings.NewReader("abc"), 3); err != nil {
		t.Fatal(err)
	}
	if ok, err := s.Check(t.Context(), abc); !ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	if err := os.WriteFile(filepath.Join(dir, abc[:2], abc[2:]), []byte("abd"), 0o600); err != nil {
		t.Fatal(err)
	}
	if ok, err := s.Check(t.Context(), abc); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	if err := s.Remove(abc); err != nil || s.Has(abc) {
		t.Errorf("removed: %v", err)
	}
	if _, err := s.Check(t.Context(), abc); fault.KindOf(err) != fault.NotFound {
		t.Errorf("%v, want NotFound", err)
	}
}

func TestManyMayPutTheSameFileAtOnce(t *testing.T) {
	dir := t.TempDir()
	stores := []*blob.Store{open(t, dir), open(t, dir)}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if _, err := stores[i%2].Put(context.Background(), strings.NewReader("abc"), 3); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := files(t, dir); n != 1 || content(t, stores[0], abc) != "abc" {
		t.Errorf("%d files, want 1", n)
	}
}

func TestOpeningClearsWhatACrashLeft(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	old, fresh := filepath.Join(dir, "incoming", "old"), filepath.Join(dir, "incoming", "fresh")
	for _, f := range []string{old, fresh} {
		if err := os.WriteFile(f, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	then := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(old, then, then); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the old half file is still there")
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Error("a file that another server is writing was removed")
	}
}

func TestAFolderThatCannotBeMadeIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := blob.Open(file); err == nil {
		s.Close()
		t.Error("a file was opened as a folder")
	}
}
