package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"penc/internal/platform/db"
)

// A command of the console that writes goes through the running server, so that
// one program has the database. The server listens on a socket in its data
// folder, which only its own account may open; where none listens the command
// opens the database itself. PostgreSQL takes several programs as it is.

// socketName is the name of the socket in the data folder.
const socketName = "penc.sock"

// A Command is what the console asks for.
type Command struct {
	Name string            `json:"name"`
	Args map[string]string `json:"args"`
	File []byte            `json:"file,omitempty"`
}

// An Outcome is what a command did.
type Outcome struct {
	Text  string `json:"text"`            // for people
	Data  any    `json:"data,omitempty"`  // for scripts
	Fault string `json:"fault,omitempty"` // why it did nothing
	Exit  int    `json:"exit"`            // exit code of the command line
}

// Control serves the socket until ctx ends. It does nothing on PostgreSQL.
func (a *App) Control(ctx context.Context) error {
	dir := a.DB.Folder()
	if dir == "" {
		return nil
	}
	path := filepath.Join(dir, socketName)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("listen for the command line: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return err
	}
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(a.command)}
	go func() {
		<-ctx.Done()
		server.Close()
		os.Remove(path)
	}()
	go server.Serve(l)
	return nil
}

func (a *App) command(w http.ResponseWriter, r *http.Request) {
	var c Command
	if err := json.NewDecoder(io.LimitReader(r.Body, 64<<20)).Decode(&c); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	json.NewEncoder(w).Encode(a.Do(r.Context(), c))
}

// Send carries a command to the server that runs on the data folder. It reports
// false if none runs there.
func Send(ctx context.Context, where string, c Command) (Outcome, bool, error) {
	if db.IsPostgres(where) {
		return Outcome{}, false, nil
	}
	path := filepath.Join(where, socketName)
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", path)
	}}}
	body, err := json.Marshal(c)
	if err != nil {
		return Outcome{}, false, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://penc/command", bytes.NewReader(body))
	if err != nil {
		return Outcome{}, false, err
	}
	res, err := client.Do(req)
	if err != nil {
		return Outcome{}, false, nil // nobody listens
	}
	defer res.Body.Close()
	var out Outcome
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		return Outcome{}, true, fmt.Errorf("read the server's answer: %w", err)
	}
	return out, true, nil
}
