package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program builds penc once for all tests of this package.
var program string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "penc-test-")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "penc")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// run runs penc to its end and returns what it printed and its exit code.
func run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, fault bytes.Buffer
	c := exec.Command(program, args...)
	c.Stdout, c.Stderr = &out, &fault
	err := c.Run()
	exit := new(exec.ExitError)
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), fault.String(), c.ProcessState.ExitCode()
}

// start starts a server and returns its address once it is ready.
func start(t *testing.T, args ...string) (*exec.Cmd, string) {
	t.Helper()
	c := exec.Command(program, args...)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at, ok := strings.CutPrefix(lines.Text(), "ready "); ok {
			go io.Copy(io.Discard, out)
			return c, at
		}
	}
	t.Fatal("the server ended before it was ready")
	return nil, ""
}

func stop(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- c.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("it did not end cleanly: %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("it did not end")
	}
}

const example = "../../examples/senegal-iot-security.yaml"

func TestCommandsBesideAServerAndAlone(t *testing.T) {
	dir := t.TempDir()
	alone, fault, code := run(t, "import", "--data", dir, example)
	if code != 0 || !strings.Contains(alone, "Nothing has been saved") {
		t.Fatalf("alone: %d %s%s", code, alone, fault)
	}
	server, at := start(t, "serve", "--data", dir, "--addr", "127.0.0.1:0", "--base-url", "http://localhost")
	_ = at
	if _, fault, code := run(t, "serve", "--data", dir, "--addr", "127.0.0.1:0"); code == 0 || !strings.Contains(fault, "another Penc server") {
		t.Errorf("a second server: %d %s", code, fault)
	}
	out, fault, code := run(t, "import", "--data", dir, "--yes", "--publish", example)
	if code != 0 || !strings.Contains(out, "Published") {
		t.Fatalf("beside the server: %d %s%s", code, out, fault)
	}
	out, _, code = run(t, "import", "--data", dir, "--yes", "--json", example)
	var outcome struct {
		Data struct{ Created, Changed, Unchanged int }
	}
	if err := json.Unmarshal([]byte(out), &outcome); err != nil || code != 0 {
		t.Fatalf("%d %s %v", code, out, err)
	}
	if d := outcome.Data; d.Created != 0 || d.Changed != 0 || d.Unchanged < 50 {
		t.Errorf("a second import: %+v", d)
	}
	if out, fault, code := run(t, "operator", "--data", dir, "amina@example.org"); code != 0 || !strings.Contains(out, "/join/link?token=") {
		t.Errorf("operator: %d %s%s", code, out, fault)
	}
	if _, fault, code := run(t, "operator", "--data", dir, "not an address"); code != 2 || fault == "" {
		t.Errorf("operator without an address: %d %s", code, fault)
	}
	stop(t, server)
	if _, err := os.Stat(filepath.Join(dir, "penc.sock")); err == nil {
		t.Error("the socket is still there")
	}
}

func TestABrokenFileNamesLineAndFieldAndExitsWithTwo(t *testing.T) {
	raw, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	if err := os.WriteFile(broken, bytes.Replace(raw, []byte("country: SN"), []byte("country: Senegal"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	_, fault, code := run(t, "import", "--data", t.TempDir(), "--yes", broken)
	if code != 2 || !strings.Contains(fault, "line ") || !strings.Contains(fault, "process.country") {
		t.Errorf("%d %s", code, fault)
	}
}

func TestSettingsAreChecked(t *testing.T) {
	if _, fault, code := run(t, "serve", "--base-url", "ftp://x", "--data", t.TempDir()); code != 2 || !strings.Contains(fault, "base-url") {
		t.Errorf("%d %s", code, fault)
	}
	if out, _, code := run(t, "serve", "--help"); code != 0 || !strings.Contains(out, "PENC_BASE_URL") {
		t.Errorf("help: %d %s", code, out)
	}
}

func TestTheDemonstrationStartsAndStops(t *testing.T) {
	c, at := start(t, "demo", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	if !strings.HasPrefix(at, "http://localhost:") {
		t.Errorf("ready at %s: passkeys need a name", at)
	}
	r, err := http.Get(at + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	if r.StatusCode != http.StatusOK || !strings.Contains(string(b), "<h1") {
		t.Errorf("%s", r.Status)
	}
	stop(t, c)
}
