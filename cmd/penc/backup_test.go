package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASiteIsBackedUpAndRestoredAtTheConsole(t *testing.T) {
	dir := t.TempDir()
	data, file, again := filepath.Join(dir, "data"), filepath.Join(dir, "site.tar.gz"), filepath.Join(dir, "again")
	does := func(want int, say string, args ...string) string {
		t.Helper()
		out, fault, code := run(t, args...)
		if code != want || !strings.Contains(out+fault, say) {
			t.Fatalf("%v: exit code %d, want %d: %s%s", args, code, want, out, fault)
		}
		return out
	}
	does(2, "no site", "backup", "--data", data, file)
	does(0, "runs the site", "operator", "--data", data, "awa@example.org")
	does(0, "checked it", "backup", "--data", data, file)
	does(2, "is there already", "backup", "--data", data, file)
	does(0, "is sound", "backup", "--check", file)
	does(2, "no public key", "backup", "--data", data, "--to-key", "age1x", file+"2")
	does(2, "holds", "restore", "--data", data, file)
	var out struct {
		Data struct {
			Rows, Held int64
			Made       string
		}
		Exit int
	}
	if err := json.Unmarshal([]byte(does(0, "rows", "restore", "--json", "--data", again, file)), &out); err != nil || out.Data.Rows == 0 || out.Data.Made == "" {
		t.Error(out, err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw[:len(raw)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	does(2, "damaged or cut short", "backup", "--check", file)
	does(2, "damaged or cut short", "restore", "--data", filepath.Join(dir, "third"), file)
	stream := does(0, "", "backup", "--data", again, "-")
	if err := os.WriteFile(file, []byte(stream), 0o600); err != nil {
		t.Fatal(err)
	}
	does(0, "is sound", "backup", "--check", file)
	if left, err := os.ReadDir(dir); err != nil || len(left) != 3 {
		t.Error(left, err)
	}
}
