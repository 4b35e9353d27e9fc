// Package opiniontest finds the conversations against which the map of opinion
// is tested. One of them lies in this repository; the others, which may not be
// copied into it, are looked for in a folder beside it.
package opiniontest

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"penc/opinion/polisdata"
)

// A Folder is a conversation with what the reference engine made of it.
type Folder struct {
	Name string
	Dir  string
}

// own is the conversation in this repository, from a package beside this one.
const own = "canadian-electoral-reform"

// Own returns the conversation that lies in testdata.
func Own(t testing.TB) Folder {
	t.Helper()
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for ; filepath.Base(dir) != "opinion"; dir = filepath.Dir(dir) {
		if dir == filepath.Dir(dir) {
			t.Fatal("not run inside the folder opinion")
		}
	}
	return Folder{own, filepath.Join(dir, "testdata", own)}
}

// All returns every conversation with a reference. It skips the test when the
// folder with the others is absent.
func All(t testing.TB) []Folder {
	t.Helper()
	var out []Folder
	for _, pattern := range []string{"polis/*", "polis/golden/*"} {
		dirs, err := filepath.Glob(filepath.Join(root(t), pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, dir := range dirs {
			if _, err := os.Stat(filepath.Join(dir, "reference-cold.json.gz")); err == nil {
				out = append(out, Folder{filepath.Base(dir), dir})
			}
		}
	}
	if len(out) == 0 {
		t.Skip("skipped: no reference data")
	}
	return out
}

// root returns PENC_TESTDATA, or the folder shared/data beside this repository.
func root(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("PENC_TESTDATA"); dir != "" {
		return dir
	}
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		data := filepath.Join(dir, "shared", "data")
		if info, err := os.Stat(data); err == nil && info.IsDir() {
			return data
		}
	}
	t.Skip("skipped: no reference data")
	return ""
}

// Read reads the export in the folder.
func (f Folder) Read(t testing.TB) *polisdata.Conversation {
	t.Helper()
	c, err := polisdata.Read(os.DirFS(f.Dir), polisdata.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Has reports whether a file is in the folder.
func (f Folder) Has(name string) bool {
	_, err := os.Stat(filepath.Join(f.Dir, name))
	return err == nil
}

// JSON decodes a file of the folder into v, uncompressed if its name ends in
// .gz, and reports whether the file is there.
func (f Folder) JSON(t testing.TB, name string, v any) bool {
	t.Helper()
	file, err := os.Open(filepath.Join(f.Dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := json.NewDecoder(in).Decode(v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return true
}
