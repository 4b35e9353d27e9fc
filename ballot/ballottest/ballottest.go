// Package ballottest finds the elections against which counts are tested. They
// may not be copied into this repository and are looked for in a folder beside
// it.
package ballottest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// Path returns where a file of the folder lies, such as ranked/borda.json. It
// skips the test, and says so, when the folder or the file is absent.
func Path(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(root(t), filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("skipped: no reference data %s", name)
	}
	return path
}

// Bytes returns the content of a file of the folder, uncompressed. It skips the
// test when the file is absent.
func Bytes(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(name) != ".gz" {
		return data
	}
	in, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if data, err = io.ReadAll(in); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return data
}

// JSON decodes a file of the folder into v, uncompressed if its name ends in
// .gz. It skips the test when the file is absent.
func JSON(t testing.TB, name string, v any) {
	t.Helper()
	if err := json.Unmarshal(Bytes(t, name), v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
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
